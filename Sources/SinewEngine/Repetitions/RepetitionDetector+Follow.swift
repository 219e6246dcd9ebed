internal import SinewSignal

extension RepetitionDetector {
  /// A set is under way: looks for its next repetitions with the frozen channel.
  @_noLocks @_noAllocation
  mutating func follow(isEnding: Bool) {
    guard let set else { return }
    speed.compute(window, meansSince: max(window.first, set.start &- 13), rest: set.rest)
    set.channel.write(window, speed, into: &signal)
    let finder = LobeFinder(
      threshold: max(LobeFinder.turningShare * set.amplitude, set.channel.floor),
      isEnding: isEnding)
    finder.find(signal, count: window.count, first: window.first, into: &lobes)
    extend(isEnding: isEnding)
  }

  /// Takes the lobes two by two; a pair that does not fit is left out as a pair, so that out stays
  /// out. Then decides whether the set goes on.
  @_noLocks @_noAllocation
  mutating func extend(isEnding: Bool) {
    guard let running = set else { return }
    var index = 0
    while index < lobes.count
      && (lobes[index].peak <= running.lastPeak
        || lobes[index].isPositive != running.startsPositive)
    {
      index &+= 1
    }
    while index &+ 1 < lobes.count {
      let out = lobes[index]
      let back = lobes[index &+ 1]
      guard back.isClosed, isEnding || isSettled(back, running.channel) else { break }
      consider(out, back, isEnding: isEnding)
      index &+= 2
    }
    if isEnding && index < lobes.count { publishUnfinished(lobes[index]) }
    if isWalkingNow() {
      takeBack()
      end()
      return
    }
    guard let set else { return }
    let last = ledger.last()?.end ?? Double(set.openedAt)
    if Double(window.end) - last > 2.5 * set.period + TickLane.rate {
      // What followed did not fit, yet may be repetitions: of another kind, or of a sensor that
      // slipped round.
      end(consuming: Int(last))
    }
  }

  /// The speed that finds a bar leaks and comes down before the bar does: what times it needs a
  /// little more of what follows.
  @_noLocks @_noAllocation
  func isSettled(_ lobe: Lobe, _ channel: MotionChannel) -> Bool {
    !channel.isVertical || lobe.end &+ Self.barSettling < window.end
  }

  /// Ticks: 0.16 s.
  private static var barSettling: Int {
    @_noLocks @_noAllocation
    get { 4 }
  }

  /// Publishes a pair of lobes when it looks like the repetitions before it.
  @_noLocks @_noAllocation
  private mutating func consider(_ out: Lobe, _ back: Lobe, isEnding: Bool) {
    guard var running = set else { return }
    let size = out.height + back.height
    let duration = Double(back.end &- out.start)
    let shape = CycleShape(window, speed, out, back)
    running.lastPeak = back.peak
    if running.fits(amplitude: size, duration: duration)
      && shape.correlation(with: running.template) >= 0.60
    {
      publish(out, back, &running)
      running.learn(amplitude: size, duration: duration, shape: shape, with: &statistics)
    }
    set = running
  }

  /// It was walking: the last 5 s have the rhythm of steps.
  @_noLocks @_noAllocation
  private mutating func isWalkingNow() -> Bool {
    guard let set, ledger.countInSet > 0, window.end > 100 else { return false }
    return walking.isWalking(
      window, from: max(window.end &- 125, set.start), to: window.end, period: set.period,
      limit: WalkingTest.limitToGoOn, channel: set.channel)
  }

  /// Takes back what began in the walk; all of it when the set was short, quick and fresh.
  @_noLocks @_noAllocation
  private mutating func takeBack() {
    guard let set, let last = ledger.last() else { return }
    let now = Double(window.end)
    let all =
      ledger.countInSet <= 8 && set.period < WalkingTest.longestStride * TickLane.rate
      && last.end > now - 2 * set.period
    while let entry = ledger.last(), all || entry.turn > now - 110 {
      events.append(.removed(ordinal: entry.ordinal, decided: newest))
      ledger.removeLast()
    }
  }

  /// The movement is over, and nothing up to `tick`, else up to now, is looked at again.
  @_noLocks @_noAllocation
  mutating func end(consuming tick: Int? = nil) {
    guard let set else { return }
    let last = ledger.last()?.end ?? Double(set.openedAt)
    events.append(.ended(at: instant(last), decided: newest))
    self.set = nil
    isActive = false
    startedAt = -1
    consumed = tick ?? window.end
    axis = .zero
  }
}
