/// Lobes in time order, in memory allocated once. Beyond the end there are empty lobes.
@safe
struct LobeList: ~Copyable {
  /// No window of 600 ticks has more extrema.
  private static var capacity: Int {
    @_noLocks @_noAllocation
    get { 602 }
  }

  private let base: UnsafeMutablePointer<Lobe>
  private(set) var count = 0

  init() {
    let base = UnsafeMutablePointer<Lobe>.allocate(capacity: 602)
    unsafe base.initialize(repeating: Lobe(peak: 0, value: 0), count: 602)
    unsafe self.base = base
  }

  deinit { unsafe base.deallocate() }

  subscript(index: Int) -> Lobe {
    @_noLocks @_noAllocation
    get { index >= 0 && index < count ? unsafe base[index] : Lobe(peak: 0, value: 0) }
    @_noLocks @_noAllocation
    set {
      if index >= 0 && index < count { unsafe base[index] = newValue }
    }
  }

  @_noLocks @_noAllocation
  mutating func clear() { count = 0 }

  @_noLocks @_noAllocation
  mutating func append(_ lobe: Lobe) {
    guard count < Self.capacity else { return }
    unsafe base[count] = lobe
    count &+= 1
  }

  @_noLocks @_noAllocation
  mutating func removeLast() { count = max(0, count &- 1) }

  /// Forgets the first `number` lobes.
  @_noLocks @_noAllocation
  mutating func removeFirst(_ number: Int) {
    guard number > 0 else { return }
    var index = number
    while index < count {
      unsafe base[index &- number] = unsafe base[index]
      index &+= 1
    }
    count = max(0, count &- number)
  }
}
