import SinewCoaching
import SinewFeedback
import SinewSignal

/// Findings and set-ups to try the coach on.
enum Bench {
  static let catalogue = Result { try Catalogue.builtIn() }

  static func exercise(_ id: String) throws -> Exercise {
    let exercise = try catalogue.get()[id]
    guard let exercise else {
      throw ConfigurationError(file: id, line: 0, message: "is not in the catalogue")
    }
    return exercise
  }

  /// A curl with biceps on slot 0 and the front shoulder on slot 1.
  static func curl(
    reference kind: ActivationReference.Kind? = .mvc, tempo: Tempo?? = nil
  ) throws -> StationSetup {
    let reference = kind.flatMap { ActivationReference(kind: $0, value: 100) }
    return StationSetup(
      station: "rack-1", athlete: "a1", exercise: try exercise("biceps_curl"), tempo: tempo,
      muscles: [
        MuscleSlot(
          slot: 0, muscle: "biceps", side: .left, role: .target, reference: reference),
        MuscleSlot(
          slot: 1, muscle: "deltoid_anterior", side: .left, role: .compensator,
          reference: reference),
      ])
  }

  static func coach(_ setup: StationSetup, firstSet: Int = 1) -> Coach {
    Coach(setup: setup, numbers: SequentialSetNumbers(startingAt: firstSet))
  }

  /// A concentric-first repetition whose numbers default to a clean curl at 3-0-1-1.
  static func repetition(
    _ id: UInt32, at start: Double, concentric: Double = 1, top: Double = 1,
    eccentric: Double = 3, biceps: Float = 60, shoulder: Float = 15,
    first: MovementPhase = .concentric, speed: Float = 60
  ) -> Repetition {
    var repetition = Repetition(station: 0, id: id)
    repetition.start = MonotonicTime(seconds: start)
    repetition.outEnd = MonotonicTime(seconds: start + concentric)
    repetition.backStart = MonotonicTime(seconds: start + concentric + top)
    repetition.end = MonotonicTime(seconds: start + concentric + top + eccentric)
    repetition.decidedTime = repetition.end.advanced(bySeconds: 0.25)
    repetition.firstPhase = first
    repetition.range = 110
    repetition.outSpeed = speed
    repetition.backSpeed = speed / 2
    repetition.slots = 0b11
    repetition.outRMS[0] = biceps
    repetition.backRMS[0] = biceps / 2
    repetition.peakRMS[0] = biceps * 1.5
    repetition.outRMS[1] = shoulder
    repetition.backRMS[1] = shoulder / 2
    repetition.peakRMS[1] = shoulder * 1.5
    return repetition
  }

  /// Repetitions one after the other, `period` seconds apart, each changed by `shape`.
  static func series(
    _ count: Int, period: Double = 6, from start: Double = 10,
    _ shape: (Int, inout Repetition) -> Void = { _, _ in }
  ) -> [Finding] {
    (1...count).map { index in
      var repetition = repetition(UInt32(index), at: start + period * Double(index - 1))
      shape(index, &repetition)
      return .repetition(repetition)
    }
  }

  /// Everything a coach says about findings, in the order in which it goes out.
  static func say(_ coach: inout Coach, _ findings: [Finding]) -> [FeedbackMessage] {
    findings.flatMap { finding in
      let response = coach.observe(finding)
      return response.opening + response.following
    }
  }
}

extension [FeedbackMessage] {
  var kinds: [String] { map(\.kind.rawValue) }

  /// Things to change; praise is none.
  var cues: [Cue] { spoken.filter { $0.cue != "praise" } }

  var praises: [Cue] { spoken.filter { $0.cue == "praise" } }

  private var spoken: [Cue] {
    compactMap { if case .cue(let cue) = $0.body { cue } else { nil } }
  }

  var outcomes: [CueOutcome] {
    compactMap { if case .cueOutcome(let outcome) = $0.body { outcome } else { nil } }
  }

  var ended: SetEnded? {
    for message in self { if case .setEnded(let ended) = message.body { return ended } }
    return nil
  }
}
