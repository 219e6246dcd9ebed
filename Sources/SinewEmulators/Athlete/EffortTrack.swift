internal import Glibc

/// How hard a muscle works over time: straight lines between points, share of its maximum.
struct EffortTrack: Sendable {
  private var times: [Double] = [0]
  private var levels: [Double] = [0]
  private var cursor = 0

  /// The level after the last point.
  var final: Double { levels[levels.count - 1] }

  /// When the last point is.
  var end: Double { times[times.count - 1] }

  /// Adds a point; one that lies before the last is moved up to it.
  mutating func point(_ seconds: Double, _ level: Double) {
    times.append(max(seconds, times[times.count - 1]))
    levels.append(max(0, level))
  }

  /// Holds the last level until `start` and reaches `level` at `end`.
  mutating func ramp(_ start: Double, _ end: Double, to level: Double) {
    point(start, final)
    point(end, level)
  }

  /// The level at `seconds`; cheap when times go forwards.
  mutating func level(at seconds: Double) -> Double {
    if times[cursor] > seconds { cursor = 0 }
    while cursor + 1 < times.count, times[cursor + 1] <= seconds { cursor += 1 }
    guard cursor + 1 < times.count else { return final }
    let span = times[cursor + 1] - times[cursor]
    let share = span > 0 ? (seconds - times[cursor]) / span : 1
    return levels[cursor] + (levels[cursor + 1] - levels[cursor]) * share
  }

  /// Root mean square of the level between two times.
  mutating func rms(from start: Double, to end: Double) -> Double {
    guard end > start else { return 0 }
    let steps = max(2, Int(min(1e6, (end - start) / 0.002)))
    var sum = 0.0
    for index in 0..<steps {
      let level = level(at: start + (Double(index) + 0.5) / Double(steps) * (end - start))
      sum += level * level
    }
    return sqrt(sum / Double(steps))
  }
}
