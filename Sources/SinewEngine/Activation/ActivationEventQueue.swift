/// Events that wait for the caller, oldest first. Holds four, more than one sample can cause; when
/// the caller does not take them, the oldest is lost.
struct ActivationEventQueue: BitwiseCopyable {
  private var entries = InlineArray<4, Entry>(repeating: Entry())
  private var first = 0
  private var count = 0

  /// An event with its time in input samples since the detector began.
  struct Entry: BitwiseCopyable {
    var kind = ActivationEvent.Kind.onset
    var sample = 0.0
    var uncertaintyMs: Float = 0

    @_noLocks @_noAllocation
    init() {}
  }

  init() {}

  var isEmpty: Bool {
    @_noLocks @_noAllocation
    get { count == 0 }
  }

  @_noLocks @_noAllocation
  mutating func push(_ kind: ActivationEvent.Kind, sample: Double, uncertaintyMs: Double) {
    if count == 4 {
      first = (first &+ 1) & 3
      count &-= 1
    }
    var entry = Entry()
    entry.kind = kind
    entry.sample = sample
    entry.uncertaintyMs = Float(uncertaintyMs)
    entries[(first &+ count) & 3] = entry
    count &+= 1
  }

  @_noLocks @_noAllocation
  mutating func pop() -> Entry? {
    guard count > 0 else { return nil }
    let entry = entries[first]
    first = (first &+ 1) & 3
    count &-= 1
    return entry
  }

  @_noLocks @_noAllocation
  mutating func removeAll() { count = 0 }
}
