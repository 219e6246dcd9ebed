import FoundationEssentials

/// The files of a new family, checked against the checkout before any is written.
struct NewDevicePlan {
  /// Paths below the checkout with their whole new text.
  let files: [(path: String, text: String)]

  private static let catalogue = "Sources/SinewDevices/Catalog.swift"

  init(_ name: DeviceName, root: String) throws(DeviceName.Refusal) {
    guard let present = Self.text("\(root)/\(Self.catalogue)") else {
      throw DeviceName.Refusal(
        description: "\(root)/\(Self.catalogue) can't be read: name the checkout with --root")
    }
    let sources = Self.sources("\(root)/Sources/SinewDevices")
    let families = try CatalogueText(present, sources: sources)
    if families.ids.contains(name.id) {
      throw DeviceName.Refusal(
        description: "\(name.id) is in the catalogue already: extend its driver instead")
    }
    let shared = sources + Self.sources("\(root)/Sources/SinewSignal")
    if shared.contains(where: { Self.declares(name.type, $0) }) {
      throw DeviceName.Refusal(
        description: "a type \(name.type) exists already: choose another id than \(name.id)")
    }
    let new = [
      ("Sources/SinewDevices/\(name.type).swift", DeviceTemplate.driver(name)),
      ("Tests/SinewDevicesTests/\(name.type)Tests.swift", DeviceTemplate.test(name)),
      ("Tests/SinewDevicesTests/Recordings/\(name.id).session", DeviceTemplate.recording(name)),
    ]
    for (path, _) in new where FileManager.default.fileExists(atPath: "\(root)/\(path)") {
      throw DeviceName.Refusal(
        description: "\(path) exists already: remove it or choose another id")
    }
    files = new + [(Self.catalogue, families.adding(name))]
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).flatMap { String(data: $0, encoding: .utf8) }
  }

  /// The text of every Swift file below a folder.
  private static func sources(_ folder: String) -> [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { text("\(folder)/\($0)") }
  }

  /// True where the text declares a type of this name.
  private static func declares(_ type: String, _ text: String) -> Bool {
    ["struct", "enum", "class", "protocol", "typealias", "actor"].contains { word in
      text.split(separator: "\n").contains { line in
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return zip(words, words.dropFirst()).contains { $0 == word && $1 == type }
      }
    }
  }
}
