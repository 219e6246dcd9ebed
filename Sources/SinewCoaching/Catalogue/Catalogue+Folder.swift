internal import FoundationEssentials

extension Catalogue {
  /// Takes every `*.yaml` of a folder, in alphabetical order: additions, and overrides of what is
  /// known by the same id. A folder that doesn't exist adds nothing.
  ///
  /// - Returns: One error for each file that could not be taken; the others are in.
  package mutating func add(folder: String) -> [ConfigurationError] {
    let files = FileManager.default
    guard files.fileExists(atPath: folder) else { return [] }
    let names: [String]
    do {
      names = try files.contentsOfDirectory(atPath: folder)
    } catch {
      return [
        ConfigurationError(file: folder, line: 0, message: "the folder can't be read: \(error)")
      ]
    }
    var errors: [ConfigurationError] = []
    for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
      do throws(ConfigurationError) {
        let path = folder + "/" + name
        try add(try Self.text(of: path), file: path)
      } catch {
        errors.append(error)
      }
    }
    return errors
  }

  private static func text(of path: String) throws(ConfigurationError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw ConfigurationError(
        file: path, line: 0, message: "the file can't be read as UTF-8 text: \(error)")
    }
  }
}
