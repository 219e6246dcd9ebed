internal import SinewSignal

extension RepetitionDetector {
  /// A pause up to this long between two repetitions is shared by both, ticks (0.8 s).
  private static var sharedPause: Double {
    @_noLocks @_noAllocation
    get { 20 }
  }

  /// Below this part of its peak a direction has not begun: what is left is noise, whose zero
  /// crossings mean nothing.
  private static var restShare: Double {
    @_noLocks @_noAllocation
    get { 0.02 }
  }

  /// Publishes a complete repetition. The caller stores `running` afterwards.
  @_noLocks @_noAllocation
  mutating func publish(_ out: Lobe, _ back: Lobe, _ running: inout RunningSet) {
    var start = border(of: out.start, step: -1, height: out.height)
    let end = border(of: back.end, step: 1, height: back.height)
    // Lobes more than 0.25 s apart have a pause between them.
    let hasPause = back.start &- out.end > 7
    let turn = hasPause ? Double(out.end) : crossing(between: out, and: back)
    if let last = ledger.last(), start - last.end > 0, start - last.end <= Self.sharedPause {
      start = (last.end + start) / 2
      ledger.moveLastEnd(to: start)
      events.append(.endMoved(ordinal: last.ordinal, end: instant(start), decided: newest))
    }
    let ordinal = ledger.append(turn: turn, end: end)
    var repetition = MotionRepetition(ordinal: ordinal, measure: running.channel.measure)
    repetition.start = instant(start)
    repetition.outEnd = instant(turn)
    repetition.backStart = instant(hasPause ? Double(back.start) : turn)
    repetition.end = instant(end)
    repetition.decided = newest
    repetition.firstIsUp = running.startsPositive == (running.upSign >= 0)
    let travel = self.travel(out, back, running.channel)
    repetition.range = Float(travel.range)
    repetition.outSpeed = Float(meanSpeed(out))
    repetition.backSpeed = Float(meanSpeed(back))
    running.usualTravel.note(travel)
    repetition.isPartial = running.usualTravel.isPartial(travel, with: &statistics)
    repetition.isIncomplete = hasGap(from: start, to: end)
    events.append(.repetition(repetition))
  }

  /// Half a repetition that was under way when the stream began.
  @_noLocks @_noAllocation
  mutating func publishCut(_ back: Lobe, _ running: RunningSet) {
    let ordinal = ledger.append(turn: Double(back.start), end: Double(back.end))
    var repetition = MotionRepetition(ordinal: ordinal, measure: running.channel.measure)
    repetition.start = instant(Double(back.start))
    repetition.outEnd = repetition.start
    repetition.backStart = repetition.start
    repetition.end = instant(Double(back.end))
    repetition.decided = newest
    repetition.firstIsUp = running.startsPositive == (running.upSign >= 0)
    repetition.range = Float(path(back))
    repetition.backSpeed = Float(meanSpeed(back))
    repetition.isIncomplete = true
    events.append(.repetition(repetition))
  }

  /// At the end of a recording: a finished lift whose lowering was cut off counts. A movement that
  /// goes down first does not: a descent alone is nothing.
  @_noLocks @_noAllocation
  mutating func publishUnfinished(_ out: Lobe) {
    guard let running = set else { return }
    let goesUp = running.startsPositive == (running.upSign >= 0)
    guard motion.firstDirection.isKnown ? motion.firstDirection.isUp : goesUp else { return }
    let sign = out.isPositive ? 1.0 : -1.0
    let shape = CycleShape(window, speed, out, out)
    guard sign * signal[window.count &- 1] < 0.3 * out.height,
      out.height > 0.6 * running.amplitude / 2,
      Double(out.peak &- running.lastPeak) < 0.9 * running.period,
      shape.firstHalfCorrelation(with: running.template) > 0.8
    else { return }
    let ordinal = ledger.append(turn: Double(out.end), end: Double(window.end))
    var repetition = MotionRepetition(ordinal: ordinal, measure: running.channel.measure)
    repetition.start = instant(Double(out.start))
    repetition.outEnd = instant(Double(out.end))
    repetition.backStart = repetition.outEnd
    repetition.end = instant(Double(window.end))
    repetition.decided = newest
    repetition.firstIsUp = goesUp
    repetition.range = Float(path(out))
    repetition.outSpeed = Float(meanSpeed(out))
    repetition.isIncomplete = true
    events.append(.repetition(repetition))
  }

  /// Where the speed vanishes if that is within 0.4 s of the edge of the lobe, else the edge.
  @_noLocks @_noAllocation
  private func border(of edge: Int, step: Int, height: Double) -> Double {
    let origin = edge &- window.first
    let sign = signal[origin] > 0 ? 1.0 : -1.0
    var index = origin
    var steps = 0
    while steps < 10, index &+ step >= 0, index &+ step < window.count {
      let here = sign * signal[index] - Self.restShare * height
      let next = sign * signal[index &+ step] - Self.restShare * height
      if next <= 0 {
        let part = here > next ? here / (here - next) : 0
        return Double(index &+ window.first) + Double(step) * part
      }
      index &+= step
      steps &+= 1
    }
    return Double(edge)
  }

  /// Where the speed changes sign between two lobes.
  @_noLocks @_noAllocation
  private func crossing(between out: Lobe, and back: Lobe) -> Double {
    let sign = out.isPositive ? 1.0 : -1.0
    var tick = out.peak
    while tick <= back.peak {
      let here = signal[tick &- window.first]
      if sign * here <= 0 {
        let before = signal[tick &- 1 &- window.first]
        return Double(tick &- 1) + (before != here ? before / (before - here) : 0)
      }
      tick &+= 1
    }
    return Double(out.end &+ back.start) / 2
  }

  /// More time passed than ticks: something was cut out.
  @_noLocks @_noAllocation
  private func hasGap(from start: Double, to end: Double) -> Bool {
    let passed = window.time(at: end) - window.time(at: start)
    return passed - (end - start) / TickLane.rate > 0.2
  }
}
