/// Plays a plan through with seeded chance.
struct AthleteScriptWriter {
  /// Share of the maximum that holding the weight at the easy end takes.
  private static let hanging = 0.05

  private let profile: AthleteProfile
  var random: SeededRandom
  private(set) var script = AthleteScript()
  private var now = 0.0

  init(_ plan: AthletePlan, profile: AthleteProfile, seed: UInt64) {
    self.profile = profile
    random = SeededRandom(seed: seed, stream: 0xA7)
    for activity in plan.activities { perform(activity) }
    script.truth.end = now
  }

  private mutating func perform(_ activity: AthleteActivity) {
    switch activity {
    case .rest(let seconds): now += max(0, seconds)
    case .walk(let seconds): walk(seconds)
    case .maximalContraction(let trials, let rest): tense(trials: trials, rest: rest)
    case .set(let plan): perform(plan)
    }
  }

  /// Arm swings of 15 degrees either way, a heel strike a step.
  private mutating func walk(_ seconds: Double) {
    let end = now + max(0, seconds)
    var side = 1.0
    while now + 0.6 < end {
      let step = 0.55 * random.factor(cv: 0.05)
      script.elbow.move(now, now + step, to: side * 0.26 * random.factor(cv: 0.15))
      script.impacts.append(.init(seconds: now, gravities: 0.25 * random.factor(cv: 0.2)))
      now += step
      side = -side
    }
    script.elbow.move(now, now + 0.5, to: 0)
    now = max(end, now + 0.5)
  }

  private mutating func tense(trials: Int, rest: Double) {
    for trial in 0..<max(0, trials) {
      if trial > 0 { now += max(0, rest) }
      let start = now
      let levels = [1 - 0.08 * random.uniform(), 1 - 0.08 * random.uniform()]
      for (channel, level) in levels.enumerated() {
        effort(channel) {
          $0.ramp(start, start + 1.5, to: level)
          $0.ramp(start + 4.5, start + 4.8, to: 0)
        }
        note(channel, start, start + 4.8, peak: level, repetition: nil)
      }
      now += 4.8
    }
  }

  private mutating func perform(_ plan: AthleteSetPlan) {
    var set = AthleteTruth.Set(plan: plan)
    let isBar = plan.exercise != .bicepsCurl
    script.onBar.move(now, now + 0.01, to: isBar ? 1 : 0)
    now += 0.02
    set.pickUp = handleWeight(isBar: isBar, taking: true)
    now += 2
    let setFactor = random.factor(cv: profile.setCV)
    for number in 1...max(1, plan.repetitions) {
      set.repetitions.append(repeatOnce(plan, number: number, setFactor: setFactor))
    }
    now += 1
    set.putDown = handleWeight(isBar: isBar, taking: false)
    // Only now: a burst begins in the pause of the repetition before.
    for index in set.repetitions.indices { measure(&set.repetitions[index].phases) }
    script.truth.sets.append(set)
  }

  /// Reaches for the weight or puts it down: a half bend, a twist of the hand, a knock.
  private mutating func handleWeight(isBar: Bool, taking: Bool) -> ClosedRange<Double> {
    let (start, middle, end) = (now, now + 1, now + 2)
    if isBar {
      script.height.move(start, middle, to: 0.08)
      script.height.move(middle, end, to: 0)
    } else {
      script.elbow.move(start, middle, to: 0.6 * random.factor(cv: 0.1))
      script.elbow.move(middle, end, to: 0)
      script.roll.move(start, middle, to: 0.45)
      script.roll.move(middle, end, to: 0)
    }
    script.load.move(middle, middle + 0.3, to: taking ? 1 : 0)
    script.impacts.append(.init(seconds: middle, gravities: 0.5))
    for channel in 0...1 {
      let level = (channel == 0 ? 0.15 : 0.08) * random.factor(cv: profile.repetitionCV)
      effort(channel) {
        $0.ramp(middle - 0.1, middle, to: level)
        $0.ramp(middle + 0.7, middle + 0.9, to: taking ? Self.hanging : 0)
      }
      note(channel, middle - 0.1, middle + 0.9, peak: level, repetition: nil)
    }
    now = end
    return start...end
  }

