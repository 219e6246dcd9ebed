import FoundationEssentials

/// Other people's programs that a family's emulator and driver are checked against (`make peers`).
struct DevicePeers: Decodable, Equatable {
  /// Packages with their versions.
  let clients: [String]
  /// Why there is none.
  let reason: String?

  /// For a table: the packages, or the reason why there are none.
  var summary: String {
    clients.isEmpty ? "no peer: \(reason ?? "none is known")" : clients.joined(separator: ", ")
  }

  /// By family, from `Tests/Peers/peers.json` of a checkout; empty where that can't be read.
  static func read(root: String) -> [String: DevicePeers] {
    guard let data = FileManager.default.contents(atPath: "\(root)/Tests/Peers/peers.json") else {
      return [:]
    }
    return (try? JSONDecoder().decode([String: DevicePeers].self, from: data)) ?? [:]
  }
}
