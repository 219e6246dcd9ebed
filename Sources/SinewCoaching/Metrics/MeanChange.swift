/// The difference of two means with its 95 % confidence interval by Welch's t: two groups that
/// scatter differently.
package struct MeanChange: Sendable, Hashable {
  /// Second less first.
  package let difference: Double
  package let interval: ClosedRange<Double>

  /// nil with fewer than 3 values in either.
  package init?(_ first: [Double], _ second: [Double]) {
    guard min(first.count, second.count) >= 3, let one = Statistics.mean(first),
      let two = Statistics.mean(second), let before = Statistics.deviation(first),
      let after = Statistics.deviation(second)
    else { return nil }
    let (a, b) = (Double(first.count), Double(second.count))
    let (u, v) = (before * before / a, after * after / b)
    difference = two - one
    guard u + v > 0 else {
      interval = difference...difference
      return
    }
    let freedom = (u + v) * (u + v) / (u * u / (a - 1) + v * v / (b - 1))
    let reach = Self.quantile(freedom) * (u + v).squareRoot()
    interval = (difference - reach)...(difference + reach)
  }

  /// 97.5 % quantile of Student's t, from the table: for the next lower whole degrees of freedom.
  private static func quantile(_ freedom: Double) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045, 2.042,
    ]
    return table[min(table.count, max(1, Int(freedom))) - 1]
  }
}
