internal import SinewSignal

extension RepetitionDetector {
  /// Below this part of its peak a direction has not begun: what is left is noise, whose zero
  /// crossings mean nothing.
  private static var restShare: Double {
    @_noLocks @_noAllocation
    get { 0.02 }
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

  /// The borders of a repetition. A bar is timed by a speed integrated for it alone: the one that
  /// finds it leaks, which brings each turn forward by a sixth of a second and hides the pauses.
  @_noLocks @_noAllocation
  mutating func borders(_ out: Lobe, _ back: Lobe, _ channel: MotionChannel) -> Borders {
    guard channel.isVertical else { return borders(signal, out, back) }
    var (up, down) = (out, back)
    barSpeed.integrate(window, from: up.start, to: down.end)
    guard redraw(&up, &down) else { return borders(signal, out, back) }
    // Once more, from where the bar surely stands: its edges are those of 12 % of the peak.
    barSpeed.integrate(window, from: up.start &- 4, to: down.end &+ 4)
    guard redraw(&up, &down) else { return borders(signal, out, back) }
    return borders(barSpeed.values, up, down)
  }

  /// Draws the edges of both directions in the bar's own speed; false where it shows others.
  @_noLocks @_noAllocation
  private func redraw(_ out: inout Lobe, _ back: inout Lobe) -> Bool {
    out.value = barSpeed.values[out.peak &- window.first]
    back.value = barSpeed.values[back.peak &- window.first]
    guard out.value * back.value < 0 else { return false }
    let before = max(window.first, out.start &- BarSpeed.margin)
    let after = min(window.end &- 1, back.end &+ BarSpeed.margin)
    let (outPeak, backPeak) = (out.peak, back.peak)
    draw(&out, from: before, to: backPeak)
    draw(&back, from: outPeak, to: after)
    return true
  }

  @_noLocks @_noAllocation
  private func draw(_ lobe: inout Lobe, from: Int, to: Int) {
    let first = window.first
    var inWindow = lobe
    inWindow.peak &-= first
    lobe.start =
      first
      &+ LobeFinder.edge(
        barSpeed.values, of: inWindow, limit: from &- first, step: -1)
    lobe.end =
      first
      &+ LobeFinder.edge(
        barSpeed.values, of: inWindow, limit: to &- first, step: 1)
  }

  @_noLocks @_noAllocation
  private func borders(
    _ speed: borrowing MotionSeries, _ out: Lobe, _ back: Lobe
  ) -> Borders {
    // Lobes more than 0.25 s apart have a pause between them.
    let hasPause = back.start &- out.end > 7
    let turn = hasPause ? Double(out.end) : crossing(speed, between: out, and: back)
    return Borders(
      start: border(speed, of: out.start, step: -1, height: out.height), turn: turn,
      backStart: hasPause ? Double(back.start) : turn,
      end: border(speed, of: back.end, step: 1, height: back.height))
  }

  /// Where the speed vanishes if that is within 0.4 s of the edge of the lobe, else the edge.
  @_noLocks @_noAllocation
  private func border(
    _ speed: borrowing MotionSeries, of edge: Int, step: Int, height: Double
  ) -> Double {
    let origin = edge &- window.first
    let sign = speed[origin] > 0 ? 1.0 : -1.0
    var index = origin
    var steps = 0
    while steps < 10, index &+ step >= 0, index &+ step < window.count {
      let here = sign * speed[index] - Self.restShare * height
      let next = sign * speed[index &+ step] - Self.restShare * height
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
  private func crossing(
    _ speed: borrowing MotionSeries, between out: Lobe, and back: Lobe
  ) -> Double {
    let sign = out.isPositive ? 1.0 : -1.0
    // From the last tick that surely is of the lift: at a sticking point it may sink for a moment.
    var tick = max(out.peak, out.end)
    while tick <= back.peak {
      let here = speed[tick &- window.first]
      if sign * here <= 0 {
        let before = speed[tick &- 1 &- window.first]
        return Double(tick &- 1) + (before != here ? before / (before - here) : 0)
      }
      tick &+= 1
    }
    return Double(out.end &+ back.start) / 2
  }
}
