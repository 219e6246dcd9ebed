/// Stamps are working samples since the detector began.
extension OnsetDetector {
  /// The onset decided at `now`: the plateau is not known yet.
  @_noLocks @_noAllocation
  mutating func dateOnset(_ now: Int) -> ChangeDating.Answer {
    var question = ChangeDating.Question()
    question.first = max(readable, now &- durations.onsetLookBack)
    question.window = now &- question.first &+ 1
    question.candidates = question.window &- 2
    question.before = burstRest
    question.after = [
      2.5 * burstRest, 5 * burstRest, 11 * burstRest, 25 * burstRest, 60 * burstRest,
      150 * burstRest, 500 * burstRest, 2000 * burstRest,
    ]
    question.levels = 8
    return ask(question)
  }

  /// The end of a burst of power `burst`, of which the signal up to `now` is known, `lookBack`
  /// samples of it. Read backwards.
  @_noLocks @_noAllocation
  mutating func dateOffset(
    _ now: Int, lookBack: Int, after: Double, burst: Double
  ) -> ChangeDating.Answer {
    var question = ChangeDating.Question()
    question.first = now
    question.step = -1
    question.window = min(lookBack &+ 1, min(now &- readable, OnsetHistory.longest))
    question.candidates = question.window &- 2
    question.before = after
    question.after[0] = burst
    question.after[1] = 0.5 * burst
    question.after[2] = 2 * burst
    question.after[3] = 0.25 * burst
    question.levels = 4
    return ask(question)
  }

  /// Publishes the corrections whose time has come.
  @_noLocks @_noAllocation
  mutating func correctIfDue(_ now: Int) {
    if onsetCorrection.isDue(now) { correctOnset(now) }
    if offsetCorrection.isDue(now) && !isActive { correctOffset(now) }
  }

  /// The plateau is known now, from 40 ms after the decision on.
  @_noLocks @_noAllocation
  private mutating func correctOnset(_ now: Int) {
    var question = ChangeDating.Question()
    let oldest = max(readable, now &- OnsetHistory.longest)
    question.first = max(oldest, burstDecided &- durations.onsetLookBack)
    question.window = now &- question.first &+ 1
    let latest = burstDecided &+ Int(0.02 * frontEnd.rateHz)
    question.candidates = min(question.window &- 2, latest &- question.first)
    question.before = burstRest
    let plateau = history.meanEnergy(burstDecided &+ Int(0.04 * frontEnd.rateHz), now)
    question.after[0] = plateau
    question.after[1] = 4 * plateau
    question.levels = plateau > 100 * burstRest ? 2 : 1
    publish(.onsetCorrected, ask(question))
  }

  /// The level after the burst is known now. Weak units often go on after a strong burst.
  @_noLocks @_noAllocation
  private mutating func correctOffset(_ now: Int) {
    let left = history.meanEnergy(now &- durations.offsetLevelTime &+ 1, now)
    let after = rest.floored(max(left, active.remembered * offsetDatingFloor))
    guard after < endedPower * offsetCorrectionDepth else { return }
    let lookBack = now &- endDecided &+ durations.offsetLookBack &- 1
    publish(
      .offsetCorrected,
      dateOffset(now, lookBack: lookBack, after: after, burst: endedPower))
  }

  /// Asks for the date and gives it as a working sample.
  @_noLocks @_noAllocation
  private mutating func ask(_ question: ChangeDating.Question) -> ChangeDating.Answer {
    var answer = dating.date(question, in: history)
    answer.place = Double(question.first) + Double(question.step) * answer.place
    return answer
  }
}
