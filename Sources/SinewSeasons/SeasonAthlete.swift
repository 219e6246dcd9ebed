package import SinewCoaching
package import SinewFeedback
internal import SinewSignal

/// A simulated athlete who trains in findings: hears the words and the focus of cues, sees how much
/// is shown, follows the plan, and knows nothing else of the coach.
package struct SeasonAthlete: Sendable {
  package let traits: AthleteTraits
  private var noise: SeasonNoise
  /// Sessions trained, and those whose plan isolated the glutes.
  private var sessions = 0
  private var isolated = 0
  /// Of this day: by muscle and side, and for all.
  private var ofDay: [String: Double] = [:]
  private var ofAll = 1.0
  /// Milliseconds by which muscles come in earlier or later today.
  private var onsetOfDay: [String: Double] = [:]
  private var nextID: UInt32 = 1

  package init(_ traits: AthleteTraits, seed: UInt64) {
    self.traits = traits
    noise = SeasonNoise(seed: seed)
  }

  /// A day begins: electrodes sit a little elsewhere.
  ///
  /// - Parameter isolatesGlutes: The plan of the day holds a bridge, box squat or paused deadlift.
  package mutating func beginSession(isolatesGlutes: Bool) {
    sessions += 1
    if isolatesGlutes { isolated += 1 }
    ofAll = noise.factor(AthleteTraits.dayScatterOfAll)
    ofDay = [:]
    onsetOfDay = [:]
  }

  /// Trains a set and gives all that the coach said, its end included.
  ///
  /// - Parameters:
  ///   - coach: Set up for the exercise, load and focus.
  ///   - intensity: The load as a fraction of the maximum.
  ///   - start: When the first repetition begins, seconds.
  package mutating func train(
    _ coach: inout Coach, repetitions: Int, intensity: Double, at start: Double
  ) -> (said: [FeedbackMessage], end: Double) {
    let setup = coach.setup
    var said = coach.startSet(at: MonotonicTime(seconds: start), by: .plan)
    var isHidden = said.hidesFeedback ?? false
    var isMended = false
    var now = start + 2
    let form = noise.factor(AthleteTraits.setScatter)
    for number in 0..<repetitions {
      let progress = Double(number) / 7
      let repetition = repetition(
        setup, at: now, form: form, progress: progress, intensity: intensity, isHidden: isHidden,
        isMended: isMended)
      if setup.exercise?.id == Self.withEnvelope { show(repetition, setup, to: &coach) }
      let response = coach.observe(.repetition(repetition))
      let messages = response.opening + response.following
      if let hides = messages.hidesFeedback { isHidden = hides }
      for case .cue(let cue) in messages.map(\.body) where hears(cue) { isMended = true }
      said += messages
      now = repetition.end.seconds + max(0, setup.tempo?.contracted ?? 0) + 0.2
    }
    said += coach.endSet(why: .coach, at: MonotonicTime(seconds: now + 2))
    return (said, now + 2)
  }

  /// Words about the glutes, the hips or the chest-like targets, to somebody who listens.
  private func hears(_ cue: Cue) -> Bool {
    let text = cue.text.lowercased()
    let words = ["hips", "glute", "back", "floor", "walnut", "elbow", "shoulder", "down", "slow"]
    return traits.heedsCues && words.contains { text.contains($0) }
  }

  private mutating func repetition(
    _ setup: StationSetup, at start: Double, form: Double, progress: Double, intensity: Double,
    isHidden: Bool, isMended: Bool
  ) -> Repetition {
    let tempo = setup.tempo ?? Tempo(eccentric: 2, stretched: 0, concentric: 1, contracted: 0)
    let fromTop = setup.exercise?.firstPhase == .eccentric
    let hurry = isMended ? 0 : traits.hurry + (isHidden ? traits.hiddenHurry : 0)
    let eccentric = seconds(tempo.eccentric, hurry)
    let concentric = seconds(max(1, tempo.concentric), hurry) * pace(setup.focus, progress)
    let turn = seconds(fromTop ? tempo.stretched : tempo.contracted, hurry)
    var repetition = Repetition(station: 0, id: nextID)
    nextID += 1
    repetition.start = MonotonicTime(seconds: start)
    repetition.outEnd = repetition.start.advanced(bySeconds: fromTop ? eccentric : concentric)
    repetition.backStart = repetition.outEnd.advanced(bySeconds: turn)
    repetition.end = repetition.backStart.advanced(
      bySeconds: fromTop ? concentric : eccentric)
    repetition.decidedTime = repetition.end.advanced(bySeconds: 0.25)
    repetition.firstPhase = fromTop ? .eccentric : .concentric
    repetition.range = Float(90 * noise.factor(0.03))
    repetition.outSpeed = repetition.range / Float(fromTop ? eccentric : concentric)
    repetition.backSpeed = repetition.range / Float(fromTop ? concentric : eccentric)
    let effort = form * ofAll * noise.factor(AthleteTraits.setScatter)
    for muscle in setup.muscles {
      let level =
        effort * level(muscle, setup, progress, intensity, isHidden: isHidden, isMended: isMended)
        * noise.factor(AthleteTraits.repetitionScatter)
      let value = Float(100 * level)
      repetition.slots |= 1 << UInt16(muscle.slot)
      repetition.outRMS[muscle.slot] = fromTop ? 0.6 * value : value
      repetition.backRMS[muscle.slot] = fromTop ? value : 0.6 * value
      repetition.peakRMS[muscle.slot] = 1.4 * value
    }
    return repetition
  }

  /// A phase of so many seconds as it is done; a pause of none is a turning point.
  private mutating func seconds(_ asked: Double, _ hurry: Double) -> Double {
    guard asked > 0 else { return 0.15 + 0.1 * noise.uniform() }
    let short = min(hurry, asked / 2)
    return max(0.3, asked - short + traits.phaseScatter * noise.normal())
  }

  /// Fatigue and attention on the muscle slow the way up.
  private func pace(_ focus: Focus?, _ progress: Double) -> Double {
    (1 + traits.fading * progress) * (focus == .internal ? 1 + traits.focusCost : 1)
  }

  private mutating func level(
    _ muscle: MuscleSlot, _ setup: StationSetup, _ progress: Double, _ intensity: Double,
    isHidden: Bool, isMended: Bool
  ) -> Double {
    var level = (traits.levels[muscle.muscle] ?? 0.25) * dayFactor(muscle)
    switch muscle.role {
    case .target:
      level *= 1 + traits.gain * Double(sessions)
      if muscle.muscle == "gluteus_maximus" { level *= 1 + traits.blockGain * Double(isolated) }
      if setup.focus != nil { level *= 1 + traits.instructionEffect }
      if setup.focus == .internal { level *= 1 + focus(setup, progress, intensity) }
      if isHidden { level *= traits.kept }
      if isMended { level *= 1.25 }
      if muscle.side == .left { level *= traits.left }
    case .compensator: level *= 1 + traits.cheating * progress
    case .other: break
    }
    return level
  }

  /// The effect fades to none between 60 and 80 % of the maximum, is none where the concentric
  /// phase is explosive, and gone by the last third of a set to failure (science 5).
  private func focus(_ setup: StationSetup, _ progress: Double, _ intensity: Double) -> Double {
    if setup.tempo?.isExplosive == true { return 0 }
    let byLoad = min(1, max(0, (0.8 - intensity) / 0.2))
    let byFatigue = traits.fading > 0.3 ? min(1, max(0, (1 - progress) / 0.67)) : 1
    return traits.focusEffect * byLoad * byFatigue
  }

  /// By how much a muscle comes in later today, milliseconds.
  mutating func onset(of muscle: String) -> Double {
    if let known = onsetOfDay[muscle] { return known }
    let value = AthleteTraits.onsetScatterOfDays * noise.normal()
    onsetOfDay[muscle] = value
    return value
  }

  /// Sessions before the present one.
  var sessionsBefore: Int { sessions - 1 }

  /// A random number of mean 0 and deviation 1.
  mutating func normal() -> Double { noise.normal() }

  private mutating func dayFactor(_ muscle: MuscleSlot) -> Double {
    let key = muscle.muscle + (muscle.side?.rawValue ?? "")
    if let known = ofDay[key] { return known }
    let factor = noise.factor(AthleteTraits.dayScatterOfMuscle)
    ofDay[key] = factor
    return factor
  }
}

extension [FeedbackMessage] {
  /// Whether the last word about it hides how well it goes; nil where nothing was said.
  var hidesFeedback: Bool? {
    compactMap { message -> Bool? in
      guard case .feedback(let feedback) = message.body else { return nil }
      return feedback.show == .none
    }.last
  }
}
