/// What the engine found in the samples: values of fixed size that cross from the hot rooms to the
/// cold ones through a ring. Everything about people (names, sets, targets, cues) is added there.
package enum Finding: BitwiseCopyable, Sendable {
  case activation(ActivationTick)
  case onset(MuscleEvent)
  case offset(MuscleEvent)
  case phase(PhaseChange)
  case repetition(Repetition)
  case repetitionRevised(RepetitionRevision)
  case movementEnded(MovementEnd)
  case quality(QualityChange)
  case clock(ClockReport)
}

extension Finding {
  /// The station it is about; nil for a clock, which belongs to a device.
  package var station: UInt16? {
    switch self {
    case .activation(let tick): tick.station
    case .onset(let event), .offset(let event): event.station
    case .phase(let change): change.station
    case .repetition(let repetition): repetition.station
    case .repetitionRevised(let revision): revision.station
    case .movementEnded(let end): end.station
    case .quality(let change): change.station
    case .clock: nil
    }
  }

  /// The newest sample that was needed to tell; nil for a clock.
  package var decidedTime: MonotonicTime? {
    switch self {
    case .activation(let tick): tick.decidedTime
    case .onset(let event), .offset(let event): event.decidedTime
    case .phase(let change): change.decidedTime
    case .repetition(let repetition): repetition.decidedTime
    case .repetitionRevised(let revision): revision.decidedTime
    case .movementEnded(let end): end.decidedTime
    case .quality(let change): change.decidedTime
    case .clock: nil
    }
  }
}
