/// Where things go on the broker. Docs/ManyGyms.md has the table.
package struct Topics: Sendable, Equatable {
  private let base: String

  /// - Parameter root: one or more levels before the gym's.
  package init(root: String, gym: String) { base = "\(root)/\(Self.level(gym))" }

  /// A line as it happens.
  package func live(station: String, kind: String) -> String {
    "\(base)/live/\(Self.level(station))/\(Self.level(kind))"
  }

  /// A line that waited out an outage: apart, so that a gauge does not jump back in time.
  package func late(station: String, kind: String) -> String {
    "\(base)/late/\(Self.level(station))/\(Self.level(kind))"
  }

  /// The state of a station; retained.
  package func station(_ name: String) -> String { "\(base)/station/\(Self.level(name))" }

  /// The state of a device; retained.
  package func device(_ name: String) -> String { "\(base)/device/\(Self.level(name))" }

  /// The state of the bridge itself; retained, and the last will.
  package var bridge: String { "\(base)/bridge" }

  /// A name as one level: what MQTT takes for its own (`/`, `+`, `#`) or forbids is written as
  /// percent and two digits, byte by byte, so that two names never meet. An empty one is `-`.
  package static func level(_ name: String) -> String {
    if name.isEmpty { return "-" }
    let isPlain = name.utf8.allSatisfy { byte in
      byte > 0x20 && byte < 0x7F && !"/+#%".utf8.contains(byte)
    }
    if isPlain { return name }
    var level = ""
    for scalar in name.unicodeScalars {
      let isTaken =
        scalar.isASCII
        ? scalar.value > 0x20 && scalar.value < 0x7F && !"/+#%".unicodeScalars.contains(scalar)
        : scalar.properties.isAlphabetic
      if isTaken {
        level.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 {
          level += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      }
    }
    return level
  }

  /// Whether a text can stand before the gym's level.
  package static func isRoot(_ text: String) -> Bool {
    let levels = text.split(separator: "/", omittingEmptySubsequences: false)
    return text.utf8.count <= 200 && !text.hasPrefix("$")
      && levels.allSatisfy { !$0.isEmpty && level(String($0)) == $0 }
  }
}
