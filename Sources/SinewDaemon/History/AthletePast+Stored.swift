import FoundationEssentials
import SinewCoaching
import SinewFeedback
import SinewHistory

/// The coach's memory as JSON for the history, and back.
extension AthletePast {
  /// What was added, part by part: each set by itself, so that a correction or an erasure of the
  /// set reaches it, and the rest.
  func parts() -> (sets: [(number: Int, text: [UInt8])], rest: [UInt8]?) {
    let encoder = JSONEncoder()
    let own = sets.compactMap { set -> (Int, [UInt8])? in
      var alone = AthletePast()
      alone.sets = [set]
      return (try? encoder.encode(alone)).map { (set.number, Array($0)) }
    }
    var others = self
    others.sets = []
    let rest = others.isEmpty ? nil : (try? encoder.encode(others)).map { Array($0) }
    return (own, rest)
  }

  /// Puts the parts together again. What a later version wrote and this one can't read is left out.
  init(_ remembered: [HistoryStore.Remembered]) {
    self.init()
    let decoder = JSONDecoder()
    for part in remembered {
      guard var past = try? decoder.decode(AthletePast.self, from: Data(part.text)) else {
        continue
      }
      if let facts = part.set {
        for index in past.sets.indices { past.sets[index].take(facts) }
      }
      append(past)
    }
  }
}

extension PastSet {
  /// What people corrected or told after the set.
  fileprivate mutating func take(_ facts: SetFacts) {
    number = facts.number
    exercise = facts.exercise ?? exercise
    loadKg = facts.loadKg ?? loadKg
    effort = facts.rpe ?? effort
    focus = facts.focus.flatMap(Focus.init(rawValue:)) ?? focus
    if facts.isWarmUp { purpose = .warmUp }
  }
}
