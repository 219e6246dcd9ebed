package import SinewFeedback
package import SinewSignal

/// One guided calibration: what the athlete is asked to do step by step, and what came of it
/// (science 1.7, 1.8).
///
/// A value without a clock: it is told what the engine found and how late it is, and says what to
/// tell. Trials that were clipped, moved or lost are repeated; two in a row end it with the reason.
package struct CalibrationRun: Sendable {
  /// Seconds between two messages of one step.
  static let messagePeriod = 0.5
  /// Trials in a row that may be spoilt before it is given up. Ours.
  static let mostSpoilt = 2
  /// A sensor that is silent for so long ends it, seconds. Ours.
  static let longestLoss = 10.0

  package let what: Calibration.What
  let plan: CalibrationPlan
  let lang: String
  /// Everything that is worn.
  let worn: [MuscleSlot]
  /// What is measured, one after the other; all at once where the athlete does one thing for all.
  let queue: [MuscleSlot]
  var listener: EffortListener
  var index = 0
  var trial = 1
  private(set) var step = Calibration.Step.getReady
  private var stepEnd: MonotonicTime
  private var nextMessage: MonotonicTime
  var spoilt = 0
  /// Levels of the clean trials of the muscle under way.
  var levels: [Double] = []
  /// Channels that answered in the place of another, by slot (placement).
  var answers: [Int: Int] = [:]
  var repetitions: [Repetition] = []
  /// What was measured.
  package private(set) var results: [CalibrationResult] = []
  /// Pairs of channels whose muscles should be exchanged.
  package var exchange: [(Int, Int)] = []
  package private(set) var isOver = false
  private var said: [Calibration] = []

  /// - Parameters:
  ///   - worn: all channels of the athlete.
  ///   - chosen: those to be measured, in order.
  package init(
    _ what: Calibration.What, worn: [MuscleSlot], chosen: [MuscleSlot], lang: String,
    plan: CalibrationPlan? = nil, at now: MonotonicTime
  ) {
    self.what = what
    self.worn = worn
    queue = chosen
    self.lang = lang
    self.plan = plan ?? .of(what)
    listener = EffortListener(at: now)
    stepEnd = now.advanced(bySeconds: self.plan.getReady)
    nextMessage = now
  }

  /// When `advance` has something to do.
  package var deadline: MonotonicTime { min(stepEnd, nextMessage) }

  /// The muscle under way; nil where all are measured at once.
  var current: MuscleSlot? {
    isTogether || !queue.indices.contains(index) ? nil : queue[index]
  }

  /// One thing is done for all muscles.
  var isTogether: Bool { what == .rest || what == .refset || what == .rom }

  /// Takes one finding of the station.
  package mutating func note(_ finding: Finding) {
    switch finding {
    case .activation(let tick): listener.note(tick)
    case .quality(let change): listener.note(change)
    case .repetition(let repetition):
      if !isOver, step == .hold, what == .refset || what == .rom { note(repetition) }
    case .repetitionRevised(let revision):
      if revision.removed { repetitions.removeAll { $0.id == revision.id } }
    default: break
    }
  }

  /// Lets time pass. Returns what is to be told.
  package mutating func advance(to now: MonotonicTime) -> [Calibration] {
    while !isOver, now >= stepEnd { finishStep(at: stepEnd) }
    if !isOver, let lost = lost(at: now) { refuse(.signalLost, slot: lost) }
    if !isOver, now >= nextMessage { say(at: now) }
    defer { said = [] }
    return said
  }

  /// Ends it before its time.
  package mutating func stop(_ why: CalibrationRefusal) -> [Calibration] {
    guard !isOver else { return [] }
    refuse(why, slot: current)
    defer { said = [] }
    return said
  }

  // MARK: Steps

  /// Goes on to a step.
  mutating func begin(_ next: Calibration.Step, seconds: Double, from start: MonotonicTime) {
    step = next
    stepEnd = start.advanced(bySeconds: seconds)
    nextMessage = start
  }

  private mutating func finishStep(at now: MonotonicTime) {
    switch step {
    case .getReady, .rest:
      listener.beginTrial()
      let hasRamp = plan.ramp > 0
      begin(hasRamp ? .ramp : .hold, seconds: hasRamp ? plan.ramp : plan.hold, from: now)
    case .ramp: begin(.hold, seconds: plan.hold, from: now)
    case .hold: judge(at: now)
    case .relax: begin(.rest, seconds: max(0, plan.rest - plan.relax), from: now)
    case .done, .refused: isOver = true
    }
  }

  private mutating func judge(at now: MonotonicTime) {
    switch what {
    case .mvc, .taskmax: judgeContraction(at: now)
    case .placement: judgeAnswer(at: now)
    case .rest: judgeRest(at: now)
    case .refset, .rom: refuse(.noMovement, slot: nil)
    }
  }

  /// A muscle is done; on to the next one or to the end.
  mutating func next(at now: MonotonicTime) {
    index += 1
    (trial, spoilt, levels) = (1, 0, [])
    if index < queue.count { return begin(.getReady, seconds: plan.getReady, from: now) }
    isOver = true
  }

  /// What was measured of a muscle is told.
  mutating func finish(_ result: CalibrationResult, ends: Bool = false) {
    results.append(result)
    said.append(
      message(.done, slot: result.slot) {
        $0.result = result.message
        $0.progress = 1
      })
    if ends { isOver = true }
  }

  /// All that was to be measured at once has been.
  mutating func finishAll() { isOver = true }

  /// It came to nothing.
  mutating func refuse(
    _ why: CalibrationRefusal, slot: MuscleSlot?, arguments: JSONObject? = nil
  ) {
    isOver = true
    said.append(
      message(.refused, slot: slot) {
        $0.why = why.rawValue
        $0.text = why.sentence.text(lang)
        $0.arguments = arguments
      })
  }

  /// The trial counts for nothing; it is tried again unless too many were.
  mutating func repeatTrial(_ why: CalibrationRefusal, at now: MonotonicTime) {
    spoilt += 1
    guard spoilt < Self.mostSpoilt else { return refuse(why, slot: current) }
    begin(.relax, seconds: plan.relax, from: now)
    said.append(
      message(.relax, slot: current) {
        $0.why = why.rawValue
        $0.text = why.sentence.text(lang)
        $0.remainingS = plan.relax
      })
    nextMessage = now.advanced(bySeconds: Self.messagePeriod)
  }

  private func lost(at now: MonotonicTime) -> MuscleSlot? {
    let needed = current.map { [$0] } ?? (what == .rom ? [] : queue)
    return needed.first { listener.isLost($0.slot, at: now, after: Self.longestLoss) }
  }

  // MARK: Words

  private mutating func say(at now: MonotonicTime) {
    nextMessage = now.advanced(bySeconds: Self.messagePeriod)
    said.append(
      message(step, slot: current) {
        $0.remainingS = max(0, stepEnd.seconds(since: now))
        let prompt = prompt
        $0.promptCode = prompt.rawValue
        $0.prompt = prompt.text(current, lang: lang)
      })
  }

  private func message(
    _ step: Calibration.Step, slot: MuscleSlot?, _ fill: (inout Calibration) -> Void
  ) -> Calibration {
    Calibration {
      $0.what = what
      $0.step = step
      $0.muscle = slot?.muscle
      $0.side = slot?.side
      $0.trial = trial
      $0.trials = max(plan.trials, trial)
      $0.position = position
      $0.progress = progress
      fill(&$0)
    }
  }

  /// Glutes are tried in two positions by turns, since neither is best for everybody (Contreras
  /// 2015, science 1.8).
  private var position: String? {
    guard what == .mvc, current?.muscle == "gluteus_maximus" else { return nil }
    return trial % 2 == 1 ? "prone_bent_knee" : "standing_squeeze"
  }

  private var progress: Double {
    if isTogether { return min(1, Double(trial - 1) / Double(plan.trials)) }
    let whole = Double(max(1, queue.count))
    return min(1, (Double(index) + Double(trial - 1) / Double(max(plan.trials, trial))) / whole)
  }

  private var prompt: CalibrationPrompt {
    switch (step, what) {
    case (.getReady, .rest), (.hold, .rest): .standStill
    case (.getReady, .refset), (.hold, .refset): .easySet
    case (.getReady, .rom), (.hold, .rom): .fullRange
    case (.getReady, _): .getReady
    case (.ramp, _): .buildUp
    case (.hold, .mvc): .tenseHard
    case (.hold, .taskmax): .tenseFirmly
    case (.hold, _): .tense
    case (.relax, _): .letGo
    case (.rest, _), (.done, _), (.refused, _): .rest
    }
  }
}
