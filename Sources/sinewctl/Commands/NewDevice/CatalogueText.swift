/// `Catalog.swift` as text: its families by id, and room for one more.
struct CatalogueText {
  private let lines: [Substring]
  /// The families' lines, by number, with their ids, in the order of the file.
  private var entries: [(line: Int, id: String)] = []

  var ids: [String] { entries.map(\.id) }

  /// Reads the catalogue; `sources` are the files in which its types are declared.
  init(_ text: String, sources: [String]) throws(DeviceName.Refusal) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let word = line.drop { $0 == " " }
      guard word.hasSuffix(".self,"), !word.contains(" ") else { continue }
      let type = word.dropLast(".self,".count)
      guard let id = Self.id(of: type, in: sources) else {
        throw DeviceName.Refusal(
          description: "the catalogue names \(type), whose driver can't be found: mend that first")
      }
      entries.append((index, id))
    }
    guard !entries.isEmpty else {
      throw DeviceName.Refusal(
        description: "the catalogue has no lines such as `OpenBCICyton.self,`: is this the"
          + " checkout?")
    }
  }

  /// The text with a line for `name` at its place in the alphabet of ids.
  func adding(_ name: DeviceName) -> String {
    let after = entries.last { $0.id < name.id }?.line
    let place = after.map { $0 + 1 } ?? entries[0].line
    var all = lines
    all.insert("  \(name.type).self,", at: place)
    return all.joined(separator: "\n")
  }

  /// The id in the profile of a driver.
  private static func id(of type: Substring, in sources: [String]) -> String? {
    for text in sources where text.contains("struct \(type): DeviceDriver") {
      guard let profile = text.firstRange(of: "DeviceProfile("),
        let start = text[profile.upperBound...].firstRange(of: "id: \"")
      else { continue }
      return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
    return nil
  }
}
