/// Ranks and medians of numbers that were copied into fixed memory.
struct OrderStatistics: ~Copyable {
  private var values = MotionSeries(capacity: 640)
  private(set) var count = 0

  init() {}

  @_noLocks @_noAllocation
  mutating func clear() { count = 0 }

  @_noLocks @_noAllocation
  mutating func append(_ value: Double) {
    guard count < values.capacity else { return }
    values[count] = value
    count &+= 1
  }

  /// Mean of the two middle values when there is no middle one; 0 of nothing.
  @_noLocks @_noAllocation
  mutating func median() -> Double {
    guard count > 0 else { return 0 }
    let high = value(atRank: count / 2)
    return count % 2 == 1 ? high : (high + value(atRank: count / 2 &- 1)) / 2
  }

  /// The value that would stand at `rank` (0 = smallest) in order: quickselect (Hoare 1961).
  @_noLocks @_noAllocation
  mutating func value(atRank rank: Int) -> Double {
    var low = 0
    var high = count &- 1
    while low < high {
      let pivot = values[(low &+ high) / 2]
      var i = low
      var j = high
      while i <= j {
        while values[i] < pivot { i &+= 1 }
        while values[j] > pivot { j &-= 1 }
        guard i <= j else { break }
        let swap = values[i]
        values[i] = values[j]
        values[j] = swap
        i &+= 1
        j &-= 1
      }
      if rank <= j {
        high = j
      } else if rank >= i {
        low = i
      } else {
        break
      }
    }
    return values[rank]
  }
}
