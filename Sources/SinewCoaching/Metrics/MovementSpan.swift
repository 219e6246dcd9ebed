package import SinewSignal

/// One phase of a repetition with its two ends.
package struct MovementSpan: Sendable, Hashable {
  /// Which part of the repetition it is.
  package let phase: MovementPhase
  /// It begins.
  package let start: MonotonicTime
  /// It ends.
  package let end: MonotonicTime

  /// A pause shorter than this is a turning point (science 3.3), seconds.
  package static let shortestPause = 0.25

  /// The phases of a repetition in time order; the pause after it belongs to nobody yet.
  static func phases(of repetition: Repetition) -> [MovementSpan] {
    let (out, pause, back): (MovementPhase, MovementPhase, MovementPhase) =
      switch repetition.firstPhase {
      case .concentric: (.concentric, .contracted, .eccentric)
      case .eccentric: (.eccentric, .stretched, .concentric)
      default: (.out, .outPause, .back)
      }
    var spans = [MovementSpan(phase: out, start: repetition.start, end: repetition.outEnd)]
    if repetition.backStart.seconds(since: repetition.outEnd) >= shortestPause {
      spans.append(
        MovementSpan(phase: pause, start: repetition.outEnd, end: repetition.backStart))
    }
    spans.append(MovementSpan(phase: back, start: repetition.backStart, end: repetition.end))
    return spans
  }
}
