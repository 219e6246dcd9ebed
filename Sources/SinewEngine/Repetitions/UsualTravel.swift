/// The travel of the last repetitions of a set, to tell a partial one.
struct UsualTravel: BitwiseCopyable {
  private var ranges = InlineArray<31, Double>(repeating: 0)
  private var ways = InlineArray<31, Double>(repeating: 0)
  private var count = 0

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  mutating func note(_ travel: MotionTravel) {
    ranges[count % 31] = travel.range
    ways[count % 31] = travel.way
    count &+= 1
  }

  /// Below 80 % of the median of what was noted, in range and in way.
  @_noLocks @_noAllocation
  func isPartial(_ travel: MotionTravel, with statistics: inout OrderStatistics) -> Bool {
    travel.range < 0.8 * median(of: ranges, with: &statistics)
      && travel.way < 0.8 * median(of: ways, with: &statistics)
  }

  @_noLocks @_noAllocation
  private func median(
    of values: InlineArray<31, Double>, with statistics: inout OrderStatistics
  ) -> Double {
    statistics.clear()
    var index = 0
    while index < min(31, count) {
      statistics.append(values[index])
      index &+= 1
    }
    return statistics.median()
  }
}
