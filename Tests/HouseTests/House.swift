import Foundation

/// The checkout as text: what the house's own rules are checked against.
enum House {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file below `Sources`, with its room.
  static func sources() throws -> [(room: String, file: String, text: String)] {
    let sources = root.appendingPathComponent("Sources")
    var found: [(String, String, String)] = []
    for room in try FileManager.default.contentsOfDirectory(atPath: sources.path).sorted() {
      let folder = sources.appendingPathComponent(room)
      guard let walk = FileManager.default.enumerator(atPath: folder.path) else { continue }
      for case let name as String in walk where name.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        found.append((room, "\(room)/\(name)", text))
      }
    }
    return found
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
}
