internal import SinewSignal

extension RepetitionDetector {
  /// No movement is known: looks for the beginning of one over several spans, because what came
  /// before a set spoils any single one.
  @_noLocks @_noAllocation
  mutating func search(isEnding: Bool) {
    // Steps are no part of a set; what swings in them must not be joined to what follows.
    let walks = walking.isSurelyWalking(
      window, from: max(window.first, window.end &- 100), to: window.end)
    if walks { consumed = max(consumed, window.end &- 12) }
    if walks, !isWalking {
      let steps = Double(window.end &- WalkingTest.leastTicks)
      events.append(.walking(at: instant(steps), decided: newest))
    }
    isWalking = walks
    let spans: InlineArray<4, Int> = [150, 250, 375, 500]
    var index = 0
    while index < 4 {
      if index > 0 && spans[index &- 1] >= window.count { return }
      let begin = max(window.first, window.end &- spans[index])
      let channel = chooseChannel(since: begin)
      channel.write(window, speed, into: &signal)
      let finder = LobeFinder(
        threshold: max(LobeFinder.turningShare * peakToPeak(since: begin), channel.floor),
        isEnding: isEnding)
      finder.find(signal, count: window.count, first: window.first, into: &lobes)
      let since = max(window.first, window.end &- spans[index] &- 5)
      if open(channel, since: since, isEnding: isEnding) { return }
      if !isEnding { publishTentative(channel) }
      index &+= 1
    }
  }

  /// Vertical speed where the hand is carried, else the turn rate about the main axis.
  @_noLocks @_noAllocation
  private mutating func chooseChannel(since begin: Int) -> MotionChannel {
    speed.compute(window, meansSince: begin)
    var main = PrincipalAxis(window, since: begin)
    main.align(with: axis)
    axis = main.direction
    var squares = 0.0
    var index = begin &- window.first
    while index < window.count {
      squares += speed.values[index] * speed.values[index]
      index &+= 1
    }
    let spread = Mathematics.squareRoot(squares / Double(max(1, window.end &- begin)))
    let reach = MotionChannel.armLength * main.rms * Double.pi / 180
    return MotionChannel(isVertical: spread > reach, axis: axis)
  }

  /// From the 5th to the 95th percentile of the channel.
  @_noLocks @_noAllocation
  private mutating func peakToPeak(since begin: Int) -> Double {
    statistics.clear()
    var index = begin &- window.first
    while index < window.count {
      statistics.append(signal[index])
      index &+= 1
    }
    let top = Double(statistics.count &- 1)
    let low = statistics.value(atRank: Int(0.05 * top))
    return statistics.value(atRank: Int(0.95 * top)) - low
  }

  /// Opens a set when the lobes found look like one, and publishes what is complete of it.
  @_noLocks @_noAllocation
  private mutating func open(_ channel: MotionChannel, since: Int, isEnding: Bool) -> Bool {
    var old = 0
    while old < lobes.count && lobes[old].start <= consumed { old &+= 1 }
    lobes.removeFirst(old)
    if lobes.count > 0 && !lobes[lobes.count &- 1].isClosed { lobes.removeLast() }
    guard
      var opened = OpeningRule.open(
        lobes, window, speed, channel: channel, since: since,
        statistics: &statistics),
      !walks(opened)
    else { return false }
    if channel.isVertical { startFromRest(&opened, since: since, isEnding: isEnding) }
    let recognised = lobes.count &- 2 &* OpeningRule.cycles
    opened.upSign = upSign(
      channel, from: lobes[recognised].start, to: lobes[lobes.count &- 1].end)
    lobes.removeFirst(walkBack(opened, from: recognised))
    let cut = dropWrongBeginning(opened)
    begin(&opened)
    if let cut { publishCut(cut, opened) }
    extend(isEnding: isEnding)
    takeBackTentative()
    return true
  }

  /// Whether the cycles that look like a set are steps. What is surely a walk is over and done
  /// with: else its last steps, less regular, would open a set that goes back over all of it.
  @_noLocks @_noAllocation
  private mutating func walks(_ opened: RunningSet) -> Bool {
    let first = lobes[lobes.count &- 2 &* OpeningRule.cycles]
    let last = lobes[lobes.count &- 1]
    let from = min(first.start, last.end &- 100)
    guard
      walking.isWalking(
        window, from: from < 0 ? from : max(from, window.first), to: last.end,
        period: opened.period, limit: WalkingTest.limitToOpen, channel: opened.channel)
    else { return false }
    if walking.rhythm > WalkingTest.limitToGoOn { consumed = max(consumed, last.start) }
    return true
  }

