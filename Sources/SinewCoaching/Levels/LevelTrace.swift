/// The envelope of one muscle over a span of time: straight lines between the levels that came.
package struct LevelTrace: Sendable {
  /// The level at one instant.
  package struct Point: Sendable {
    /// Since the start of the span; the first may lie before it, the last behind its end.
    package var seconds: Double
    package var level: Double

    package init(seconds: Double, level: Double) {
      self.seconds = seconds
      self.level = level
    }
  }

  /// From 0 to `length`, with the values interpolated at both ends.
  package let points: [Point]
  /// The integral from the start of the span to each point.
  private let areas: [Double]
  /// Of the span, seconds.
  package let length: Double

  /// - Parameter points: In order of time, at least from 0 to `length`.
  package init(_ points: [Point], length: Double) {
    self.length = length
    var inside: [Point] = []
    inside.reserveCapacity(points.count + 2)
    inside.append(Point(seconds: 0, level: Self.level(at: 0, in: points)))
    for point in points where point.seconds > 0 && point.seconds < length { inside.append(point) }
    inside.append(Point(seconds: length, level: Self.level(at: length, in: points)))
    self.points = inside
    var sum = 0.0
    areas = inside.indices.map { index in
      guard index > 0 else { return 0 }
      let (left, right) = (inside[index - 1], inside[index])
      sum += (right.seconds - left.seconds) * (left.level + right.level) / 2
      return sum
    }
  }

  /// The level at an instant of the span.
  package func level(at seconds: Double) -> Double { Self.level(at: seconds, in: points) }

  /// The mean over time between two instants of the span.
  package func mean(from start: Double = 0, to end: Double? = nil) -> Double {
    let (start, end) = (max(0, start), min(length, end ?? length))
    guard end > start else { return level(at: start) }
    return (area(to: end) - area(to: start)) / (end - start)
  }

  /// The highest mean of a window between two instants, tried at every level; the mean of all where
  /// there is no room for it.
  package func highestMean(
    window: Double, from start: Double = 0, to end: Double? = nil
  ) -> Double {
    let (start, end) = (max(0, start), min(length, end ?? length))
    guard end - start > window else { return mean(from: start, to: end) }
    var best = mean(from: end - window, to: end)
    for point in points where point.seconds >= start && point.seconds + window <= end {
      best = max(best, mean(from: point.seconds, to: point.seconds + window))
    }
    return best
  }

  /// The means of windows laid side by side from the start; what is left over at the end is not
  /// looked at.
  package func means(window: Double) -> [Double] {
    // A nanosecond of grace: 2.0 s hold eight windows of 0.25 s whatever the binary fraction says.
    let count = Int((length + 1e-9) / window)
    return (0..<max(0, count)).map { mean(from: Double($0) * window, to: Double($0 + 1) * window) }
  }

  /// When the level first passes from below to `fraction` of the way from its lowest point before
  /// the highest to that one, looked at from an instant on; nil where it rises by less than the
  /// factor `least`.
  package func rise(to fraction: Double, from start: Double = 0, least: Double = 1) -> Double? {
    let first = Self.index(of: start, in: points)
    guard first < points.count else { return nil }
    var top = first
    for index in first..<points.count where points[index].level > points[top].level { top = index }
    var bottom = first
    for index in first...top where points[index].level < points[bottom].level { bottom = index }
    let (low, high) = (points[bottom].level, points[top].level)
    guard bottom < top, high > low * least else { return nil }
    let goal = low + fraction * (high - low)
    for index in bottom..<top where points[index + 1].level >= goal {
      let (before, after) = (points[index], points[index + 1])
      let part = (goal - before.level) / (after.level - before.level)
      return before.seconds + part * (after.seconds - before.seconds)
    }
    return nil
  }

  /// The integral from the start of the span to an instant of it.
  private func area(to seconds: Double) -> Double {
    let index = Self.index(of: seconds, in: points)
    guard index > 0 else { return 0 }
    let left = points[index - 1]
    return areas[index - 1] + (seconds - left.seconds) * (left.level + level(at: seconds)) / 2
  }

  /// The first point that isn't before an instant; the last one where all are.
  private static func index(of seconds: Double, in points: [Point]) -> Int {
    var (low, high) = (0, max(0, points.count - 1))
    while low < high {
      let middle = (low + high) / 2
      if points[middle].seconds >= seconds { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func level(at seconds: Double, in points: [Point]) -> Double {
    guard let last = points.last else { return 0 }
    let after = index(of: seconds, in: points)
    if seconds >= last.seconds { return last.level }
    guard after > 0 else { return points[after].level }
    let (left, right) = (points[after - 1], points[after])
    guard right.seconds > left.seconds else { return right.level }
    let part = (seconds - left.seconds) / (right.seconds - left.seconds)
    return left.level + part * (right.level - left.level)
  }
}
