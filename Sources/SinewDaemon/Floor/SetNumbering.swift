import FoundationEssentials
import SinewCoaching

/// Numbers for sets that are never used again, also after a restart or a crash: a file holds the
/// first number that was never reserved, and numbers are reserved a hundred at a time.
///
/// `@unchecked Sendable`: used by the server thread alone; every station's coach holds the same one.
final class SetNumbering: SetNumbers, @unchecked Sendable {
  private let file: String
  private var upcoming = 1
  private var reserved = 1
  private static let block = 100

  /// - Throws: `DaemonError` when the directory can't be written, for numbers would then repeat.
  init(directory: String) throws(DaemonError) {
    file = "\(directory)/next-set"
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      if let data = FileManager.default.contents(atPath: file),
        let text = String(data: data, encoding: .utf8),
        let number = Int(text.filter(\.isNumber)), number > 0
      {
        upcoming = number
      }
      try reserve()
    } catch {
      throw .system(
        "can't keep set numbers in \(directory): make it writable for this user, or name another"
          + " with --state-directory")
    }
  }

  /// The next number. When the disk has become unwritable the numbers go on; the worst that can
  /// come of it is a repeated number after a crash.
  func next() -> Int {
    defer { upcoming += 1 }
    if upcoming >= reserved { try? reserve() }
    return upcoming
  }

  /// Numbers in a row, for sets that come from another box.
  ///
  /// - Returns: the first of them.
  func take(_ count: Int) -> Int {
    defer { begin(above: upcoming + count - 1) }
    return upcoming
  }

  /// Goes on above a number that the history has used already.
  func begin(above number: Int) {
    guard upcoming <= number else { return }
    upcoming = number + 1
    if upcoming >= reserved { try? reserve() }
  }

  private func reserve() throws {
    reserved = upcoming + Self.block
    try Data("\(reserved)\n".utf8).write(to: URL(filePath: file), options: .atomic)
  }
}
