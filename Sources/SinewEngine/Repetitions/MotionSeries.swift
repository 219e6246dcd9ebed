/// A row of numbers of fixed length, allocated once.
///
/// An index out of range reads 0 and writes nothing: a slip of arithmetic must not stop the daemon.
@safe
struct MotionSeries: ~Copyable {
  private let base: UnsafeMutablePointer<Double>
  let capacity: Int

  init(capacity: Int) {
    let base = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
    unsafe base.initialize(repeating: 0, count: capacity)
    unsafe self.base = base
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  subscript(index: Int) -> Double {
    @_noLocks @_noAllocation
    get { index >= 0 && index < capacity ? unsafe base[index] : 0 }
    @_noLocks @_noAllocation
    set {
      if index >= 0 && index < capacity { unsafe base[index] = newValue }
    }
  }
}
