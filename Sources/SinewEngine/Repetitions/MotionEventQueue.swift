internal import SinewSignal

/// Events waiting to be fetched: a fixed ring. When nobody fetches, the newest are lost and counted.
struct MotionEventQueue: ~Copyable {
  /// More than one opening can bring: 30 repetitions in the window, a moved end for each, phases.
  private static var capacity: Int {
    @_noLocks @_noAllocation
    get { 128 }
  }

  private var events = InlineArray<128, MotionEvent>(
    repeating: .removed(ordinal: 0, decided: .zero))
  private var head = 0
  private var count = 0
  private(set) var lost: UInt64 = 0

  init() {}

  @_noLocks @_noAllocation
  mutating func append(_ event: MotionEvent) {
    guard count < Self.capacity else {
      lost &+= 1
      return
    }
    events[(head &+ count) % Self.capacity] = event
    count &+= 1
  }

  @_noLocks @_noAllocation
  mutating func next() -> MotionEvent? {
    guard count > 0 else { return nil }
    let event = events[head]
    head = (head &+ 1) % Self.capacity
    count &-= 1
    return event
  }
}
