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

  /// Below 80 % of the median of what was noted, in range and in way, and further below than the
  /// movement varies anyway.
  @_noLocks @_noAllocation
  func isPartial(_ travel: MotionTravel, with statistics: inout OrderStatistics) -> Bool {
    isShort(travel.range, ranges, &statistics) && isShort(travel.way, ways, &statistics)
  }

  /// Three times the spread (median deviation, as the standard deviation of a normal one) is what
  /// chance hardly reaches.
  @_noLocks @_noAllocation
  private func isShort(
    _ value: Double, _ noted: InlineArray<31, Double>, _ statistics: inout OrderStatistics
  ) -> Bool {
    let usual = median(of: noted, with: &statistics)
    guard value < 0.8 * usual else { return false }
    statistics.clear()
    var index = 0
    while index < min(31, count) {
      statistics.append(abs(noted[index] - usual))
      index &+= 1
    }
    return value < usual - 3 * 1.4826 * statistics.median()
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
