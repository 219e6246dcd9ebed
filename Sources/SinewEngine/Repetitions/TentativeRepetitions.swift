internal import SinewSignal

/// Repetitions published before a set is certain. When it is, they are kept where they agree with
/// it and taken back where not; when it never is, all are taken back.
struct TentativeRepetitions: BitwiseCopyable {
  struct Entry: BitwiseCopyable {
    var ordinal: UInt32 = 0
    /// Ticks, with fractions.
    var turn = 0.0
    var end = 0.0

    @_noLocks @_noAllocation
    init() {}
  }

  private var entries = InlineArray<8, Entry>(repeating: Entry())
  private(set) var count = 0
  /// Ticks from one to the next, or the length of the only one.
  var period = 0.0

  @_noLocks @_noAllocation
  init() {}

  /// Turns that lie this near are one repetition, ticks (0.4 s): the borders are drawn anew with
  /// other means.
  private static var sameTurn: Double {
    @_noLocks @_noAllocation
    get { 10 }
  }

  var isFull: Bool {
    @_noLocks @_noAllocation
    get { count == 8 }
  }

  /// The end of the last one, -1 without any.
  var lastEnd: Double {
    @_noLocks @_noAllocation
    get { count > 0 ? entries[count &- 1].end : -1 }
  }

  @_noLocks @_noAllocation
  func entry(_ index: Int) -> Entry { index < count ? entries[index] : Entry() }

  @_noLocks @_noAllocation
  mutating func append(ordinal: UInt32, turn: Double, end: Double) {
    guard count < 8 else { return }
    var entry = Entry()
    entry.ordinal = ordinal
    entry.turn = turn
    entry.end = end
    entries[count] = entry
    count &+= 1
  }

  @_noLocks @_noAllocation
  mutating func moveLastEnd(to end: Double) {
    if count > 0 { entries[count &- 1].end = end }
  }

  /// Takes the oldest one off if it is the repetition that turns at `turn`.
  @_noLocks @_noAllocation
  mutating func claim(turn: Double) -> Entry? {
    guard count > 0, abs(entries[0].turn - turn) <= Self.sameTurn else { return nil }
    let claimed = entries[0]
    var index = 1
    while index < count {
      entries[index &- 1] = entries[index]
      index &+= 1
    }
    count &-= 1
    return claimed
  }

  @_noLocks @_noAllocation
  mutating func clear() {
    count = 0
    period = 0
  }
}
