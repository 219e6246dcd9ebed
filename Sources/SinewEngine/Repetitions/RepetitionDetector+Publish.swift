internal import SinewSignal

extension RepetitionDetector {
  /// A pause up to this long between two repetitions is shared by both, ticks (0.8 s).
  static var sharedPause: Double {
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
    var borders = borders(out, back)
    if let last = ledger.last(), borders.start - last.end > 0,
      borders.start - last.end <= Self.sharedPause
    {
      borders.start = (last.end + borders.start) / 2
      ledger.moveLastEnd(to: borders.start)
      events.append(.endMoved(ordinal: last.ordinal, end: instant(borders.start), decided: newest))
    }
    let travel = self.travel(out, back, running.channel)
    running.usualTravel.note(travel)
    if let told = tentative.claim(turn: borders.turn) {
      // The set may draw its end elsewhere; a tick is no news.
      _ = ledger.append(turn: borders.turn, end: borders.end, ordinal: told.ordinal)
      if abs(told.end - borders.end) > 1 {
        events.append(
          .endMoved(ordinal: told.ordinal, end: instant(borders.end), decided: newest))
      }
      return
    }
    // What does not belong to the set that is now certain was none of it.
    takeBackTentative()
    let ordinal = ledger.append(turn: borders.turn, end: borders.end)
    var repetition = measured(out, back, borders, running.channel, ordinal: ordinal)
    repetition.firstIsUp = running.startsPositive == (running.upSign >= 0)
    repetition.isPartial = running.usualTravel.isPartial(travel, with: &statistics)
    events.append(.repetition(repetition))
  }

  /// Ticks, with fractions; `backStart` is `turn` where there is no pause.
  struct Borders {
    var start: Double
    var turn: Double
    var backStart: Double
    var end: Double

    @_noLocks @_noAllocation
    init(start: Double, turn: Double, backStart: Double, end: Double) {
      self.start = start
      self.turn = turn
      self.backStart = backStart
      self.end = end
    }
  }

  @_noLocks @_noAllocation
  func borders(_ out: Lobe, _ back: Lobe) -> Borders {
    // Lobes more than 0.25 s apart have a pause between them.
    let hasPause = back.start &- out.end > 7
    let turn = hasPause ? Double(out.end) : crossing(between: out, and: back)
    return Borders(
      start: border(of: out.start, step: -1, height: out.height), turn: turn,
      backStart: hasPause ? Double(back.start) : turn,
      end: border(of: back.end, step: 1, height: back.height))
  }

  /// A repetition with its times and what was measured in it.
  @_noLocks @_noAllocation
  func measured(
    _ out: Lobe, _ back: Lobe, _ borders: Borders, _ channel: MotionChannel, ordinal: UInt32
  ) -> MotionRepetition {
    var repetition = MotionRepetition(ordinal: ordinal, measure: channel.measure)
    repetition.start = instant(borders.start)
    repetition.outEnd = instant(borders.turn)
    repetition.backStart = instant(borders.backStart)
    repetition.end = instant(borders.end)
    repetition.decided = newest
    repetition.range = Float(travel(out, back, channel).range)
    repetition.outSpeed = Float(meanSpeed(out))
    repetition.backSpeed = Float(meanSpeed(back))
    repetition.isIncomplete = hasGap(from: borders.start, to: borders.end)
    return repetition
  }

  /// Half a repetition that was under way when the stream began.
  @_noLocks @_noAllocation
  mutating func publishCut(_ back: Lobe, _ running: RunningSet) {
    takeBackTentative()
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
