/// The last 1024 samples of the working rate, in memory allocated once.
///
/// Samples are counted from 0; a sample overwritten or not yet taken reads as some other one, never
/// as foreign memory.
@safe
struct OnsetHistory: ~Copyable {
  /// The longest stretch that may be read back from the newest sample.
  static var longest: Int {
    @_noLocks @_noAllocation
    get { 1022 }
  }

  private let storage: UnsafeMutablePointer<Float>
  /// Samples taken so far.
  private(set) var count = 0

  init() {
    unsafe storage = UnsafeMutablePointer<Float>.allocate(capacity: 4 * 1024)
    unsafe storage.initialize(repeating: 0, count: 4 * 1024)
  }

  deinit { unsafe storage.deallocate() }

  /// The number of the newest sample.
  var newest: Int {
    @_noLocks @_noAllocation
    get { count &- 1 }
  }

  @_noLocks @_noAllocation
  mutating func append(_ sample: OnsetSample) {
    let slot = count & 1023
    unsafe storage[slot] = Float(sample.amplitude * sample.amplitude)
    unsafe storage[slot &+ 1024] = Float(sample.amplitude)
    unsafe storage[slot &+ 2048] = Float(sample.movement)
    unsafe storage[slot &+ 3072] = Float(sample.roughness)
    count &+= 1
  }

  @_noLocks @_noAllocation
  func energy(_ index: Int) -> Double { Double(unsafe storage[index & 1023]) }

  @_noLocks @_noAllocation
  func amplitude(_ index: Int) -> Double { Double(unsafe storage[(index & 1023) &+ 1024]) }

  @_noLocks @_noAllocation
  func movement(_ index: Int) -> Double { Double(unsafe storage[(index & 1023) &+ 2048]) }

  @_noLocks @_noAllocation
  func roughness(_ index: Int) -> Double { Double(unsafe storage[(index & 1023) &+ 3072]) }

  /// Mean energy of the samples `first...last`, at most the history's length.
  @_noLocks @_noAllocation
  func meanEnergy(_ first: Int, _ last: Int) -> Double {
    var index = max(first, last &- OnsetHistory.longest)
    guard index <= last else { return 0 }
    let number = Double(last &- index &+ 1)
    var sum = 0.0
    while index <= last {
      sum += energy(index)
      index &+= 1
    }
    return sum / number
  }
}
