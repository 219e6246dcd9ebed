internal import Synchronization

/// A look at a ring from any thread: how full it is and what it lost.
package struct RingMeter: Sendable {
  let memory: RingMemory

  /// Elements dropped because the ring was full, since it was made.
  package var dropped: UInt64 { unsafe memory.dropped.pointee.load(ordering: .relaxed) }

  /// Elements waiting, 0...`capacity`; already past when it is read.
  package var count: Int {
    // Tail first: the head read later can only be further, so the difference is never negative.
    let tail = unsafe memory.tail.pointee.load(ordering: .acquiring)
    let head = unsafe memory.head.pointee.load(ordering: .acquiring)
    return min(max(0, head &- tail), memory.capacity)
  }

  /// Elements the ring can hold.
  package var capacity: Int { memory.capacity }
}
