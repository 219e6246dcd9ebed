internal import SinewCoaching
internal import SinewFeedback
internal import SinewSignal

/// What levels tell of the order in which muscles come in: for the one exercise that asks for it,
/// since twenty levels a second make a season long.
extension SeasonAthlete {
  /// The exercise whose levels are simulated.
  package static let withEnvelope = "prone_hip_extension"

  /// Seconds between two levels.
  private static let step = 0.05
  /// Seconds before a repetition from which its levels are told, and in which a muscle rises.
  private static let lead = 1.2
  private static let rise = 0.25

  /// Tells the coach the levels of a repetition before the repetition itself.
  mutating func show(_ repetition: Repetition, _ setup: StationSetup, to coach: inout Coach) {
    guard repetition.firstPhase == .concentric else { return }
    let start = repetition.start.seconds
    let moments = setup.muscles.map { (slot: $0.slot, seconds: moment($0)) }
    let first = Int(((start - Self.lead) / Self.step).rounded(.up))
    let last = Int(((repetition.end.seconds + 0.1) / Self.step).rounded(.down))
    for index in first...max(first, last) {
      let time = Self.step * Double(index)
      var tick = ActivationTick(station: 0, bank: 0, lanes: 0xFF)
      tick.signalTime = MonotonicTime(seconds: time)
      tick.decidedTime = tick.signalTime.advanced(bySeconds: 0.038)
      for moment in moments {
        let top = 0.9 * Double(repetition.outRMS[moment.slot])
        let part = (time - start - moment.seconds) / Self.rise + 0.5
        tick.levels[moment.slot] = Float(max(2, top * min(1, max(0, part))))
      }
      coach.note(tick)
    }
  }

  /// When half of the rise is reached, seconds after the movement began.
  private mutating func moment(_ muscle: MuscleSlot) -> Double {
    let usual = AthleteTraits.onsets[muscle.muscle] ?? 0
    let ofDay = onset(of: muscle.muscle)
    let isLate = muscle.muscle == "gluteus_maximus" && sessionsBefore >= traits.lateFrom
    let now = usual + ofDay + (isLate ? traits.lateMs : 0)
    return (now + AthleteTraits.onsetScatter * normal()) / 1000
  }
}
