/// Cuts a speed into alternating lobes.
struct LobeFinder {
  /// Turning threshold as part of the usual peak-to-peak speed.
  static var turningShare: Double {
    @_noLocks @_noAllocation
    get { 0.35 }
  }
  /// A lobe ends where the speed is below this part of its peak.
  static var edgeShare: Double {
    @_noLocks @_noAllocation
    get { 0.12 }
  }
  /// Ticks of a dip that does not end a lobe, whatever follows: 0.4 s.
  private static var longestDip: Int {
    @_noLocks @_noAllocation
    get { 10 }
  }
  /// Ticks of a dip that does not end a lobe when a second hump follows: 1.4 s, a sticking point.
  private static var longestStick: Int {
    @_noLocks @_noAllocation
    get { 35 }
  }
  /// Part of the peak that a hump has at least after a sticking point; less is no lift but a sway.
  private static var smallestHump: Double {
    @_noLocks @_noAllocation
    get { 0.4 }
  }

  /// The smallest reversal that makes an extremum, deg/s or m/s.
  var threshold: Double
  /// The recording is over: an unfinished lobe counts when the speed has come down.
  var isEnding: Bool

  @_noLocks @_noAllocation
  init(threshold: Double, isEnding: Bool) {
    self.threshold = threshold
    self.isEnding = isEnding
  }

  /// Fills `lobes` from the first `count` values of `signal`, whose first value is at tick `first`.
  @_noLocks @_noAllocation
  func find(
    _ signal: borrowing MotionSeries, count: Int, first: Int, into lobes: inout LobeList
  ) {
    lobes.clear()
    guard count > 0 else { return }
    var zigzag = Zigzag(startingAt: signal[0])
    var index = 0
    while index < count {
      if let extremum = zigzag.push(index, signal[index], threshold: threshold) {
        accept(extremum, &lobes)
      }
      index &+= 1
    }
    // At the end half a usual lobe is enough.
    if isEnding, let last = zigzag.pending(least: 0.5 * threshold / Self.turningShare / 2) {
      accept(last, &lobes)
    }
    drawEdges(signal, count: count, &lobes)
    index = 0
    while index < lobes.count {
      lobes[index].start &+= first
      lobes[index].peak &+= first
      lobes[index].end &+= first
      index &+= 1
    }
  }

  /// Drops extrema near zero and keeps the larger of neighbours with the same sign, so that a lift
  /// with two humps stays one.
  @_noLocks @_noAllocation
  private func accept(_ extremum: Zigzag.Extremum, _ lobes: inout LobeList) {
    let lobe = Lobe(peak: extremum.index, value: extremum.value)
    guard lobe.height >= 0.34 * threshold else { return }
    guard lobes.count > 0, lobes[lobes.count &- 1].isPositive == lobe.isPositive else {
      lobes.append(lobe)
      return
    }
    if lobe.height > lobes[lobes.count &- 1].height { lobes[lobes.count &- 1] = lobe }
  }

  @_noLocks @_noAllocation
  private func drawEdges(
    _ signal: borrowing MotionSeries, count: Int, _ lobes: inout LobeList
  ) {
    let last = count &- 1
    var k = 0
    while k < lobes.count {
      var lobe = lobes[k]
      let sign = lobe.isPositive ? 1.0 : -1.0
      let before = k > 0 ? lobes[k &- 1].peak : 0
      let after = k &+ 1 < lobes.count ? lobes[k &+ 1].peak : last
      lobe.start = Self.edge(signal, of: lobe, limit: before, step: -1)
      lobe.end = Self.edge(signal, of: lobe, limit: after, step: 1)
      lobe.isClosed =
        lobe.end < last || (isEnding && sign * signal[last] < 0.75 * lobe.height)
      lobes[k] = lobe
      k &+= 1
    }
  }

  /// Outward from the peak to the last tick above the edge share; short dips are bridged, longer
  /// ones where the lift goes on after them.
  @_noLocks @_noAllocation
  static func edge(
    _ signal: borrowing MotionSeries, of lobe: Lobe, limit: Int, step: Int
  ) -> Int {
    let sign = lobe.isPositive ? 1.0 : -1.0
    let least = edgeShare * lobe.height
    var last = lobe.peak
    var index = lobe.peak
    while index != limit && abs(index &- last) <= longestStick {
      index &+= step
      let value = sign * signal[index]
      let isBridged = abs(index &- last) <= longestDip &+ 1
      if isBridged ? value > least : value > smallestHump * lobe.height { last = index }
    }
    return last
  }
}
