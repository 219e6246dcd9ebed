/// How far a repetition goes. A limb or a bar comes back to where it was, so a constant error of
/// the speed is taken out.
struct MotionTravel {
  /// Greatest distance from the start: degrees, or metres where the hand is carried.
  private(set) var range = 0.0
  /// The whole way: degrees about all axes there and back, halved; metres like `range`. Steadier
  /// than `range` when the wrist turns to and fro on the way.
  private(set) var way = 0.0

  /// Over the ticks `begin`...`end` of the channel written in `signal`.
  @_noLocks @_noAllocation
  init(
    _ window: borrowing MotionWindow, _ signal: borrowing MotionSeries, channel: MotionChannel,
    from begin: Int, to end: Int
  ) {
    if channel.isVertical {
      followHeight(signal, from: begin &- window.first, to: end &- window.first)
    } else {
      followTurn(window, from: begin, to: end)
    }
  }

  @_noLocks @_noAllocation
  private mutating func followHeight(
    _ signal: borrowing MotionSeries, from begin: Int, to end: Int
  ) {
    var sum = 0.0
    var index = begin
    while index <= end {
      sum += signal[index]
      index &+= 1
    }
    let mean = sum / Double(max(1, end &- begin &+ 1))
    var height = 0.0
    var highest = 0.0
    var lowest = 0.0
    index = begin
    while index <= end {
      height += signal[index] - mean
      highest = max(highest, height)
      lowest = min(lowest, height)
      index &+= 1
    }
    range = (highest - lowest) / TickLane.rate
    way = range
  }

  @_noLocks @_noAllocation
  private mutating func followTurn(
    _ window: borrowing MotionWindow, from begin: Int, to end: Int
  ) {
    var sum = MotionVector.zero
    var tick = begin
    while tick <= end {
      sum = sum.plus(window.rotation(at: tick))
      tick &+= 1
    }
    let error = sum.scaled(by: -1 / Double(max(1, end &- begin &+ 1)))
    var turned = MotionVector.zero
    var farthest = 0.0
    var whole = 0.0
    tick = begin
    while tick <= end {
      let rotation = window.rotation(at: tick).plus(error)
      turned = turned.plus(rotation)
      farthest = max(farthest, turned.length)
      whole += rotation.length
      tick &+= 1
    }
    range = farthest / TickLane.rate
    way = whole / 2 / TickLane.rate
  }
}
