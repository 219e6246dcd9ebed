import Foundation

extension Gym {
  /// Runs `sinewctl` to its end; its standard input is no terminal.
  func command(_ words: String...) async throws -> (code: Int, output: String) {
    try await run([try Program.path("sinewctl")] + words)
  }

  /// What a command printed as JSON.
  func json(_ words: String...) async throws -> (code: Int, answer: Message) {
    let (code, output) = try await run([try Program.path("sinewctl")] + words + ["--json"])
    let line = output.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""
    guard let answer = Message(line: Data(line.utf8)) else {
      throw NeverHappened(description: "JSON from \(words): \(output)")
    }
    return (code, answer)
  }

  /// The text of a file of this folder; nil where there is none.
  func text(_ name: String) -> String? {
    try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }
}