  /// Where the hand was still before the set, its vertical speed was zero: computes it anew from
  /// there, since an error left by what came before would hide the first repetition. Keeps what was
  /// found where that shows no set.
  @_noLocks @_noAllocation
  private mutating func startFromRest(_ opened: inout RunningSet, since: Int, isEnding: Bool) {
    let rest = window.rest(before: lobes[lobes.count &- 2 &* OpeningRule.cycles].peak)
    guard rest > consumed else { return }
    findLobes(opened, meansSince: rest, rest: rest, isEnding: isEnding)
    var old = 0
    while old < lobes.count && lobes[old].peak <= rest { old &+= 1 }
    lobes.removeFirst(old)
    if lobes.count > 0 && !lobes[lobes.count &- 1].isClosed { lobes.removeLast() }
    if var again = OpeningRule.open(
      lobes, window, speed, channel: opened.channel, since: rest, statistics: &statistics)
    {
      lobes[0].start = max(lobes[0].start, rest)
      again.rest = rest
      opened = again
      return
    }
    findLobes(opened, meansSince: since &+ 5, rest: -1, isEnding: isEnding)
    old = 0
    while old < lobes.count && lobes[old].start <= consumed { old &+= 1 }
    lobes.removeFirst(old)
    if lobes.count > 0 && !lobes[lobes.count &- 1].isClosed { lobes.removeLast() }
  }

  @_noLocks @_noAllocation
  private mutating func findLobes(
    _ opened: RunningSet, meansSince tick: Int, rest: Int, isEnding: Bool
  ) {
    speed.compute(window, meansSince: tick, rest: rest)
    opened.channel.write(window, speed, into: &signal)
    // Nothing of what was before may join the first direction.
    var index = 0
    while index < rest &- window.first {
      signal[index] = 0
      index &+= 1
    }
    let finder = LobeFinder(
      threshold: max(LobeFinder.turningShare * opened.amplitude, opened.channel.floor),
      isEnding: isEnding)
    finder.find(signal, count: window.count, first: window.first, into: &lobes)
  }

  /// The sign of the channel when the hand goes up.
  @_noLocks @_noAllocation
  func upSign(_ channel: MotionChannel, from begin: Int, to end: Int) -> Double {
    if channel.isVertical { return 1 }
    var signals = 0.0
    var speeds = 0.0
    var product = 0.0
    var tick = begin
    while tick < end {
      let a = signal[tick &- window.first]
      let b = speed.values[tick &- window.first]
      signals += a
      speeds += b
      product += a * b
      tick &+= 1
    }
    let covariance = product - signals * speeds / Double(max(1, end &- begin))
    return covariance > 0 ? 1 : covariance < 0 ? -1 : 0
  }

  /// The index of the first lobe before those recognised that still belongs to the set.
  @_noLocks @_noAllocation
  private mutating func walkBack(_ opened: RunningSet, from recognised: Int) -> Int {
    var first = recognised
    while first > 0 {
      let lobe = lobes[first &- 1]
      let next = lobes[first]
      statistics.clear()
      var same = first &+ 1
      while same < lobes.count {
        statistics.append(lobes[same].height)
        same &+= 2
      }
      let size = (lobe.height + next.height) / opened.amplitude
      let spacing = Double(next.peak &- lobe.peak) / (opened.period / 2)
      if lobe.height < 0.45 * statistics.median() || size <= 0.45 || size >= 2.2 || spacing > 3 {
        break
      }
      first &-= 1
    }
    return first
  }

  /// Drops a first lobe that goes the wrong way for the exercise. Returns it when the stream
  /// began inside it: half a repetition was seen.
  @_noLocks @_noAllocation
  private mutating func dropWrongBeginning(_ opened: RunningSet) -> Lobe? {
    guard motion.firstDirection.isKnown, opened.upSign != 0, lobes.count > 2 else {
      return nil
    }
    let first = lobes[0]
    let goesUp = first.isPositive == (opened.upSign > 0)
    guard goesUp != motion.firstDirection.isUp else { return nil }
    lobes.removeFirst(1)
    // Within 0.6 s of the first sample.
    return first.start < 15 && first.height > 0.6 * opened.amplitude / 2 ? first : nil
  }

  /// Makes the template of the last cycles and starts the set.
  @_noLocks @_noAllocation
  private mutating func begin(_ opened: inout RunningSet) {
    opened.start = lobes[0].start
    opened.startsPositive = lobes[0].isPositive
    opened.lastPeak = lobes[0].start &- 1
    opened.openedAt = window.end
    let pairs = lobes.count / 2
    var pair = max(0, pairs &- OpeningRule.cycles)
    var number = 0.0
    while pair < pairs {
      let out = lobes[2 &* pair]
      let back = lobes[2 &* pair &+ 1]
      number += 1
      opened.template.blend(
        with: CycleShape(window, speed, out, back), share: 1 / number)
      opened.usualTravel.note(travel(out, back, opened.channel))
      pair &+= 1
    }
    ledger.beginSet()
    live.begin(at: window.time(at: Double(window.end &- 1)))
    set = opened
    isActive = true
  }
}
