package import SinewFeedback

extension FocusTrial {
  /// Seconds of rest that the second set of a pair needs after the first began, at least: two
  /// minutes (science 4.10) and the set itself, which is counted as none.
  private static let leastRest = 120.0
  /// Repetitions may differ in length by a tenth inside a pair (science 4.10).
  private static let tempoMatch = 0.10

  /// The trial of one exercise, pooled over sessions by pair. Only pairs whose sets match in load,
  /// tempo, reference and day, with rest between them, count.
  package init(of exercise: String, in past: AthletePast) {
    let sets = past.sets.filter { $0.exercise == exercise && $0.purpose == .focusTrial }
    var effects: [Double] = []
    var speeds: [Double] = []
    var waiting: PastSet?
    for set in sets {
      guard let first = waiting, first.day == set.day else {
        waiting = set
        continue
      }
      waiting = nil
      guard let pair = Pair(first, set) else { continue }
      effects.append(pair.effect)
      if let speed = pair.speed { speeds.append(speed) }
    }
    self.init(effects: effects, speeds: speeds)
  }

  /// Two sets of a trial that can be set against each other.
  private struct Pair {
    let effect: Double
    let speed: Double?

    init?(_ first: PastSet, _ second: PastSet) {
      let isSwapped = first.focus == .external
      let (one, other) = isSwapped ? (second, first) : (first, second)
      guard one.focus == .internal, other.focus == .external, first.hasLoad(of: second),
        first.target?.reference == second.target?.reference,
        min(first.confidence, second.confidence) >= .medium,
        second.secondsSince1970 - first.secondsSince1970 >= leastRest,
        let a = one.earlyTarget, let b = other.earlyTarget, a > 0, b > 0,
        let long = one.repetitionSeconds, let short = other.repetitionSeconds,
        abs(long - short) <= tempoMatch * max(long, short)
      else { return nil }
      effect = Logarithm.natural(a / b)
      guard let fast = one.speed, let slow = other.speed, fast > 0, slow > 0 else {
        speed = nil
        return
      }
      speed = Logarithm.natural(fast / slow)
    }
  }

  /// As a message about a muscle.
  package func message(muscle: String) -> FocusEffect {
    FocusEffect {
      $0.muscle = muscle
      $0.percent = percent
      $0.ci95 = interval.map { Bounds($0.lowerBound, $0.upperBound) }
      $0.pairs = pairs
      $0.verdict = verdict
      $0.costVelocityPercent = costPercent
    }
  }
}
