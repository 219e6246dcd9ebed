import SinewSignal

/// The sample a board's values are joined into: complete when every slot has come; finished early,
/// with not-a-number in the missing slots, when a value comes that belongs to the next one.
struct LineSample: BitwiseCopyable {
  private var frame = Frame()
  /// Bit i is set when slot i has come.
  private var present: UInt16 = 0
  private var lastSlot = -1
  private var made: UInt32 = 0
  private var lastTime: UInt32 = 0
  private var hasLastTime = false
  private var isGap = false

  init() {}

  /// Forgets the values of an unfinished sample.
  @_noLocks @_noAllocation
  mutating func discard() { present = 0 }

  /// Something is missing before the next sample.
  @_noLocks @_noAllocation
  mutating func expectGap() { isGap = made > 0 }

  /// Begins a line or point: finishes the sample when the new values are of another time or, with
  /// nothing to tell the time, when their first slot is not behind those that have come.
  @_noLocks @_noAllocation
  mutating func begin(
    stamp: UInt32?, firstSlot: Int, slots: Int, isTimed: Bool, _ batch: inout FrameBatch
  ) {
    guard present != 0 else { return }
    if let stamp {
      if stamp != frame.counter { finish(slots: slots, isTimed: isTimed, &batch) }
    } else if firstSlot <= lastSlot {
      finish(slots: slots, isTimed: isTimed, &batch)
    }
  }

  /// Puts a value into its slot and finishes the sample when it was the last of `slots`. A slot out
  /// of range is no channel.
  @_noLocks @_noAllocation
  mutating func put(
    _ value: Float, slot: Int, stamp: UInt32?, arrival: MonotonicTime, slots: Int, isTimed: Bool,
    _ batch: inout FrameBatch
  ) {
    guard slot >= 0, slot < 12 else { return }
    let bit: UInt16 = 1 &<< UInt16(truncatingIfNeeded: slot)
    if present & bit != 0 { finish(slots: slots, isTimed: isTimed, &batch) }
    if present == 0 {
      frame = Frame(arrival: arrival, counter: stamp ?? made)
      if isGap { frame.add(.gapBefore) }
      isGap = false
      lastSlot = -1
    }
    frame.values[slot] = value
    frame.arrival = arrival
    present |= bit
    if slot > lastSlot { lastSlot = slot }
    if present &+ 1 == 1 &<< UInt16(truncatingIfNeeded: slots) {
      finish(slots: slots, isTimed: isTimed, &batch)
    }
  }

  /// A device time that runs backwards is a board that began anew.
  @_noLocks @_noAllocation
  private mutating func finish(slots: Int, isTimed: Bool, _ batch: inout FrameBatch) {
    var slot = 0
    while slot < slots, slot < 12 {
      if present & (1 &<< UInt16(truncatingIfNeeded: slot)) == 0 { frame.values[slot] = .nan }
      slot &+= 1
    }
    if isTimed {
      let step = Int32(truncatingIfNeeded: frame.counter &- lastTime)
      if hasLastTime, step < 0 { frame.add(.restarted) }
      lastTime = frame.counter
      hasLastTime = true
    }
    batch.append(frame)
    made &+= 1
    present = 0
  }
}
