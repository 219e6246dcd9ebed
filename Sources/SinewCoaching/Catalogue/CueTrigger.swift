/// One measurable condition: a metric with what it is taken of, and the limit it must pass.
package struct CueTrigger: Sendable, Hashable {
  /// What is looked at.
  package let metric: CueMetric
  /// The muscle the metric is taken of.
  package let muscle: String?
  /// The muscle it is compared with.
  package let other: String?
  /// The phase it is taken in.
  package let phase: TempoPhase?
  /// The IMU it is taken from.
  package let place: IMUPlace?
  /// The IMU it is compared with.
  package let otherPlace: IMUPlace?
  /// What calls for the cue.
  package let limit: Limit

  /// True where repetitions carry the metric today. A cue with other triggers alone is part of the
  /// catalogue and stays silent.
  package var isMeasured: Bool { metric.missing == nil }

  /// For people who look after the catalogue: `activation_ratio deltoid_anterior / biceps > 0.5`.
  package var text: String {
    var words = [metric.rawValue]
    words += [muscle, other.map { "/ \($0)" }].compactMap(\.self)
    words += [place?.rawValue, otherPlace.map { "/ \($0.rawValue)" }].compactMap(\.self)
    if let phase { words.append("in \(phase.rawValue)") }
    switch limit {
    case .above(let threshold): words.append("> \(threshold)")
    case .below(let threshold): words.append("< \(threshold)")
    }
    return words.joined(separator: " ")
  }

  /// The side of the threshold that calls for the cue.
  package enum Limit: Sendable, Hashable {
    case above(Double)
    case below(Double)

    /// The number itself, in the unit of the metric.
    package var threshold: Double {
      switch self {
      case .above(let value), .below(let value): value
      }
    }

    /// True when `value` calls for the cue.
    package func isPassed(by value: Double) -> Bool {
      switch self {
      case .above(let threshold): value > threshold
      case .below(let threshold): value < threshold
      }
    }

    /// How far `value` is past the threshold, negative while it is on the good side.
    package func excess(of value: Double) -> Double {
      switch self {
      case .above(let threshold): value - threshold
      case .below(let threshold): threshold - value
      }
    }
  }

  package init(
    metric: CueMetric, muscle: String? = nil, other: String? = nil, phase: TempoPhase? = nil,
    place: IMUPlace? = nil, otherPlace: IMUPlace? = nil, limit: Limit
  ) {
    self.metric = metric
    self.muscle = muscle
    self.other = other
    self.phase = phase
    self.place = place
    self.otherPlace = otherPlace
    self.limit = limit
  }
}
