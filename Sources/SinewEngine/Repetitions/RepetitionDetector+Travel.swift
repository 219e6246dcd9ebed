extension RepetitionDetector {
  /// The travel of a whole repetition.
  @_noLocks @_noAllocation
  func travel(_ out: Lobe, _ back: Lobe, _ channel: MotionChannel) -> MotionTravel {
    MotionTravel(window, signal, channel: channel, from: out.start, to: back.end)
  }

  /// The way of a single direction along the channel: degrees or metres.
  @_noLocks @_noAllocation
  func path(_ lobe: Lobe) -> Double {
    let sign = lobe.isPositive ? 1.0 : -1.0
    var sum = 0.0
    var tick = lobe.start
    while tick <= lobe.end {
      sum += sign * signal[tick &- window.first]
      tick &+= 1
    }
    return max(0, sum / TickLane.rate)
  }

  /// Mean speed of a direction along the channel: deg/s or m/s.
  @_noLocks @_noAllocation
  func meanSpeed(_ lobe: Lobe) -> Double {
    path(lobe) * TickLane.rate / Double(max(1, lobe.end &- lobe.start &+ 1))
  }
}