  private mutating func repeatOnce(
    _ plan: AthleteSetPlan, number: Int, setFactor: Double
  ) -> AthleteTruth.Repetition {
    let intent = AthleteIntent(plan, repetition: number)
    let range = plan.exercise.range * intent.rangeShare * random.factor(cv: profile.rangeCV)
    var phases: [AthleteTruth.Phase] = []
    let fatigue = 1 + profile.fatiguePerRepetition * Double(number - 1)
    for phase in plan.exercise.phases {
      var seconds = intent.tempo[phase] * random.factor(cv: profile.tempoCV)
      if phase == .concentric { seconds *= fatigue }
      // Nobody turns round without a moment's dwell.
      seconds = max(seconds, random.uniform(0.06, 0.14))
      phases.append(AthleteTruth.Phase(phase: phase, start: now, end: now + seconds))
      now += seconds
    }
    move(plan.exercise, phases, range: range, shoulderDegrees: intent.shoulderDegrees)
    let level = (0.2 + 0.6 * plan.relativeLoad) * setFactor * fatigue
    let gains = [
      level * intent.targetGain, level * profile.compensatorShare * intent.compensatorGain,
    ]
    for channel in 0...1 {
      work(channel, phases, level: gains[channel] * random.factor(cv: profile.repetitionCV), number)
    }
    return AthleteTruth.Repetition(number: number, phases: phases, range: range)
  }

  private mutating func move(
    _ exercise: PracticedExercise, _ phases: [AthleteTruth.Phase], range: Double,
    shoulderDegrees: Double
  ) {
    let isBar = exercise != .bicepsCurl
    let far = isBar ? -range : range * Double.pi / 180
    for (phase, goal) in [(phases[0], far), (phases[2], 0)] {
      let ripple = 0.006 * random.gaussian()
      let waves = random.uniform() < 0.5 ? 2.0 : 3.0
      if isBar {
        script.height.move(phase.start, phase.end, to: goal, ripple: ripple, waves: waves)
      } else {
        script.elbow.move(phase.start, phase.end, to: goal, ripple: ripple, waves: waves)
        let swing = goal == 0 ? 0 : shoulderDegrees * Double.pi / 180
        script.shoulder.move(phase.start, phase.end, to: swing)
      }
    }
  }

  /// The muscle's burst: rises 50 ms before the limb moves, follows the phases, dies away after the
  /// second direction. Concentric work costs more than eccentric (science 3.6).
  private mutating func work(
    _ channel: Int, _ phases: [AthleteTruth.Phase], level: Double, _ number: Int
  ) {
    let shares: [AthletePhase: Double] = [
      .concentric: 1, .contracted: 0.8, .stretched: 0.5, .eccentric: 0.6,
    ]
    let early = 0.05 + (channel == 0 ? 0 : -0.02) + 0.01 * random.gaussian()
    let busyUntil = channel == 0 ? script.target.end : script.compensator.end
    let onset = max(phases[0].start - max(0.01, early), busyUntil)
    let rise = random.uniform(0.03, 0.10)
    let fall = random.uniform(0.05, 0.12)
    let rest = Self.hanging * (channel == 0 ? 1 : profile.compensatorShare)
    var peak = 0.0
    effort(channel) { track in
      for (index, phase) in phases.prefix(3).enumerated() {
        let goal = max(rest, level * (shares[phase.phase] ?? 0))
        let start = index == 0 ? onset : phase.start
        let ramp = index == 0 ? rise : min(0.15, phase.seconds / 3)
        track.ramp(start, start + ramp, to: goal)
        peak = max(peak, goal)
      }
      track.ramp(phases[2].end - fall, phases[2].end, to: rest)
    }
    note(channel, onset, phases[2].end, peak: peak, repetition: number)
  }

  private mutating func measure(_ phases: inout [AthleteTruth.Phase]) {
    for index in phases.indices {
      let (start, end) = (phases[index].start, phases[index].end)
      phases[index].targetMicrovolts =
        profile.target.maximumMicrovolts * script.target.rms(from: start, to: end)
      phases[index].compensatorMicrovolts =
        profile.compensator.maximumMicrovolts * script.compensator.rms(from: start, to: end)
    }
  }

  private mutating func effort(_ channel: Int, _ change: (inout EffortTrack) -> Void) {
    if channel == 0 { change(&script.target) } else { change(&script.compensator) }
  }

  private mutating func note(
    _ channel: Int, _ onset: Double, _ offset: Double, peak: Double, repetition: Int?
  ) {
    let muscle = channel == 0 ? profile.target : profile.compensator
    script.truth.bursts.append(
      AthleteTruth.Burst(
        channel: channel, onset: onset, offset: offset,
        peakMicrovolts: peak * muscle.maximumMicrovolts, repetition: repetition))
  }
}
