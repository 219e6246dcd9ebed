/// Finds extrema of a signal: one is certain once the signal turned back by a threshold.
struct Zigzag {
  struct Extremum {
    var index: Int
    var value: Double

    @_noLocks @_noAllocation
    init(_ index: Int, _ value: Double) {
      self.index = index
      self.value = value
    }
  }

  private enum Direction { case unknown, rising, falling }

  private var direction = Direction.unknown
  private var high: Extremum
  private var low: Extremum

  @_noLocks @_noAllocation
  init(startingAt value: Double) {
    high = Extremum(0, value)
    low = Extremum(0, value)
  }

  /// Takes the next value; returns the extremum it makes certain.
  @_noLocks @_noAllocation
  mutating func push(_ index: Int, _ value: Double, threshold: Double) -> Extremum? {
    if value > high.value { high = Extremum(index, value) }
    if value < low.value { low = Extremum(index, value) }
    switch direction {
    case .unknown:
      guard high.value - low.value > threshold else { return nil }
      return high.index > low.index
        ? turnUp(index, value) : turnDown(index, value)
    case .rising:
      return high.value - value > threshold ? turnDown(index, value) : nil
    case .falling:
      return value - low.value > threshold ? turnUp(index, value) : nil
    }
  }

  /// At the end of a recording: the extremum under way, if the signal is beyond `least`.
  @_noLocks @_noAllocation
  func pending(least: Double) -> Extremum? {
    if direction == .rising && high.value > least { return high }
    if direction == .falling && low.value < -least { return low }
    return nil
  }

  @_noLocks @_noAllocation
  private mutating func turnUp(_ index: Int, _ value: Double) -> Extremum {
    direction = .rising
    high = Extremum(index, value)
    return low
  }

  @_noLocks @_noAllocation
  private mutating func turnDown(_ index: Int, _ value: Double) -> Extremum {
    direction = .falling
    low = Extremum(index, value)
    return high
  }
}
