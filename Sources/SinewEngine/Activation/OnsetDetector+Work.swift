extension OnsetDetector {
  /// A sample at work: `level` is the power that counts as rest for decisions.
  @_noLocks @_noAllocation
  mutating func work(_ energy: Double, _ now: Int, _ level: Double) {
    active.follow(energy: energy, age: now &- burstDecided, rest: level)
    fall.add(energy: energy, rest: level, active: active.power, sample: now)
    if fall.score > offsetThreshold { end(now) }
  }

  /// The end of the burst is decided.
  @_noLocks @_noAllocation
  private mutating func end(_ now: Int) {
    let start = fall.start
    let left = rest.floored(history.meanEnergy(start &+ (now &- start) / 4, now))
    let isRaised = left >= settings.raisedRest * rest.power
    let stamp = dateOffset(
      now, lookBack: durations.offsetLookBack, after: isRaised ? left : rest.power,
      burst: active.power)
    isActive = false
    onsetCorrection.cancel()
    if isBurstAnnounced {
      publish(.offset, stamp)
      offsetCorrection.plan(now &+ durations.offsetCorrectionDelay)
      endDecided = now
      endedPower = active.power
    }
    if isRaised { rest.adopt(left) }
    restFrom = max(Int(stamp.place + durations.afterOffset), now &- durations.restDelay)
    quietUntil = now &+ durations.refractory
    rises.restart(after: now)
    rest.forgetBlock()
    wander.forgetBlock()
  }
}
