import FoundationEssentials

/// A new id for every run of the daemon: to a client a new one means, forget everything.
enum BootID {
  static func make() -> String { UUID().uuidString.lowercased() }
}
