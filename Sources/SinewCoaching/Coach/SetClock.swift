internal import SinewSignal

/// Tells when a set is over: nothing has moved for the time-out.
///
/// Only real movement counts. That the rhythm broke off says nothing (rest-pause): the time-out
/// does. While a phase lasts it is movement, however slow.
struct SetClock: Sendable {
  /// No repetition lasts longer (science 3.3), seconds. A phase that is open for longer is no
  /// phase, and phases without a repetition for so long are fidgeting.
  static let longestRepetition = 20.0

  let timeout: Double
  private var lastMovement: MonotonicTime?
  private var lastRepetition: MonotonicTime?
  private var openPhase: MonotonicTime?

  init(timeout: Double) { self.timeout = timeout }

  /// The instant at which the set is over unless something moves before; nil before anything did.
  var deadline: MonotonicTime? {
    guard let lastMovement else { return nil }
    var deadline = lastMovement.advanced(bySeconds: timeout)
    if let openPhase {
      deadline = max(deadline, openPhase.advanced(bySeconds: Self.longestRepetition))
    }
    guard let lastRepetition else { return deadline }
    return min(deadline, lastRepetition.advanced(bySeconds: Self.longestRepetition + timeout))
  }

  mutating func noteRepetition(_ repetition: Repetition) {
    moved(at: repetition.end)
    lastRepetition = max(lastRepetition ?? repetition.end, repetition.end)
    if let open = openPhase, open < repetition.end { openPhase = nil }
  }

  /// The set goes on after it was over.
  mutating func noteResumed(at time: MonotonicTime) {
    moved(at: time)
    openPhase = nil
    lastRepetition = nil
  }

  /// A muscle is held tense: what goes on, though nothing moves.
  mutating func noteHold(at time: MonotonicTime) {
    moved(at: time)
    openPhase = nil
  }

  mutating func notePhase(_ change: PhaseChange) {
    moved(at: change.signalTime)
    openPhase = change.phase.isMoving ? change.signalTime : nil
  }

  /// The movement that was going on came to rest; nothing else follows from it.
  mutating func noteMovementEnd(_ end: MovementEnd) {
    if openPhase != nil { moved(at: end.signalTime) }
    openPhase = nil
  }

  private mutating func moved(at time: MonotonicTime) {
    lastMovement = max(lastMovement ?? time, time)
  }
}

extension MovementPhase {
  /// False for the pauses.
  var isMoving: Bool {
    switch self {
    case .eccentric, .concentric, .out, .back: true
    case .stretched, .contracted, .outPause, .backPause: false
    }
  }
}
