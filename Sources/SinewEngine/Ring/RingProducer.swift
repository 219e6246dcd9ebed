package import SinewSignal

/// The end of a ring that fills it. It can't be copied, so only one thread at a time can hold it.
///
/// Every verb takes a bounded number of steps and never waits. What does not fit is dropped and
/// counted: a late consumer costs data, never the producer's time.
@safe
package struct RingProducer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  private var writer: RingWriter

  init(_ memory: RingMemory) { writer = RingWriter(memory) }

  /// Elements the ring can hold.
  package var capacity: Int { writer.mask + 1 }

  /// Counters that any thread may read, also after the ends are gone.
  package var meter: RingMeter { RingMeter(memory: writer.memory) }

  /// Adds one element; false when the ring is full and the element was dropped.
  package mutating func push(_ element: Element) -> Bool { put(element) }

  /// Adds what fits, in order and visible all at once, and returns how many; the rest, from the
  /// end of the buffer, is dropped and counted.
  package mutating func push(_ elements: UnsafeBufferPointer<Element>) -> Int {
    unsafe put(elements)
  }

  /// True when the consumer sleeps and this call must wake it: once for each sleep. Call it after
  /// the pushes of one round; it costs a full fence.
  package mutating func takeWakeUp() -> Bool { writer.takeWakeUp() }

  @inline(__always)
  private mutating func put(_ element: Element) -> Bool {
    let index = writer.next
    guard writer.room(from: index, for: 1) > 0 else { return false }
    unsafe writer.slots.assumingMemoryBound(to: Element.self)[index & writer.mask] = element
    writer.publish(index &+ 1)
    return true
  }

  @inline(__always)
  private mutating func put(_ elements: UnsafeBufferPointer<Element>) -> Int {
    guard let source = elements.baseAddress else { return 0 }
    let index = writer.next
    let count = writer.room(from: index, for: elements.count)
    guard count > 0 else { return 0 }
    unsafe writer.fill(
      from: index, with: UnsafeRawPointer(source), count: count,
      stride: MemoryLayout<Element>.stride)
    writer.publish(index &+ count)
    return count
  }
}

// The same verbs where the compiler knows the element, hence can prove them.

extension RingProducer where Element == Frame {
  /// Adds one frame; false when the ring is full and the frame was dropped.
  @_noLocks @_noAllocation
  package mutating func push(_ frame: Frame) -> Bool { put(frame) }

  /// Adds the frames that fit and returns how many; the rest is dropped and counted.
  @_noLocks @_noAllocation
  package mutating func push(_ frames: UnsafeBufferPointer<Frame>) -> Int {
    unsafe put(frames)
  }

  /// True when the consumer sleeps and this call must wake it: once for each sleep.
  @_noLocks @_noAllocation
  package mutating func takeWakeUp() -> Bool { writer.takeWakeUp() }
}

extension RingProducer where Element == Finding {
  /// Adds one finding; false when the ring is full and the finding was dropped.
  @_noLocks @_noAllocation
  package mutating func push(_ finding: Finding) -> Bool { put(finding) }

  /// Adds the findings that fit and returns how many; the rest is dropped and counted.
  @_noLocks @_noAllocation
  package mutating func push(_ findings: UnsafeBufferPointer<Finding>) -> Int {
    unsafe put(findings)
  }

  /// True when the consumer sleeps and this call must wake it: once for each sleep.
  @_noLocks @_noAllocation
  package mutating func takeWakeUp() -> Bool { writer.takeWakeUp() }
}
