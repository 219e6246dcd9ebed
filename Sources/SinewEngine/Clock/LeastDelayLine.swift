/// The line under the arrivals: where they would lie if no sample had waited on its way.
///
/// Transport only ever adds delay, so the truth is near the lower edge of the cloud of points
/// (device time x, arrival less device time y), not in its middle. Of the lines below all points
/// the one with the least mean delay is the edge of their lower convex hull that spans the mean
/// of x (Moon, Skelly, Towsley 1999, "Estimation and removal of clock skew from network delay
/// measurements"). Points are thinned to the lowest one of each second, and those of the last two
/// minutes count: long against the beat between a device's clock and a 16 ms USB timer, short
/// against the warming of a crystal.
struct LeastDelayLine: BitwiseCopyable, Sendable {
  /// dy/dx: by how much a device second is longer than a second here.
  private(set) var slope = 0.0
  /// y at x = 0, seconds.
  private(set) var intercept = 0.0
  /// Seconds of device time the fit rests on.
  private(set) var span = 0.0

  /// Width of the slope one expects before any measurement: crystals stay within 0.0002.
  private let priorWidth: Double
  /// The slope of the last fit over a minute or more: survives gaps and restarts.
  private var priorSlope = 0.0

  private var xs = InlineArray<128, Double>(repeating: 0)
  private var ys = InlineArray<128, Double>(repeating: 0)
  private var first = 0
  private var count = 0

  private var isBinOpen = false
  private var binStart = 0.0
  private var binX = 0.0
  private var binY = 0.0

  /// - Parameter priorWidth: 0.0002 where the nominal rate is known, more where it is guessed.
  init(priorWidth: Double) { self.priorWidth = priorWidth }

  /// The least y to be expected at `x`.
  @_noLocks @_noAllocation
  func value(at x: Double) -> Double { intercept + slope * x }

  /// How far the lowest point of the newest completed second lies above the line, seconds.
  var newestHeight: Double {
    @_noLocks @_noAllocation
    get {
      guard count > 0 else { return 0 }
      let newest = (first &+ count &- 1) & 127
      return ys[newest] - value(at: xs[newest])
    }
  }

  /// Forgets the points and keeps what was learned about the slope.
  @_noLocks @_noAllocation
  mutating func clear() {
    slope = priorSlope
    intercept = 0
    span = 0
    first = 0
    count = 0
    isBinOpen = false
  }

  /// Takes a point, `x` not less than that of the point before. True when a second was completed
  /// and the line fitted anew.
  @_noLocks @_noAllocation
  mutating func add(x: Double, y: Double) -> Bool {
    guard isBinOpen else {
      openBin(x: x, y: y)
      if count == 0 { intercept = y - slope * x }
      return false
    }
    let isComplete = x - binStart >= 1
    if isComplete {
      keep(x: binX, y: binY)
      openBin(x: x, y: y)
      fit()
    } else if y - slope * x < binY - slope * binX {
      binX = x
      binY = y
    }
    let height = y - slope * x
    if height < intercept { intercept = height }
    return isComplete
  }

  @_noLocks @_noAllocation
  private mutating func openBin(x: Double, y: Double) {
    isBinOpen = true
    binStart = x
    binX = x
    binY = y
  }

  @_noLocks @_noAllocation
  private mutating func keep(x: Double, y: Double) {
    while count > 0, count == 128 || x - xs[first] > 120 {
      first = (first &+ 1) & 127
      count &-= 1
    }
    let next = (first &+ count) & 127
    xs[next] = x
    ys[next] = y
    count &+= 1
  }

  @_noLocks @_noAllocation
  private mutating func fit() {
    let newest = (first &+ count &- 1) & 127
    span = xs[newest] - xs[first]
    slope = count > 1 ? blended(hullSlope()) : priorSlope
    if span > 60 { priorSlope = slope }
    var lowest = binY - slope * binX
    var index = 0
    while index < count {
      let at = (first &+ index) & 127
      let height = ys[at] - slope * xs[at]
      if height < lowest { lowest = height }
      index &+= 1
    }
    intercept = lowest
  }

  /// The slope of the edge of the lower hull that spans the mean of x (Andrew's monotone chain).
  @_noLocks @_noAllocation
  private func hullSlope() -> Double {
    var hull = InlineArray<128, Int>(repeating: 0)
    var size = 0
    var sum = 0.0
    var index = 0
    while index < count {
      let point = (first &+ index) & 127
      sum += xs[point]
      while size > 1, isAbove(hull[size &- 1], from: hull[size &- 2], to: point) { size &-= 1 }
      hull[size] = point
      size &+= 1
      index &+= 1
    }
    let mean = sum / Double(count)
    var edge = 1
    while edge < size &- 1, xs[hull[edge]] < mean { edge &+= 1 }
    guard size > 1 else { return priorSlope }
    let from = hull[edge &- 1]
    let to = hull[edge]
    let width = xs[to] - xs[from]
    return width > 0 ? (ys[to] - ys[from]) / width : priorSlope
  }

  @_noLocks @_noAllocation
  private func isAbove(_ middle: Int, from left: Int, to right: Int) -> Bool {
    (xs[middle] - xs[left]) * (ys[right] - ys[left])
      <= (ys[middle] - ys[left]) * (xs[right] - xs[left])
  }

  /// The measured slope drawn towards the expected one, by the squares of their uncertainties.
  ///
  /// The measurement is worth about twice the mean height of the points over the line by the time
  /// they span; the term with 0.003 s stands for the heights that few points can't show. A
  /// measurement far outside the prior widens it: a ceramic resonator may be off by 0.005.
  @_noLocks @_noAllocation
  private func blended(_ measured: Double) -> Double {
    guard span > 0 else { return priorSlope }
    var lowest = Double.infinity
    var sum = 0.0
    var index = 0
    while index < count {
      let at = (first &+ index) & 127
      let height = ys[at] - measured * xs[at]
      sum += height
      if height < lowest { lowest = height }
      index &+= 1
    }
    let points = Double(count)
    let scatter = (sum / points - lowest) * (1 + 4 / points) + 0.003 / points
    let uncertainty = 2 * scatter / span
    let surprise = measured - priorSlope
    let trust = priorWidth * priorWidth + surprise * surprise
    return priorSlope + surprise * trust / (trust + uncertainty * uncertainty)
  }
}
