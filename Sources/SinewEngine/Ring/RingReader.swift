internal import Synchronization

/// The consumer's half of the protocol; `RingWriter` argues the order of memory accesses.
@safe
struct RingReader: ~Copyable, @unchecked Sendable {
  let slots: UnsafeMutableRawPointer
  let mask: Int
  let memory: RingMemory
  private let head: UnsafeMutablePointer<Atomic<Int>>
  private let tail: UnsafeMutablePointer<Atomic<Int>>
  private let seenHead: UnsafeMutablePointer<Int>
  private let asleep: UnsafeMutablePointer<Atomic<UInt32>>

  init(_ memory: RingMemory) {
    unsafe slots = memory.slots
    mask = memory.capacity - 1
    self.memory = memory
    unsafe head = memory.head
    unsafe tail = memory.tail
    unsafe seenHead = memory.seenHead
    unsafe asleep = memory.asleep
  }

  /// Slots emptied so far: the index of the next one.
  var next: Int {
    @inline(__always) @_noLocks @_noAllocation
    get { unsafe tail.pointee.load(ordering: .relaxed) }
  }

  /// How many of `wanted` slots from `index` on are filled.
  @inline(__always) @_noLocks @_noAllocation
  mutating func filled(from index: Int, for wanted: Int) -> Int {
    var filled = unsafe seenHead.pointee &- index
    if filled >= wanted { return wanted }
    unsafe seenHead.pointee = head.pointee.load(ordering: .acquiring)
    filled = unsafe seenHead.pointee &- index
    return filled < wanted ? filled : wanted
  }

  /// Gives the slots before `index` back to the producer.
  @inline(__always) @_noLocks @_noAllocation
  mutating func release(_ index: Int) {
    unsafe tail.pointee.store(index, ordering: .releasing)
  }

  /// Copies `count` elements out of the slots from `index` on.
  @inline(__always) @_noLocks @_noAllocation
  mutating func drain(
    from index: Int, into target: UnsafeMutableRawPointer, count: Int, stride: Int
  ) {
    let first = index & mask
    let toEnd = mask &+ 1 &- first
    let straight = count < toEnd ? count : toEnd
    unsafe target.copyMemory(from: slots + first &* stride, byteCount: straight &* stride)
    if count > straight {
      unsafe (target + straight &* stride).copyMemory(
        from: slots, byteCount: (count &- straight) &* stride)
    }
  }

  /// True when the consumer may sleep: whatever comes from now on wakes it.
  @inline(__always) @_noLocks @_noAllocation
  mutating func announceSleep() -> Bool {
    unsafe asleep.pointee.store(1, ordering: .relaxed)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    let index = next
    guard unsafe head.pointee.load(ordering: .acquiring) != index else { return true }
    awake()
    return false
  }

  /// Takes the announcement back.
  @inline(__always) @_noLocks @_noAllocation
  mutating func awake() {
    // An exchange, not a store: it takes part in the order of the producer's exchange, so that a
    // wake-up already on its way belongs to this sleep and never to the next.
    _ = unsafe asleep.pointee.exchange(0, ordering: .acquiringAndReleasing)
  }
}
