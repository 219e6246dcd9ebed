/// When a movement counts as a set: three cycles in a row that look alike.
struct OpeningRule {
  /// Cycles, and lobes in them. Two cycles are found in ordinary standing about.
  static var cycles: Int {
    @_noLocks @_noAllocation
    get { 3 }
  }
  private static var lobesNeeded: Int {
    @_noLocks @_noAllocation
    get { 6 }
  }

  /// Looks at the last six closed lobes, none of them before the tick `since`. Returns the set
  /// with its size, rhythm and template; where it begins is not yet known.
  @_noLocks @_noAllocation
  static func open(
    _ lobes: borrowing LobeList, _ window: borrowing MotionWindow,
    _ speed: borrowing VerticalSpeed, channel: MotionChannel, since: Int,
    statistics: inout OrderStatistics
  ) -> RunningSet? {
    let begin = lobes.count &- lobesNeeded
    guard begin >= 0 else { return nil }
    let first = lobes[begin]
    if first.start < since && since > window.first { return nil }
    guard isRegular(lobes, from: begin) else { return nil }
    guard meanCorrelation(lobes, window, speed, from: begin) >= 0.85 else { return nil }
    statistics.clear()
    var index = begin
    while index &+ 2 < lobes.count {
      statistics.append(Double(lobes[index &+ 2].peak &- lobes[index].peak))
      index &+= 1
    }
    let period = statistics.median()
    statistics.clear()
    index = begin
    while index &+ 1 < lobes.count {
      statistics.append(lobes[index].height + lobes[index &+ 1].height)
      index &+= 1
    }
    return RunningSet(
      channel: channel, amplitude: statistics.median(), period: period, upSign: 0,
      template: CycleShape())
  }

  /// Sums of neighbouring peaks within a factor of 1.8; times from peak to next peak of the same
  /// sign within a factor of 2.6 and 0.8-9 s.
  @_noLocks @_noAllocation
  static func isRegular(
    _ lobes: borrowing LobeList, from begin: Int, count: Int = .max
  ) -> Bool {
    let last = count < lobes.count &- begin ? begin &+ count : lobes.count
    var lowest = Double.infinity
    var highest = 0.0
    var shortest = Double.infinity
    var longest = 0.0
    var index = begin
    while index &+ 1 < last {
      let size = lobes[index].height + lobes[index &+ 1].height
      lowest = min(lowest, size)
      highest = max(highest, size)
      if index &+ 2 < last {
        let spacing = Double(lobes[index &+ 2].peak &- lobes[index].peak)
        shortest = min(shortest, spacing)
        longest = max(longest, spacing)
      }
      index &+= 1
    }
    return highest <= 1.8 * lowest && longest <= 2.6 * shortest
      && shortest >= 0.7 * TickLane.rate && longest <= 9 * TickLane.rate
  }

  @_noLocks @_noAllocation
  private static func meanCorrelation(
    _ lobes: borrowing LobeList, _ window: borrowing MotionWindow,
    _ speed: borrowing VerticalSpeed, from begin: Int
  ) -> Double {
    var before = CycleShape(window, speed, lobes[begin], lobes[begin &+ 1])
    var sum = 0.0
    var pairs = 0.0
    var index = begin &+ 2
    while index &+ 1 < lobes.count {
      let shape = CycleShape(window, speed, lobes[index], lobes[index &+ 1])
      sum += shape.correlation(with: before)
      pairs += 1
      before = shape
      index &+= 2
    }
    return pairs > 0 ? sum / pairs : 0
  }
}
