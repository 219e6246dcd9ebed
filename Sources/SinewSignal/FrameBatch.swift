/// Where a driver puts the frames and faults of one `read`: fixed memory, filled and drained on one
/// thread, never grown.
@safe
package struct FrameBatch: ~Copyable {
  /// Bytes the intake reads at most at once. A driver makes at most one frame a byte and holds
  /// back at most one unfinished frame, so `capacity` frames always suffice.
  package static let readSize = 512
  @usableFromInline static let capacity = 513

  @usableFromInline var used = 0
  @usableFromInline var refused: UInt64 = 0
  @usableFromInline var faultCounts = FaultCounts()
  @usableFromInline let storage: UnsafeMutablePointer<Frame>

  package init() {
    let storage = UnsafeMutablePointer<Frame>.allocate(capacity: Self.capacity)
    unsafe storage.initialize(repeating: Frame(), count: Self.capacity)
    unsafe self.storage = storage
  }

  deinit { unsafe storage.deallocate() }

  /// Frames held, 0...513.
  package var count: Int {
    @inlinable @_noLocks @_noAllocation
    get { used }
  }

  /// Frames refused because the batch was full: a driver that breaks the rule above.
  package var overflow: UInt64 {
    @inlinable @_noLocks @_noAllocation
    get { refused }
  }

  /// Faults met since the batch was made.
  package var faults: FaultCounts {
    @inlinable @_noLocks @_noAllocation
    get { faultCounts }
  }

  /// Adds a frame; counts it as overflow when the batch is full.
  @inlinable @_noLocks @_noAllocation
  package mutating func append(_ frame: Frame) {
    guard used < 513 else {
      refused &+= 1
      return
    }
    unsafe storage[used] = frame
    used &+= 1
  }

  /// Counts a fault that cost `bytes` bytes of the stream.
  @inlinable @_noLocks @_noAllocation
  package mutating func note(_ fault: DecodeFault, bytes: Int = 0) {
    faultCounts.note(fault, bytes: bytes)
  }

  /// The frame at `index`; an index out of range gives an empty frame.
  @inlinable
  package subscript(index: Int) -> Frame {
    guard index >= 0, index < used else { return Frame() }
    return unsafe storage[index]
  }

  /// Marks every frame with the engine's slot for this device.
  @inlinable @_noLocks @_noAllocation
  package mutating func mark(device: UInt16) {
    var index = 0
    while index < used {
      unsafe storage[index].device = device
      index &+= 1
    }
  }

  /// Calls `body` with the frames; the buffer is valid only inside.
  @inlinable
  package func withFrames<Result>(_ body: (UnsafeBufferPointer<Frame>) -> Result) -> Result {
    unsafe body(UnsafeBufferPointer(start: storage, count: used))
  }

  /// Forgets the frames and keeps the fault counts.
  @inlinable @_noLocks @_noAllocation
  package mutating func clear() { used = 0 }
}
