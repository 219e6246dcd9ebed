internal import Synchronization

/// The memory both ends of a ring share: the slots, the two indices and the drop counter.
///
/// The indices run freely and wrap with the machine word; `index & mask` is the slot. What one
/// thread writes never lies on a line that the other reads often: 128 bytes apart, since x86
/// fetches 64-byte lines in pairs and some ARM cores have lines of 128 bytes.
@safe
final class RingMemory: @unchecked Sendable {
  /// Slots, a power of two.
  let capacity: Int
  let slots: UnsafeMutableRawPointer
  /// Slots filled since the ring was made; written by the producer alone.
  let head: UnsafeMutablePointer<Atomic<Int>>
  /// Slots emptied since the ring was made; written by the consumer alone.
  let tail: UnsafeMutablePointer<Atomic<Int>>
  /// The producer's last look at `tail` and the consumer's last look at `head`.
  let seenTail: UnsafeMutablePointer<Int>
  let seenHead: UnsafeMutablePointer<Int>
  /// 1 while the consumer sleeps or is about to.
  let asleep: UnsafeMutablePointer<Atomic<UInt32>>
  /// Elements refused; written by the producer alone.
  let dropped: UnsafeMutablePointer<Atomic<UInt64>>

  private let lines: UnsafeMutableRawPointer

  /// Makes room for at least `capacity` elements of `stride` bytes, written once if `isTouched`.
  init(capacity: Int, stride: Int, isTouched: Bool) {
    let line = 128
    self.capacity = Self.powerOfTwo(atLeast: capacity)
    let byteCount = self.capacity * max(stride, 1)
    let slots = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: line)
    // So that no page is missing when the hot threads first use it.
    if isTouched { unsafe slots.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount) }
    let lines = UnsafeMutableRawPointer.allocate(byteCount: 6 * line, alignment: line)
    unsafe head = lines.initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
    unsafe tail = (lines + line).initializeMemory(as: Atomic<Int>.self, to: Atomic(0))
    unsafe seenTail = (lines + 2 * line).initializeMemory(as: Int.self, to: 0)
    unsafe seenHead = (lines + 3 * line).initializeMemory(as: Int.self, to: 0)
    unsafe asleep = (lines + 4 * line).initializeMemory(as: Atomic<UInt32>.self, to: Atomic(0))
    unsafe dropped = (lines + 5 * line).initializeMemory(as: Atomic<UInt64>.self, to: Atomic(0))
    unsafe self.slots = slots
    unsafe self.lines = lines
  }

  deinit {
    unsafe slots.deallocate()
    unsafe lines.deallocate()
  }

  /// 2...2^30: small enough that free-running indices can't be mistaken for one another.
  private static func powerOfTwo(atLeast count: Int) -> Int {
    var power = 2
    while power < count, power < 1 << 30 { power <<= 1 }
    return power
  }
}
