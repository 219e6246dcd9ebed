/// The Theil-Sen line through equally spaced values with its confidence interval, and the score of
/// Mann and Kendall: trends that one odd session can't make.
package struct TheilSen: Sendable, Hashable {
  /// Median of the slopes between all pairs, per step.
  package let slope: Double
  /// 90 % confidence interval of the slope (Sen 1968, by the normal approximation).
  package let interval: ClosedRange<Double>
  /// Rising pairs less falling pairs.
  package let score: Int

  /// nil for fewer than 3 values.
  package init?(_ values: [Double]) {
    guard values.count >= 3 else { return nil }
    var slopes: [Double] = []
    var score = 0
    for later in values.indices.dropFirst() {
      for earlier in 0..<later {
        let rise = values[later] - values[earlier]
        slopes.append(rise / Double(later - earlier))
        score += rise > 0 ? 1 : rise < 0 ? -1 : 0
      }
    }
    slopes.sort()
    guard let median = Statistics.median(slopes) else { return nil }
    slope = median
    self.score = score
    let (n, pairs) = (Double(values.count), Double(slopes.count))
    let deviation = (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
    let reach = 1.644_853_626_951_472_7 * deviation
    // As scipy.stats.theilslopes picks them, from 0.
    let upper = min(slopes.count - 1, Int(((pairs + reach) / 2).rounded()))
    let lower = max(0, Int(((pairs - reach) / 2).rounded()) - 1)
    interval = slopes[lower]...max(slopes[lower], slopes[upper])
  }
}
