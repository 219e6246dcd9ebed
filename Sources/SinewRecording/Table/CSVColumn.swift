package import SinewSignal

/// A column of a table, with what the end of its name says about it.
package struct CSVColumn: Sendable, Hashable {
  package let name: String
  /// `emg`, `envelope`, `motion` (one axis of it) or `auxiliary`.
  package let kind: StreamKind
  package let unit: SignalUnit

  /// `_uV` microvolts, `_counts` raw, `rms` or `_env` already an envelope, `_g` and `_dps` motion,
  /// nothing: counts. An envelope may have its unit behind: `biceps_rms_uV`.
  package init(name: String) {
    self.name = name
    var stem = name[...]
    var unit: SignalUnit?
    for (suffix, meaning) in Self.units where stem.hasSuffix(suffix) && unit == nil {
      stem.removeLast(suffix.count)
      unit = meaning
    }
    self.unit = unit ?? .counts
    if unit == .gravities || unit == .degreesPerSecond {
      kind = .motion
    } else {
      kind = stem.hasSuffix("rms") || stem.hasSuffix("_env") ? .envelope : .emg
    }
  }

  /// A column of a format that says kind and unit apart from the name.
  init(name: String, kind: StreamKind, unit: SignalUnit) {
    self.name = name
    self.kind = kind
    self.unit = unit
  }

  private static let units: [(String, SignalUnit)] = [
    ("_uV", .microvolts), ("_counts", .counts), ("_g", .gravities), ("_dps", .degreesPerSecond),
  ]
}
