internal import SinewSignal

/// Where in a repetition the target shortens, and the pauses beside it.
struct ConcentricSpan: Sendable {
  let start: MonotonicTime
  let end: MonotonicTime
  /// The pause in the stretched position, where it lies inside the repetition.
  let bottom: (start: MonotonicTime, end: MonotonicTime)?
  /// Seconds of the pause in the contracted position; nil where it lies after the repetition.
  private let topInside: Double?

  /// nil while nobody knows which direction is which.
  init?(_ repetition: Repetition) {
    switch repetition.firstPhase {
    case .concentric:
      (start, end) = (repetition.start, repetition.outEnd)
      bottom = nil
      topInside = max(0, repetition.backStart.seconds(since: repetition.outEnd))
    case .eccentric:
      (start, end) = (repetition.backStart, repetition.end)
      bottom = (repetition.outEnd, repetition.backStart)
      topInside = nil
    default: return nil
    }
    guard start < end else { return nil }
  }

  /// Seconds of the pause in the contracted position; where it lies after the repetition and the
  /// next one hasn't begun, none: what follows could be the way back.
  func top(pauseAfter: Double?, tempo: Tempo?) -> Double {
    if let topInside { return topInside }
    // Between two repetitions people also rest: no more than was asked for is the top.
    let asked = max(tempo?.contracted ?? 0, EnvelopeNumbers.peakReach)
    return min(pauseAfter ?? 0, asked)
  }
}
