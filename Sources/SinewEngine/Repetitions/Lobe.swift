/// One direction of a movement: a stretch of speed of one sign. Ticks are those of the window.
struct Lobe: BitwiseCopyable {
  /// The outermost ticks with more than 12 % of the peak.
  var start: Int
  var peak: Int
  var end: Int
  /// Speed at the peak with its sign, deg/s or m/s.
  var value: Double
  /// The speed has fallen below 12 % of the peak again.
  var isClosed: Bool

  @_noLocks @_noAllocation
  init(peak: Int, value: Double) {
    start = peak
    self.peak = peak
    end = peak
    self.value = value
    isClosed = false
  }

  var height: Double {
    @_noLocks @_noAllocation
    get { abs(value) }
  }

  var isPositive: Bool {
    @_noLocks @_noAllocation
    get { value > 0 }
  }
}
