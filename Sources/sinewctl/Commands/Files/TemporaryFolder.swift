import Glibc

/// A folder that goes away with its owner, and what was put into it.
final class TemporaryFolder {
  let path: String
  private var files: [String] = []

  init() throws { path = try Self.make() }

  deinit {
    for file in files { _ = unsafe unlink(file) }
    _ = unsafe rmdir(path)
  }

  /// Makes an empty folder of which no other program knows; whoever asked takes it away.
  static func make() throws -> String {
    var template = Array("/tmp/sinew-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw SocketClient.Failure(description: "no folder could be made in /tmp")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path of a file to be made in it.
  func file(_ name: String) -> String {
    files.append("\(path)/\(name)")
    return "\(path)/\(name)"
  }
}
