import SinewCoaching
import SinewFeedback
import Testing

/// One trigger of one cue, and the body that has the fault it is about.
struct CueScenario: CustomTestStringConvertible {
  let exercise: Exercise
  let cue: String
  let trigger: CueTrigger
  /// The cue is understood by one of these.
  let words: [String]
  private(set) var healthy: SimulatedBody
  private(set) var faulty: SimulatedBody
  private(set) var worse: SimulatedBody
  /// Needed where the fault is a change within the set.
  private(set) var faultFrom = 1
  private(set) var needsWarmUp = false

  /// Levels cost time: only where the trigger rests on them.
  var needsLevels: Bool {
    switch trigger.metric {
    case .phaseSeconds, .phaseShortfallSeconds, .shareChangePoints, .rangeRatio,
      .activationOverOwn:
      false
    case .activationRatio: trigger.phase == .contracted
    default: true
    }
  }

  /// Exercises in which some cue looks at the envelope.
  static func needsLevels(_ exercise: Exercise) -> Bool {
    exercise.cues.contains { cue in
      cue.triggers.contains { trigger in
        CueScenario(exercise, cue: cue.id, trigger, words: [])?.needsLevels == true
      }
    }
  }

  var testDescription: String { "\(exercise.id).\(cue): \(trigger.text)" }

  /// nil for triggers that a single set without history can't show.
  init?(_ exercise: Exercise, cue: String, _ trigger: CueTrigger, words: [String]) {
    guard trigger.isMeasured, ![.ratioOverOwn, .onsetDelayMs].contains(trigger.metric) else {
      return nil
    }
    self.exercise = exercise
    self.cue = cue
    self.trigger = trigger
    self.words = words
    healthy = Self.good(exercise)
    (faulty, worse) = (healthy, healthy)
    spoil()
  }

  /// Good form in this exercise as the table of exercises sees it: every pair of muscles that it
  /// compares well on the right side, order and pauses as asked.
  static func good(_ exercise: Exercise) -> SimulatedBody {
    var body = SimulatedBody(exercise)
    for muscle in ["vastus_lateralis"] where exercise.targets.contains("gluteus_maximus") {
      // Squats are led by the thigh in everybody: 0.41 in Contreras 2015 (science 4.2).
      if exercise.muscles.contains(muscle) { body.levels[muscle] = 0.85 }
    }
    if exercise.id.hasSuffix("squat") { body.levels["gluteus_maximus"] = 0.45 }
    if exercise.id == "box_squat" { body.stretched["gluteus_maximus"] = 0.25 }
    if exercise.id == "step_up" {
      body.burst["soleus"] = 0.25
      body.seconds[.stretched] = 1.2
    }
    return body
  }

  private mutating func spoil() {
    switch trigger.metric {
    case .phaseSeconds, .phaseShortfallSeconds:
      let phase = trigger.phase ?? .eccentric
      let asked = exercise.tempo?.target(phase) ?? 1
      faulty.seconds[phase] = 0.5 * asked
      worse.seconds[phase] = 0.5 * asked - 0.5
    case .activationRatio: spoilRatio()
    case .shareChangePoints:
      faultFrom = 5
      for muscle in exercise.targets {
        faulty.levels[muscle] = 0.32
        worse.levels[muscle] = 0.22
      }
    case .peakIndex:
      faulty.ending[trigger.muscle ?? ""] = 0.5
      worse.ending[trigger.muscle ?? ""] = 0.25
    case .rangeRatio:
      faultFrom = 4
      faulty.range = 72
      worse.range = 60
    case .onsetLeadMs:
      faulty.rise[trigger.muscle ?? ""] = -230
      worse.rise[trigger.muscle ?? ""] = -230
      worse.rise[trigger.other ?? ""] = 150
    case .burstBeforeConcentric:
      faulty.burst[trigger.muscle ?? ""] = 0.9
      worse.burst[trigger.muscle ?? ""] = 1.2
    case .activation:
      faulty.stretched[trigger.muscle ?? ""] = 0.05
      worse.stretched[trigger.muscle ?? ""] = 0.02
    case .activationOverOwn:
      needsWarmUp = true
      faulty.levels[trigger.muscle ?? ""] = 0.18
      worse.levels[trigger.muscle ?? ""] = 0.12
    default: break
    }
  }

  /// The muscle that should work does too little: by a half, then by as much again.
  private mutating func spoilRatio() {
    guard let muscle = trigger.muscle, let other = trigger.other else { return }
    let isLow = if case .below = trigger.limit { true } else { false }
    let (lazy, busy) = isLow ? (muscle, other) : (other, muscle)
    if trigger.phase == .contracted {
      faulty.top[busy] = 4
      worse.top[busy] = 6
      return
    }
    let limit = isLow ? trigger.limit.threshold : 1 / trigger.limit.threshold
    let strong = max(healthy.levels[busy] ?? 0.3, 0.35)
    faulty.levels[busy] = strong
    faulty.levels[lazy] = 0.7 * limit * strong
    worse.levels[busy] = strong
    worse.levels[lazy] = 0.42 * limit * strong
  }
}
