/// Why bytes were refused. Counted by kind for each device and shown by `sinewctl status`.
package enum DecodeFault: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Bytes skipped while hunting for the next frame start.
  case resync
  /// A frame whose end marker or length was wrong.
  case framing
  /// A checksum that did not match.
  case checksum
  /// A frame or packet kind this driver does not know.
  case unknownKind
  /// Text that does not parse as numbers.
  case text
  /// A partner packet is missing (paired packets, bursts), so the rest of the sample was dropped.
  case incomplete
  /// The number or names of the columns changed in mid-stream.
  case schema
}

/// How often each fault happened, and how many bytes it cost.
package struct FaultCounts: BitwiseCopyable, Sendable {
  @usableFromInline var times = InlineArray<7, UInt64>(repeating: 0)
  @usableFromInline var lost: UInt64 = 0

  package init() {}

  /// Bytes that became part of no frame.
  package var bytesLost: UInt64 {
    @inlinable @_noLocks @_noAllocation
    get { lost }
  }

  package subscript(fault: DecodeFault) -> UInt64 {
    @inlinable @_noLocks @_noAllocation
    get { times[Int(fault.rawValue)] }
  }

  /// Faults of all kinds.
  package var total: UInt64 {
    var sum: UInt64 = 0
    for index in times.indices { sum &+= times[index] }
    return sum
  }

  /// Counts one fault that cost `bytes` bytes.
  @inlinable @_noLocks @_noAllocation
  package mutating func note(_ fault: DecodeFault, bytes: Int) {
    times[Int(fault.rawValue)] &+= 1
    lost &+= UInt64(truncatingIfNeeded: max(0, bytes))
  }
}
