internal import SinewSignal

extension RepetitionDetector {
  /// A pause up to this long between two repetitions is shared by both, ticks (0.8 s).
  static var sharedPause: Double {
    @_noLocks @_noAllocation
    get { 20 }
  }

  /// Publishes a complete repetition. The caller stores `running` afterwards.
  @_noLocks @_noAllocation
  mutating func publish(_ out: Lobe, _ back: Lobe, _ running: inout RunningSet) {
    var borders = borders(out, back, running.channel)
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

  /// More time passed than ticks: something was cut out.
  @_noLocks @_noAllocation
  private func hasGap(from start: Double, to end: Double) -> Bool {
    let passed = window.time(at: end) - window.time(at: start)
    return passed - (end - start) / TickLane.rate > 0.2
  }
}
