/// Mean of the last few samples; of fewer while it fills.
struct MovingMean: BitwiseCopyable {
  private var samples = InlineArray<32, Double>(repeating: 0)
  private var count = 0
  private let length: Int

  /// - Parameter length: samples, 1...32; outside, the nearest of both.
  init(length: Int) { self.length = max(1, min(32, length)) }

  @_noLocks @_noAllocation
  mutating func add(_ sample: Double) -> Double {
    samples[count & 31] = sample
    count &+= 1
    let number = min(count, length)
    var sum = 0.0
    var back = 1
    while back <= number {
      sum += samples[(count &- back) & 31]
      back &+= 1
    }
    return sum / Double(number)
  }

  @_noLocks @_noAllocation
  mutating func restart() { count = 0 }
}
