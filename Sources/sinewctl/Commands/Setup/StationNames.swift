import FoundationEssentials
import SinewCoaching

/// The stations that a configuration names, so that none is made twice.
enum StationNames {
  /// Of a file and the `conf.d` folder beside it, in order; files that can't be read count as empty,
  /// since the daemon's own check comes later and says what is wrong with them.
  static func read(_ configuration: String) -> [String] {
    let folder = dropIns(configuration)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files =
      [configuration] + names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
    var stations: [String] = []
    for file in files {
      guard let data = FileManager.default.contents(atPath: file),
        let text = String(data: data, encoding: .utf8),
        let root = try? CheckedNode(parsing: text, file: file), var map = try? root.mapping(),
        let entries = try? map.optional("stations")?.entries()
      else { continue }
      for entry in entries where !stations.contains(entry.key) { stations.append(entry.key) }
    }
    return stations
  }

  /// The folder whose files are read after a configuration.
  static func dropIns(_ configuration: String) -> String {
    let folder = configuration.split(separator: "/").dropLast().joined(separator: "/")
    return (configuration.hasPrefix("/") ? "/" : "") + (folder.isEmpty ? "" : folder + "/")
      + "conf.d"
  }
}
