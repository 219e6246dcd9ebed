/// What only reads is `mutating` too where it is asked often, or the whole detector is copied first.
extension OnsetDetector {
  /// A sample at rest: `level` is the power that counts as rest for decisions.
  @_noLocks @_noAllocation
  mutating func wait(_ energy: Double, _ now: Int, _ level: Double) {
    let movement = settings.movementWeight * history.movement(now)
    if now < quietUntil { rises.restart(after: now &- 1) }
    rises.add(power: energy / (level + movement), weight: independence.weight, sample: now)
    let isTonic = rest.power > settings.tonicRatio * rest.lowest
    let threshold =
      (isTonic ? settings.tonicOnsetThreshold : settings.onsetThreshold) + slowThreshold
    if let start = rises.crossing(threshold), accepts(start, now, level, threshold) {
      begin(from: start, now, level)
    } else {
      learnRest(energy, now)
    }
  }

  /// Hum that has been recognised for a while is the new rest: what it might be need not be asked
  /// again at every sample.
  @_noLocks @_noAllocation
  private mutating func adoptHum(_ now: Int, _ level: Double) {
    humSamples &+= 1
    let length = durations.humTime
    guard humSamples > length,
      mains.explains(history, now &- length &+ 1, now, rest: level)
    else { return }
    rest.adopt(history.meanEnergy(now &- length &+ 1, now))
    restFrom = max(restFrom, now &- length &+ 1)
    rises.restart(after: now)
    humSamples = 0
  }

  /// Whether the rise since `start` is a muscle's. Doubtful ones stay at the threshold.
  @_noLocks @_noAllocation
  private mutating func accepts(
    _ start: Int, _ now: Int, _ level: Double, _ threshold: Double
  ) -> Bool {
    if Double(now &- start) < durations.shortestRise { return false }
    let first = max(start, now &- OnsetHistory.longest)
    let isHum = mains.suspects(history, first, now, rest: level)
    if isHum || isStep(first, now, level) || isMovement(first, now, level, threshold) {
      rises.hold(at: threshold, notBefore: now &- OnsetHistory.longest / 2)
      if isHum { adoptHum(now, level) } else { humSamples = 0 }
      return false
    }
    return true
  }

  /// A step, bump or spike: strong, and rough at a few samples only. A muscle is rough all along;
  /// of a spike's roughness every further sample has a part of the one before.
  @_noLocks @_noAllocation
  private mutating func isStep(_ first: Int, _ now: Int, _ level: Double) -> Bool {
    var highest = 0.0
    var roughest = 0.0
    var index = first
    while index <= now {
      highest = max(highest, history.energy(index))
      roughest = max(roughest, history.roughness(index))
      index &+= 1
    }
    guard highest > 25 * level else { return false }
    let limit = max(9 * rest.roughness, settings.spikeShare * roughest)
    var rough = 0
    index = first
    while index <= now {
      if history.roughness(index) > limit { rough &+= 1 }
      index &+= 1
    }
    return rough < roughSamples
  }

  /// Movement artefact: little evidence is left once the strongest movement counts as rest.
  @_noLocks @_noAllocation
  private mutating func isMovement(_ first: Int, _ now: Int, _ level: Double, _ threshold: Double)
    -> Bool
  {
    var highest = 0.0
    var index = first
    while index <= now {
      highest = max(highest, history.movement(index))
      index &+= 1
    }
    let score = rises.largeScore(
      history, first, now, rest: level + settings.movementWeight * highest,
      weight: independence.weight)
    return score < 0.8 * threshold
  }

  /// The burst that rose since `start` is decided.
  @_noLocks @_noAllocation
  private mutating func begin(from start: Int, _ now: Int, _ level: Double) {
    isActive = true
    burstDecided = now
    burstRest = max(rest.power, active.remembered * onsetDatingFloor)
    fall.begin(after: now &- 1)
    let stamp = dateOnset(now)
    active.begin(history.meanEnergy(start, now), rest: level)
    // A rise at the very first sample after a gap was there before.
    isBurstAnnounced = stamp.place >= Double(gapEdge)
    guard isBurstAnnounced else { return }
    publish(.onset, stamp)
    onsetCorrection.plan(now &+ durations.onsetCorrectionDelay)
  }

  /// Rest is learned from a sample some way back, and falls with the newest ones.
  @_noLocks @_noAllocation
  private mutating func learnRest(_ energy: Double, _ now: Int) {
    let old = now &- durations.restDelay
    if old >= restFrom && old >= readable {
      rest.learn(energy: history.energy(old), roughness: history.roughness(old))
      wander.add(energy: history.energy(old), weight: independence.weight)
      if old > readable &+ SampleIndependence.reach {
        independence.learn(history, old, power: rest.power)
      }
    }
    if rest.watchFall(energy: energy) { rises.restart(after: now) }
    rest.noteLowest()
  }
}
