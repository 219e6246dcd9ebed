/// One sample of one stream of one device: what a driver makes of bytes, and what the ring carries.
///
/// Exactly 64 bytes, one cache line, so that a ring slot is never shared between two frames.
package struct Frame: BitwiseCopyable, Sendable {
  /// Most values one frame can hold. A device with more channels declares several streams.
  package static let capacity = 12

  /// When the `read` that completed this frame returned.
  package var arrival: MonotonicTime
  /// The device's own counter or clock as it came over the wire, in the units of
  /// `StreamProfile.counter`; what it means is the business of the engine's clock.
  package var counter: UInt32
  /// The slot of the device in the engine's plan, 0..<64. Drivers leave it 0; the intake fills it.
  package var device: UInt16
  /// Index into `DeviceProfile.streams`.
  package var stream: UInt8
  package var flags: FrameFlags
  /// Values in the order and units of the stream's channels; not-a-number is a slot without a
  /// sample. Slots past the stream's channels are 0.
  package var values: InlineArray<12, Float>

  @inlinable @_noLocks @_noAllocation
  package init(
    arrival: MonotonicTime = .zero, counter: UInt32 = 0, device: UInt16 = 0, stream: UInt8 = 0,
    flags: FrameFlags = .none
  ) {
    self.arrival = arrival
    self.counter = counter
    self.device = device
    self.stream = stream
    self.flags = flags
    self.values = InlineArray(repeating: 0)
  }
}

/// What a driver knows about a frame beyond its values.
package struct FrameFlags: OptionSet, BitwiseCopyable, Sendable {
  package let rawValue: UInt8

  @inlinable @_noLocks @_noAllocation
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  // Computed, not stored: a global's accessor can't be proven free of locks from another module.

  /// Nothing out of the ordinary.
  package static var none: FrameFlags {
    @inlinable @_noLocks @_noAllocation
    get { FrameFlags(rawValue: 0) }
  }

  /// The device started its counter anew (after a start command): not a loss.
  package static var restarted: FrameFlags {
    @inlinable @_noLocks @_noAllocation
    get { FrameFlags(rawValue: 1) }
  }
  /// Samples before this one are known to be missing although the counter does not tell how many.
  package static var gapBefore: FrameFlags {
    @inlinable @_noLocks @_noAllocation
    get { FrameFlags(rawValue: 2) }
  }
  /// At least one value stands at the end of the converter's range.
  package static var clipped: FrameFlags {
    @inlinable @_noLocks @_noAllocation
    get { FrameFlags(rawValue: 4) }
  }
}
