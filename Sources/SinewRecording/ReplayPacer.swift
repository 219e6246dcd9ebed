package import SinewSignal

/// Turns the times of a recording into times to act. A value without a clock: the caller reads the
/// clock and waits.
package struct ReplayPacer: Sendable {
  /// How fast a recording is played.
  package enum Pace: Sendable, Hashable {
    /// So many recorded seconds a second; 1 is real time. Not finite or not above zero counts as 1.
    case times(Double)
    /// Without waiting.
    case asFastAsItGoes
  }

  private let start: MonotonicTime
  /// Seconds to wait for each recorded second; 0 without waiting.
  private let stretch: Double
  private var latest: MonotonicTime

  /// Recorded time zero is played at `start`.
  package init(start: MonotonicTime, pace: Pace = .times(1)) {
    self.start = start
    latest = start
    switch pace {
    case .asFastAsItGoes: stretch = 0
    case .times(let speed): stretch = speed.isFinite && speed > 0 ? min(1 / speed, 1e6) : 1
    }
  }

  /// When to play what was recorded at `recorded`: never before what was asked for earlier, so that
  /// a recording whose times go backwards keeps its order.
  package mutating func due(_ recorded: MonotonicTime) -> MonotonicTime {
    let wanted = start.advanced(bySeconds: recorded.seconds * stretch)
    if wanted > latest { latest = wanted }
    return latest
  }
}
