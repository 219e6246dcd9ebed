import SinewCoaching
import SinewSignal

extension Bench {
  /// Levels of slots 0..<8 every 50 ms on the grid of whole steps.
  static func ticks(
    from start: Double, to end: Double, _ level: (_ slot: Int, _ time: Double) -> Double
  ) -> [Finding] {
    let first = Int((start / 0.05).rounded(.up))
    let last = Int((end / 0.05).rounded(.down))
    return (first...max(first, last)).map { index in
      let time = 0.05 * Double(index)
      var tick = ActivationTick(station: 0, bank: 0, lanes: 0xFF)
      tick.signalTime = MonotonicTime(seconds: time)
      tick.decidedTime = tick.signalTime.advanced(bySeconds: 0.038)
      for slot in 0..<8 { tick.levels[slot] = Float(level(slot, time)) }
      return .activation(tick)
    }
  }

  /// Straight lines between corners `(time, level)`.
  static func line(_ corners: [(Double, Double)], at time: Double) -> Double {
    guard let first = corners.first, let last = corners.last else { return 0 }
    if time <= first.0 { return first.1 }
    for (left, right) in zip(corners, corners.dropFirst()) where time <= right.0 {
      return left.1 + (right.1 - left.1) * (time - left.0) / (right.0 - left.0)
    }
    return last.1
  }

  /// Repetitions of less than `period - 0.85` seconds with the levels that belong to them: `level`
  /// knows the time since the start of each. `shape` changes the repetition as in `series`.
  static func series(
    _ count: Int, period: Double = 6, from start: Double = 10,
    levels level: (_ slot: Int, _ repetition: Int, _ time: Double) -> Double,
    shape: (Int, inout Repetition) -> Void = { _, _ in }
  ) -> [Finding] {
    series(count, period: period, from: start, shape).enumerated().flatMap { index, finding in
      let begin = start + period * Double(index)
      return ticks(from: begin - (index == 0 ? 1.2 : 0.8), to: begin + period - 0.85) {
        slot, time in
        level(slot, index + 1, time - begin)
      } + [finding]
    }
  }
}
