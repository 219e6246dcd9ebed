internal import SinewCoaching
internal import SinewFeedback
internal import SinewSignal

/// Findings become messages here and nowhere else.
struct FindingTranslation {
  let setup: StationSetup
  /// The running set, where there is one.
  let set: Int?
  /// Channel names of the slots, for `signal` messages.
  let channels: [Int: (device: String, channel: Int)]

  /// A muscle began or ceased to work.
  func moment(_ event: MuscleEvent) -> MuscleMoment? {
    guard let muscle = setup.muscle(slot: Int(event.slot)) else { return nil }
    return MuscleMoment {
      $0.muscle = muscle.muscle
      $0.side = muscle.side
      $0.uncertaintyMs = Double(event.uncertaintyMs)
      $0.tDecided = event.decidedTime.seconds
      $0.isCorrection = event.isCorrection ? true : nil
    }
  }

  func phase(_ change: PhaseChange) -> PhaseStarted {
    PhaseStarted {
      $0.phase = Phase(change.phase)
      $0.side = limb
      $0.targetS = TempoPhase(change.phase).flatMap { setup.tempo?.target($0) }
    }
  }

  func repetition(_ numbers: RepetitionNumbers, rep: Int) -> Rep {
    Rep {
      $0.rep = rep
      $0.details = numbers.details(lang: setup.lang)
      $0.details.side = limb
    }
  }

  func revision(
    _ revision: RepetitionRevision, numbers: RepetitionNumbers?, rep: Int
  ) -> RepRevised {
    RepRevised {
      $0.rep = rep
      $0.why = Self.code(revision.why)
      if revision.removed {
        $0.removed = true
      } else if let numbers {
        let details = numbers.details(lang: setup.lang)
        $0.details.tEnd = details.tEnd
        $0.details.phases = details.phases
        $0.details.tempo = details.tempo
      }
    }
  }

  func signal(_ change: QualityChange) -> SignalState {
    let muscle = setup.muscle(slot: Int(change.slot))
    let channel = channels[Int(change.slot)]
    let mend = Mend(change.flags, quality: change.quality)
    return SignalState {
      $0.device = channel?.device
      $0.channel = channel?.channel
      $0.muscle = muscle?.muscle
      $0.side = muscle?.side
      $0.quality = Quality(change.quality)
      $0.flags = change.flags.names
      $0.snrDB = change.snrDB.isFinite ? Double(change.snrDB) : nil
      $0.mendCode = mend?.rawValue
      $0.mend = mend?.sentence.text(setup.lang)
    }
  }

  /// An envelope with the station's names and both times.
  func envelope(_ signal: MonotonicTime, _ decided: MonotonicTime) -> Envelope {
    Envelope(
      tSignal: signal.seconds, tEmit: decided.seconds, station: setup.station,
      athlete: setup.athlete, set: set, exercise: setup.exercise?.id)
  }

  /// The limb that moves, where all electrodes lie on one side.
  private var limb: Side? {
    let sides = Set(setup.muscles.map(\.side))
    return sides.count == 1 ? sides.first ?? nil : nil
  }

  private static func code(_ why: RepetitionRevision.Why) -> String {
    switch why {
    case .pauseShared: "pause_shared"
    case .notALift: "not_a_lift"
    case .unloaded: "unloaded"
    }
  }
}
