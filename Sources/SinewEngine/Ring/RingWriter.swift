internal import Synchronization

/// The producer's half of the protocol, free of the element's type so that the compiler can prove
/// it free of locks and allocation.
///
/// Order: the slot is written, then `head` is stored with release; the consumer loads `head` with
/// acquire, so it sees the slot. The other way round the consumer stores `tail` with release after
/// its last read of a slot, and this side loads `tail` with acquire before it writes that slot
/// again. Each side reads its own index relaxed, for nobody else writes it, and looks at the
/// other's only when the copy it kept is used up: while neither waits, no line but the slots' own
/// travels between the cores.
@safe
struct RingWriter: ~Copyable, @unchecked Sendable {
  let slots: UnsafeMutableRawPointer
  let mask: Int
  let memory: RingMemory
  private let head: UnsafeMutablePointer<Atomic<Int>>
  private let tail: UnsafeMutablePointer<Atomic<Int>>
  private let seenTail: UnsafeMutablePointer<Int>
  private let asleep: UnsafeMutablePointer<Atomic<UInt32>>
  private let dropped: UnsafeMutablePointer<Atomic<UInt64>>

  init(_ memory: RingMemory) {
    unsafe slots = memory.slots
    mask = memory.capacity - 1
    self.memory = memory
    unsafe head = memory.head
    unsafe tail = memory.tail
    unsafe seenTail = memory.seenTail
    unsafe asleep = memory.asleep
    unsafe dropped = memory.dropped
  }

  /// Slots filled so far: the index of the next one.
  var next: Int {
    @inline(__always) @_noLocks @_noAllocation
    get { unsafe head.pointee.load(ordering: .relaxed) }
  }

  /// How many of `wanted` slots from `index` on are free; the rest is counted as dropped.
  @inline(__always) @_noLocks @_noAllocation
  mutating func room(from index: Int, for wanted: Int) -> Int {
    var room = unsafe mask &+ 1 &- (index &- seenTail.pointee)
    if room >= wanted { return wanted }
    unsafe seenTail.pointee = tail.pointee.load(ordering: .acquiring)
    room = unsafe mask &+ 1 &- (index &- seenTail.pointee)
    if room >= wanted { return wanted }
    let lost = UInt64(truncatingIfNeeded: wanted &- room)
    // One writer, so no read-modify-write is needed.
    unsafe dropped.pointee.store(
      dropped.pointee.load(ordering: .relaxed) &+ lost, ordering: .relaxed)
    return room
  }

  /// Shows the slots before `index` to the consumer.
  @inline(__always) @_noLocks @_noAllocation
  mutating func publish(_ index: Int) {
    unsafe head.pointee.store(index, ordering: .releasing)
  }

  /// Copies `count` elements to the slots from `index` on, round the end where need be.
  @inline(__always) @_noLocks @_noAllocation
  mutating func fill(
    from index: Int, with source: UnsafeRawPointer, count: Int, stride: Int
  ) {
    let first = index & mask
    let toEnd = mask &+ 1 &- first
    let straight = count < toEnd ? count : toEnd
    unsafe (slots + first &* stride).copyMemory(from: source, byteCount: straight &* stride)
    if count > straight {
      unsafe slots.copyMemory(
        from: source + straight &* stride, byteCount: (count &- straight) &* stride)
    }
  }

  /// True exactly once for every sleep the consumer announced.
  ///
  /// The two sides run Dekker's pattern: here `head` is stored and then `asleep` loaded, there
  /// `asleep` is stored and then `head` loaded. With a sequentially consistent fence between the
  /// two accesses on both sides, at least one side sees the other's store: either this one wakes
  /// the consumer or the consumer finds the element and stays up. The exchange makes sure that
  /// one sleep is ended once, whoever ends it.
  @inline(__always) @_noLocks @_noAllocation
  mutating func takeWakeUp() -> Bool {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    guard unsafe asleep.pointee.load(ordering: .relaxed) != 0 else { return false }
    return unsafe asleep.pointee.exchange(0, ordering: .acquiringAndReleasing) != 0
  }
}
