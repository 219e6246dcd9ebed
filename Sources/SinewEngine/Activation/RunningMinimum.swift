/// The lowest block mean among the last forty blocks.
struct RunningMinimum: BitwiseCopyable {
  /// The minimum; of the unfinished first block, its mean.
  private(set) var value = 0.0

  private var blocks = InlineArray<40, Double>(repeating: .infinity)
  private var next = 0
  private var isComplete = false
  private var sum = 0.0
  private var count = 0
  private let length: Int

  /// - Parameter length: samples in a block, at least 1.
  init(length: Int) { self.length = max(1, length) }

  @_noLocks @_noAllocation
  mutating func add(_ sample: Double) {
    sum += sample
    count &+= 1
    if !isComplete { value = sum / Double(count) }
    guard count >= length else { return }
    blocks[next] = sum / Double(count)
    next = next &+ 1 == 40 ? 0 : next &+ 1
    isComplete = true
    forgetBlock()
    value = .infinity
    var index = 0
    while index < 40 {
      value = min(value, blocks[index])
      index &+= 1
    }
  }

  /// Drops the unfinished block.
  @_noLocks @_noAllocation
  mutating func forgetBlock() {
    sum = 0
    count = 0
  }
}
