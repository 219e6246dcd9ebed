package import SinewSignal

/// Channels that were sampled together, with all that a file says about them: what a writer of any
/// format is told before the first row.
package struct SampledTable: Sendable {
  /// One value of a row.
  package struct Channel: Sendable {
    /// As the driver calls it: `ch1`, `ax_g`.
    package var name: String
    package var unit: SignalUnit
    /// One step of the converter in `unit`; 0 where not known.
    package var resolution = 0.0
    /// What the electrode lies on, or where the sensor sits.
    package var muscle: String?
    /// `left` or `right`.
    package var side: String?
    /// Least and greatest value of the table; both 0 where it has none.
    package var lowest = 0.0
    package var highest = 0.0
    /// Rows without a value of this channel.
    package var missing = 0
    /// Values are whole multiples of `resolution`, so that counts can be kept as they are.
    package var isOnSteps = false

    package init(_ name: String, _ unit: SignalUnit, resolution: Double = 0) {
      self.name = name
      self.unit = unit
      self.resolution = resolution
    }
  }

  /// Short name: `emg`, `motion`.
  package var name: String
  package var kind: StreamKind
  /// Name of the sensor, and its family.
  package var device = ""
  package var model = ""
  package var channels: [Channel]
  /// Rows a second as the maker says.
  package var nominalRateHz: Double?
  /// What was done to the values before they were written, in words.
  package var filters = "none"
  package var clock = ClockQuality()
  package var rows = 0

  package init(name: String, kind: StreamKind, channels: [Channel]) {
    self.name = name
    self.kind = kind
    self.channels = channels
  }
}

/// How well the times of a table are known.
package struct ClockQuality: Sendable, Hashable {
  /// Rows a second by the host's clock.
  package var rateHz = 0.0
  /// Seconds of the first and the last row, since the start of the recording.
  package var first = 0.0
  package var last = 0.0
  /// Root mean square distance of the times from an even grid, milliseconds.
  package var scatterMs = 0.0
  /// Samples known to be missing, and the gaps they are missing in.
  package var lost = 0
  package var gaps = 0

  package init() {}

  /// How much faster than its nominal rate the device's clock runs, parts per million.
  package func skewPPM(nominal: Double?) -> Double? {
    guard let nominal, nominal > 0, rateHz > 0 else { return nil }
    return (rateHz / nominal - 1) * 1e6
  }
}

/// One row of a table.
package struct SampledRow: Sendable {
  /// Seconds since the start of the recording.
  package var seconds = 0.0
  /// Rows missing just before it; 0 where nobody can tell.
  package var lostBefore = 0
  /// The device began anew: what was counted before is void.
  package var isRestarted = false
  /// In the order of the table's channels; not-a-number is a slot without a sample.
  package var values: [Float] = []

  package init() {}
}

/// Something that happened in a recording.
package struct TimedNote: Sendable, Hashable {
  /// Seconds since the start of the recording.
  package var onset: Double
  /// Nil for an instant.
  package var duration: Double?
  /// `rep`, `phase`, `onset`, `offset`, `cue`, `mark`, `gap`, `clock`.
  package var kind: String
  /// One line for people and programs.
  package var text: String

  package init(onset: Double, duration: Double? = nil, kind: String, text: String) {
    self.onset = onset
    self.duration = duration
    self.kind = kind
    self.text = text
  }
}

/// What is known about a recording as a whole.
package struct RecordingFacts: Sendable {
  /// Seconds of UTC since 1970 at second 0 of the recording; nil where nobody knows.
  package var startUTC: Double?
  /// Whether the machine had been told the time; nil where nobody knows.
  package var isSynchronised: Bool?
  /// CLOCK_MONOTONIC at second 0; nil where nobody knows.
  package var startMonotonic: Double?
  /// Pseudonymous id.
  package var athlete: String?
  package var consent: String?
  package var licence: String?
  package var version = ""
  /// In the order of their onset.
  package var notes: [TimedNote] = []

  package init() {}

  /// `synchronised`, `unsynchronised` or `unknown`: how far the time of day can be believed.
  package var utcWord: String {
    guard startUTC != nil, let isSynchronised else { return "unknown" }
    return isSynchronised ? "synchronised" : "unsynchronised"
  }
}
