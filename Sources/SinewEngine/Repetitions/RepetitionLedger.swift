internal import SinewSignal

/// The last repetitions published, as far as they may still be changed or taken back.
struct RepetitionLedger {
  struct Entry: BitwiseCopyable {
    var ordinal: UInt32 = 0
    /// Ticks, with fractions.
    var turn = 0.0
    var end = 0.0

    @_noLocks @_noAllocation
    init() {}
  }

  private var entries = InlineArray<32, Entry>(repeating: Entry())
  private var used = 0
  /// Repetitions of the set under way.
  private(set) var countInSet = 0
  private(set) var nextOrdinal: UInt32 = 1

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  mutating func beginSet() {
    countInSet = 0
    used = 0
  }

  /// A number for a repetition that is not yet one of a set.
  @_noLocks @_noAllocation
  mutating func takeOrdinal() -> UInt32 {
    nextOrdinal &+= 1
    return nextOrdinal &- 1
  }

  /// Gives the new repetition its number, or keeps the one it has.
  @_noLocks @_noAllocation
  mutating func append(turn: Double, end: Double, ordinal: UInt32? = nil) -> UInt32 {
    var entry = Entry()
    entry.ordinal = ordinal ?? takeOrdinal()
    entry.turn = turn
    entry.end = end
    countInSet &+= 1
    entries[used % 32] = entry
    used &+= 1
    return entry.ordinal
  }

  /// The last repetition of the set; nil when it has none or the last ones were all taken back.
  @_noLocks @_noAllocation
  func last() -> Entry? {
    countInSet > 0 && used > 0 ? entries[(used &- 1) % 32] : nil
  }

  @_noLocks @_noAllocation
  mutating func moveLastEnd(to end: Double) {
    guard used > 0 else { return }
    entries[(used &- 1) % 32].end = end
  }

  @_noLocks @_noAllocation
  mutating func removeLast() {
    guard countInSet > 0, used > 0 else { return }
    countInSet &-= 1
    used &-= 1
  }
}
