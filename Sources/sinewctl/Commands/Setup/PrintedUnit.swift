import SinewSignal

/// A unit that a board prints in a label (`emg_uV`, `acc [g]`) or behind a value (Teleplot), as one
/// that the engine reads.
struct PrintedUnit {
  let unit: SignalUnit
  /// Factor from the printed number to `unit`.
  let scale: Float

  /// Nil where nothing is printed that is known: the numbers are then counts, never a guess.
  init?(label: String, unit: String?) {
    guard let word = unit ?? Self.suffix(label), let known = Self.known[word.lowercased()] else {
      return nil
    }
    (self.unit, scale) = known
  }

  private static let known: [String: (SignalUnit, Float)] = [
    "uv": (.microvolts, 1), "µv": (.microvolts, 1), "μv": (.microvolts, 1),
    "mv": (.microvolts, 1000), "v": (.microvolts, 1_000_000),
    "g": (.gravities, 1), "mg": (.gravities, 0.001),
    "m/s2": (.gravities, 1 / 9.80665), "m/s^2": (.gravities, 1 / 9.80665),
    "m/s²": (.gravities, 1 / 9.80665), "ms2": (.gravities, 1 / 9.80665),
    "dps": (.degreesPerSecond, 1), "deg/s": (.degreesPerSecond, 1), "°/s": (.degreesPerSecond, 1),
    "rad/s": (.degreesPerSecond, 57.29578), "rads": (.degreesPerSecond, 57.29578),
  ]

  /// What stands in brackets at the end of a label, or behind its last underscore.
  private static func suffix(_ label: String) -> String? {
    if let last = label.last, last == ")" || last == "]",
      let open = label.lastIndex(where: { $0 == "(" || $0 == "[" })
    {
      return String(label[label.index(after: open)...].dropLast())
    }
    return label.lastIndex(of: "_").map { String(label[label.index(after: $0)...]) }
  }
}
