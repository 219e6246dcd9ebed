package import SinewSignal

/// Repetitions are told before three of them make a set certain where the coach has started the set.
///
/// Without that word two nearly equal cycles are not enough: the arm that is lifted into place and the
/// first lowering look like a repetition out of step, which was told, cued upon and taken back.
extension RepetitionDetector {
  /// In a single cycle the larger direction is at most so many times as quick, and as long a way.
  private static var imbalance: Double {
    @_noLocks @_noAllocation
    get { 2.6 }
  }
  /// A set that was started and in which nothing was found for so long was not done, ticks (2 min).
  static var longestWait: Int {
    @_noLocks @_noAllocation
    get { 3000 }
  }

  /// The coach has started a set: its first repetition counts at once.
  @_noLocks @_noAllocation
  package mutating func beginMovement(at time: MonotonicTime) {
    if newest < time { newest = time }
    startedAt = window.end
    consumed = max(consumed, window.end &- 1)
    takeBackTentative()
  }

  /// Looks at the last closed lobes of the channel at hand for what may be told already.
  @_noLocks @_noAllocation
  mutating func publishTentative(_ channel: MotionChannel) {
    guard startedAt >= 0, lobes.count >= 2, !tentative.isFull else { return }
    var first = lobes.count &- 2
    if motion.firstDirection.isKnown && channel.isVertical {
      // A pair that begins the wrong way waits for its other half.
      if lobes[first].isPositive != motion.firstDirection.isUp { first &-= 1 }
      guard first >= 0 else { return }
    }
    let out = lobes[first]
    let back = lobes[first &+ 1]
    guard Double(out.start) >= tentative.lastEnd - 8, out.start > max(consumed, toldUntil),
      isSettled(back, channel), isWhole(out, back, channel)
    else { return }
    tell(out, back, channel)
  }

  /// Gives up what no set has followed.
  @_noLocks @_noAllocation
  mutating func reviewTentative() {
    if startedAt >= 0 && window.end &- startedAt > Self.longestWait { startedAt = -1 }
    guard tentative.count > 0, set == nil,
      Double(window.end) - tentative.lastEnd > 2.5 * tentative.period + TickLane.rate
    else { return }
    // In a set that was started they stand: a single heavy repetition is one.
    if startedAt >= 0 {
      consumed = max(consumed, Int(tentative.lastEnd))
      startedAt = -1
      tentative.clear()
    } else {
      takeBackTentative()
    }
  }

  @_noLocks @_noAllocation
  mutating func takeBackTentative() {
    var index = 0
    while index < tentative.count {
      events.append(.removed(ordinal: tentative.entry(index).ordinal, decided: newest))
      index &+= 1
    }
    tentative.clear()
  }

  /// There and back alike, long enough, and no step.
  @_noLocks @_noAllocation
  private mutating func isWhole(_ out: Lobe, _ back: Lobe, _ channel: MotionChannel) -> Bool {
    let duration = Double(back.end &- out.start)
    let ways = (path(out), path(back))
    let limit = Self.imbalance
    return duration >= 0.8 * TickLane.rate && duration <= 9 * TickLane.rate
      && min(out.height, back.height) >= 2 * channel.floor
      && max(out.height, back.height) <= limit * min(out.height, back.height)
      && max(ways.0, ways.1) <= limit * min(ways.0, ways.1)
      && !walking.isWalking(
        window, from: max(window.first, min(out.start, back.end &- 100)), to: back.end,
        period: duration, limit: WalkingTest.limitToTell, channel: channel)
  }

  @_noLocks @_noAllocation
  private mutating func tell(_ out: Lobe, _ back: Lobe, _ channel: MotionChannel) {
    guard !tentative.isFull else { return }
    let upSign = channel.isVertical ? 1.0 : upSign(channel, from: out.start, to: back.end)
    var borders = borders(out, back, channel)
    let pause = borders.start - tentative.lastEnd
    if tentative.count > 0, pause > 0, pause <= Self.sharedPause {
      borders.start -= pause / 2
      let last = tentative.entry(tentative.count &- 1)
      tentative.moveLastEnd(to: borders.start)
      events.append(.endMoved(ordinal: last.ordinal, end: instant(borders.start), decided: newest))
    }
    let ordinal = ledger.takeOrdinal()
    tentative.append(ordinal: ordinal, turn: borders.turn, end: borders.end)
    tentative.period = Double(back.end &- out.start)
    toldUntil = max(toldUntil, back.peak)
    var repetition = measured(out, back, borders, channel, ordinal: ordinal)
    repetition.firstIsUp = out.isPositive == (upSign >= 0)
    events.append(.repetition(repetition))
  }
}
