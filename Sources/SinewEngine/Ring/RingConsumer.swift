package import SinewSignal

/// The end of a ring that empties it. It can't be copied, so only one thread at a time can hold it.
///
/// To sleep: drain, `announceSleep()`; when that says true wait on the descriptor that the
/// producer writes to after `takeWakeUp()`, then `awake()`. A wake-up may come although another
/// one was taken back meanwhile; an empty ring after waking is not an error.
@safe
package struct RingConsumer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  private var reader: RingReader

  init(_ memory: RingMemory) { reader = RingReader(memory) }

  /// Elements the ring can hold.
  package var capacity: Int { reader.mask + 1 }

  /// Counters that any thread may read, also after the ends are gone.
  package var meter: RingMeter { RingMeter(memory: reader.memory) }

  /// False when nothing waits. Cheaper than a `pop` that finds nothing where the compiler does not
  /// know the element.
  package mutating func hasElements() -> Bool { reader.filled(from: reader.next, for: 1) > 0 }

  /// Takes the oldest element; nil when the ring is empty.
  package mutating func pop() -> Element? { take() }

  /// Moves at most `limit` of the oldest elements to `target`, which must have room for them, and
  /// returns how many.
  package mutating func pop(into target: UnsafeMutablePointer<Element>, max limit: Int) -> Int {
    unsafe take(into: target, max: limit)
  }

  /// True when the consumer may sleep; false when an element came in the meantime.
  package mutating func announceSleep() -> Bool { reader.announceSleep() }

  /// The consumer is up again, whatever woke it.
  package mutating func awake() { reader.awake() }

  @inline(__always)
  private mutating func take() -> Element? {
    let index = reader.next
    guard reader.filled(from: index, for: 1) > 0 else { return nil }
    let element = unsafe reader.slots.assumingMemoryBound(to: Element.self)[index & reader.mask]
    reader.release(index &+ 1)
    return element
  }

  @inline(__always)
  private mutating func take(into target: UnsafeMutablePointer<Element>, max limit: Int) -> Int {
    let index = reader.next
    let count = reader.filled(from: index, for: limit)
    guard count > 0 else { return 0 }
    unsafe reader.drain(
      from: index, into: UnsafeMutableRawPointer(target), count: count,
      stride: MemoryLayout<Element>.stride)
    reader.release(index &+ count)
    return count
  }
}

// The same verbs where the compiler knows the element, hence can prove them.

extension RingConsumer where Element == Frame {
  /// Takes the oldest frame; nil when the ring is empty.
  @_noLocks @_noAllocation
  package mutating func pop() -> Frame? { take() }

  /// Moves at most `limit` of the oldest frames to `target` and returns how many.
  @_noLocks @_noAllocation
  package mutating func pop(into target: UnsafeMutablePointer<Frame>, max limit: Int) -> Int {
    unsafe take(into: target, max: limit)
  }

  /// True when the consumer may sleep; false when a frame came in the meantime.
  @_noLocks @_noAllocation
  package mutating func announceSleep() -> Bool { reader.announceSleep() }

  /// The consumer is up again, whatever woke it.
  @_noLocks @_noAllocation
  package mutating func awake() { reader.awake() }
}

extension RingConsumer where Element == Finding {
  /// Takes the oldest finding; nil when the ring is empty.
  @_noLocks @_noAllocation
  package mutating func pop() -> Finding? { take() }

  /// Moves at most `limit` of the oldest findings to `target` and returns how many.
  @_noLocks @_noAllocation
  package mutating func pop(into target: UnsafeMutablePointer<Finding>, max limit: Int) -> Int {
    unsafe take(into: target, max: limit)
  }

  /// True when the consumer may sleep; false when a finding came in the meantime.
  @_noLocks @_noAllocation
  package mutating func announceSleep() -> Bool { reader.announceSleep() }

  /// The consumer is up again, whatever woke it.
  @_noLocks @_noAllocation
  package mutating func awake() { reader.awake() }
}
