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

  /// Energy, amplitude, movement and roughness of a sample lie together: four arrays of 4 KiB each
  /// would push one another, and those of the other lanes, out of the first-level cache.
  private let storage: UnsafeMutablePointer<SIMD4<Float>>
  /// Samples taken so far.
  private(set) var count = 0

  init() {
    unsafe storage = UnsafeMutablePointer<SIMD4<Float>>.allocate(capacity: 1024)
    unsafe storage.initialize(repeating: SIMD4(repeating: 0), count: 1024)
  }

  deinit { unsafe storage.deallocate() }

  /// The number of the newest sample.
  var newest: Int {
    @_noLocks @_noAllocation
    get { count &- 1 }
  }

  @_noLocks @_noAllocation
  mutating func append(_ sample: OnsetSample) {
    unsafe storage[count & 1023] = SIMD4(
      Float(sample.amplitude * sample.amplitude), Float(sample.amplitude),
      Float(sample.movement), Float(sample.roughness))
    count &+= 1
  }

  @_noLocks @_noAllocation
  func energy(_ index: Int) -> Double { Double(unsafe storage[index & 1023].x) }

  @_noLocks @_noAllocation
  func amplitude(_ index: Int) -> Double { Double(unsafe storage[index & 1023].y) }

  @_noLocks @_noAllocation
  func movement(_ index: Int) -> Double { Double(unsafe storage[index & 1023].z) }

  @_noLocks @_noAllocation
  func roughness(_ index: Int) -> Double { Double(unsafe storage[index & 1023].w) }

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
