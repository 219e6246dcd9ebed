/// The vertical speed of one repetition of a bar, without the leak of `VerticalSpeed`: the bar comes
/// back to where it was and is as slow at the end as at the beginning, so the integral is less the
/// line and the mean that would say otherwise.
struct BarSpeed: ~Copyable {
  /// Ticks on each side of the repetition: 0.5 s.
  static var margin: Int {
    @_noLocks @_noAllocation
    get { 12 }
  }

  /// m/s, index 0 = oldest tick of the window; good inside the last repetition and its margins.
  private(set) var values = MotionSeries(capacity: 600)

  init() {}

  @_noLocks @_noAllocation
  mutating func integrate(_ window: borrowing MotionWindow, from start: Int, to end: Int) {
    let first = max(window.first, start &- Self.margin)
    let last = min(window.end &- 1, end &+ Self.margin)
    var speed = 0.0
    var atStart = 0.0
    var atEnd = 0.0
    var sum = 0.0
    var tick = first
    while tick <= last {
      speed += window.vertical(at: tick) * 9.81 / TickLane.rate
      values[tick &- window.first] = speed
      if tick == start { atStart = speed }
      if tick == end { atEnd = speed }
      if tick >= start && tick <= end { sum += speed }
      tick &+= 1
    }
    let slope = (atEnd - atStart) / Double(max(1, end &- start))
    let middle = Double(start &+ end) / 2
    let mean = sum / Double(max(1, end &- start &+ 1))
    tick = first
    while tick <= last {
      values[tick &- window.first] -= mean + slope * (Double(tick) - middle)
      tick &+= 1
    }
  }
}
