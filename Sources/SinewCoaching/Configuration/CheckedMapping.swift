/// A mapping that remembers which keys were asked for, so that `finish` can refuse the rest.
///
///     var map = try node.mapping()
///     let rate = try map.required("rate_hz").double(in: 1...10_000)
///     let text = try map.optional("lang")?.string() ?? "en"
///     try map.finish()
package struct CheckedMapping {
  /// The value that is this mapping.
  package let owner: CheckedNode
  private let entries: [CheckedEntry]
  private var asked: [String] = []

  init(owner: CheckedNode, entries: [CheckedEntry]) {
    self.owner = owner
    self.entries = entries
  }

  /// The value of `key`; a complaint that names the nearest written key when it is missing.
  package mutating func required(_ key: String) throws(ConfigurationError) -> CheckedNode {
    if let value = optional(key) { return value }
    let written = entries.map(\.key).filter { !asked.contains($0) }
    let nearest = NearestName.find(key, among: written)
    let hint = nearest.map { "; is '\($0)' a slip of the pen?" } ?? ""
    throw owner.fault("needs '\(key)'\(hint)")
  }

  /// The value of `key`; nil when it is missing or null.
  package mutating func optional(_ key: String) -> CheckedNode? {
    asked.append(key)
    guard let entry = entries.first(where: { $0.key == key }), !entry.value.isNull else {
      return nil
    }
    return entry.value
  }

  /// One complaint for each key that nobody asked for, with the nearest key that is known.
  package var unknownKeys: [ConfigurationError] {
    entries.filter { !asked.contains($0.key) }.map { entry in
      let place = owner.path.isEmpty ? "" : " in '\(owner.path)'"
      return ConfigurationError(
        file: owner.file, line: entry.line,
        message: "unknown key '\(entry.key)'\(place)" + NearestName.hint(entry.key, among: asked))
    }
  }

  /// Refuses the first key that nobody asked for; call it after the last question.
  package func finish() throws(ConfigurationError) {
    if let first = unknownKeys.first { throw first }
  }
}

/// One key of a mapping and its value.
package struct CheckedEntry {
  /// As it is written.
  package let key: String
  /// The line of the key, from 1.
  package let line: Int
  /// What stands under it.
  package let value: CheckedNode
}
