internal import Foundation

/// A stretch of blind fuzzing of one target. The input at work lies in a file, so that it is still
/// there when the program traps.
struct Campaign {
  let target: FuzzTarget
  let corpus: [[UInt8]]
  /// Where inputs that break something are kept.
  let finds: String
  let seed: UInt64

  func run(seconds: Double) -> (inputs: Int, finds: Int) {
    let end = Date().addingTimeInterval(seconds)
    let atWork = URL(fileURLWithPath: "\(finds)/at-work-\(target.name)")
    var mutator = Mutator(seed: seed)
    var inputs = 0
    var broken = 0
    while Date() < end {
      let bytes = mutator.next(from: corpus)
      try? Data(bytes).write(to: atWork)
      inputs += 1
      do { try target.check(bytes) } catch {
        broken += 1
        if broken <= 3 { keep(bytes, broken, error) }
      }
    }
    try? FileManager.default.removeItem(at: atWork)
    return (inputs, broken)
  }

  private func keep(_ bytes: [UInt8], _ number: Int, _ error: any Error) {
    let path = "\(finds)/find-\(target.name)-\(seed)-\(number)"
    try? Data(bytes).write(to: URL(fileURLWithPath: path))
    FileHandle.standardError.write(Data("\(target.name): \(error): kept as \(path)\n".utf8))
  }
}
