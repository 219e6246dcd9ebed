import SinewCoaching
import SinewFeedback
import SinewSignal

/// Somebody with a fault, or without, who trains in findings and hears cues. What the coach looks
/// at and where its limits are is unknown here: only the words and the focus of a cue come in.
struct SimulatedAthlete {
  /// What becomes of the fault when somebody speaks of it.
  enum Character: String, CaseIterable {
    case mends
    case ignores
    case worsens
    case neverHadIt
  }

  let exercise: Exercise
  let character: Character
  /// A word of these is what the athlete recognises the fault by.
  let words: [String]
  let healthy: SimulatedBody
  let faulty: SimulatedBody
  let worse: SimulatedBody
  /// The first repetition of the fault.
  var faultFrom = 1
  /// Without levels a set is cheaper, and what rests on them is withheld.
  var withLevels = true
  private var noise: SeededNoise
  private var answer: SimulatedBody?
  /// Up to when levels were given.
  private var emitted = 0.0

  init(
    _ exercise: Exercise, _ character: Character, words: [String], healthy: SimulatedBody,
    faulty: SimulatedBody, worse: SimulatedBody, seed: Int
  ) {
    self.exercise = exercise
    self.character = character
    self.words = words
    self.healthy = healthy
    self.faulty = faulty
    self.worse = worse
    noise = SeededNoise(seed: seed)
  }

  private mutating func hear(_ text: String, _ focus: Focus?) {
    let text = text.lowercased()
    guard words.contains(where: { text.contains($0) }) else { return }
    switch character {
    case .mends:
      var body = healthy
      // Attention on the muscle adds to what the movement gives (science 5).
      if focus == .internal {
        for muscle in exercise.targets { body.levels[muscle]? *= 1.05 }
      }
      answer = body
    case .worsens: answer = worse
    case .ignores, .neverHadIt: break
    }
  }

  /// Trains a set of so many repetitions and gives all that the coach said.
  mutating func train(
    _ coach: inout Coach, repetitions: Int, at start: Double, isWarmUp: Bool = false
  ) -> [FeedbackMessage] {
    var said: [FeedbackMessage] = []
    var now = start
    let form = noise.factor(0.05)
    answer = nil
    for number in 1...repetitions {
      let isHealthy = isWarmUp || character == .neverHadIt || number < faultFrom
      var body = (isHealthy ? healthy : answer ?? faulty).scattered(&noise)
      for muscle in body.levels.keys { body.levels[muscle]? *= form }
      let (findings, end) = perform(body, UInt32(number), at: now, next: number < repetitions)
      let messages = Bench.say(&coach, findings)
      for cue in messages.cues { hear(cue.text, cue.focus) }
      said += messages
      now = end
    }
    return said + coach.endSet(why: .coach, at: MonotonicTime(seconds: now + 1))
  }

  /// One repetition, with the levels until the next may begin.
  private mutating func perform(
    _ body: SimulatedBody, _ id: UInt32, at start: Double, next: Bool
  ) -> (findings: [Finding], end: Double) {
    let fromTop = exercise.firstPhase == .eccentric
    let (first, turn, second): (TempoPhase, TempoPhase, TempoPhase) =
      fromTop ? (.eccentric, .stretched, .concentric) : (.concentric, .contracted, .eccentric)
    let after = body.seconds[fromTop ? .contracted : .stretched] ?? 0
    func seconds(_ phase: TempoPhase) -> Double { body.seconds[phase] ?? 0 }
    var repetition = Repetition(station: 0, id: id)
    repetition.start = MonotonicTime(seconds: start)
    repetition.outEnd = repetition.start.advanced(bySeconds: seconds(first))
    repetition.backStart = repetition.outEnd.advanced(bySeconds: seconds(turn))
    repetition.end = repetition.backStart.advanced(bySeconds: seconds(second))
    repetition.decidedTime = repetition.end.advanced(bySeconds: 0.25)
    repetition.firstPhase = fromTop ? .eccentric : .concentric
    repetition.range = Float(body.range)
    repetition.isPartial = body.range < 0.8 * healthy.range
    repetition.outSpeed = Float(body.range / seconds(first))
    repetition.backSpeed = Float(body.range / seconds(second))
    for (slot, muscle) in exercise.electrodes.enumerated() {
      let level = Float(100 * (body.levels[muscle] ?? 0))
      repetition.slots |= 1 << UInt16(slot)
      repetition.outRMS[slot] = fromTop ? level / 2 : level
      repetition.backRMS[slot] = fromTop ? level : level / 2
      repetition.peakRMS[slot] = 1.2 * level
    }
    let end = start + seconds(first) + seconds(turn) + seconds(second)
    guard withLevels else { return ([.repetition(repetition)], end + after) }
    let concentric = fromTop ? end - seconds(.concentric) : start
    // What comes before a repetition belongs to it: a burst, a rise. What comes after it is the top
    // where it is done from the top, else the beginning of the next.
    var findings = levels(
      body, fromTop, id == 1 ? start - 1.2 : emitted, end + 0.06, concentric)
    emitted = end + 0.1
    findings.append(.repetition(repetition))
    if fromTop, after > 0.1 {
      findings += levels(body, fromTop, emitted, end + after, concentric)
      emitted = end + after
    }
    return (findings, end + (fromTop ? max(after, 0.1) : max(after, next ? 0.45 : 0)))
  }

  /// The envelope every 50 ms, with 6 % of scatter in each level.
  private mutating func levels(
    _ body: SimulatedBody, _ fromTop: Bool, _ from: Double, _ to: Double, _ concentric: Double
  ) -> [Finding] {
    let first = Int((from / 0.05).rounded(.up))
    let count = max(0, Int((to / 0.05).rounded(.down)) - first + 1)
    var ticks = [ActivationTick](
      repeating: ActivationTick(station: 0, bank: 0, lanes: 0xFF), count: count)
    for index in 0..<count {
      ticks[index].signalTime = MonotonicTime(seconds: 0.05 * Double(first + index))
      ticks[index].decidedTime = ticks[index].signalTime.advanced(bySeconds: 0.038)
    }
    for (slot, muscle) in exercise.electrodes.enumerated() {
      let corners = body.envelope(muscle, fromTop: fromTop)
      var corner = 0
      for index in 0..<count {
        let time = 0.05 * Double(first + index) - concentric
        while corner < corners.count, corners[corner].0 <= time { corner += 1 }
        let left = corners[max(0, corner - 1)]
        let right = corners[min(corner, corners.count - 1)]
        let width = right.0 - left.0
        let part = width > 0 ? (time - left.0) / width : 0
        let level = left.1 + min(1, max(0, part)) * (right.1 - left.1)
        // Uniform, with a standard deviation of 6 %.
        ticks[index].levels[slot] = Float(80 * level * (1 + 0.104 * (2 * noise.uniform() - 1)))
      }
    }
    return ticks.map { .activation($0) }
  }

  /// The exercise with all its electrodes and maxima.
  static func setup(_ exercise: Exercise) -> StationSetup {
    StationSetup(
      station: "r", athlete: "a", exercise: exercise, loadKg: 20,
      muscles: exercise.electrodes.enumerated().map { slot, muscle in
        MuscleSlot(
          slot: slot, muscle: muscle, role: exercise.role(of: muscle),
          reference: ActivationReference(kind: .mvc, value: 100), band: nil, sampleRateHz: 1000)
      })
  }
}
