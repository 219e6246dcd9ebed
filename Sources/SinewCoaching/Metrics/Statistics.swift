/// The few robust statistics the coach needs; all of them are nil for too little data.
enum Statistics {
  /// The middle value; the mean of the two middle values of an even count.
  static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Standard deviation (n - 1); needs 2 values.
  static func deviation(_ values: [Double]) -> Double? {
    guard values.count >= 2, let mean = mean(values) else { return nil }
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// Standard deviation over the mean; needs 2 values and a mean above 0.
  static func cv(_ values: [Double]) -> Double? {
    guard let mean = mean(values), mean > 0 else { return nil }
    return deviation(values).map { $0 / mean }
  }

  /// Theil-Sen slope per step: the median of the slopes between all pairs.
  static func slope(_ values: [Double]) -> Double? {
    var slopes: [Double] = []
    for later in values.indices.dropFirst() {
      for earlier in 0..<later {
        slopes.append((values[later] - values[earlier]) / Double(later - earlier))
      }
    }
    return median(slopes)
  }

  /// Coefficient of variation about the Theil-Sen line (science 4.8): what is uneven from one
  /// value to the next, without the steady drift of fatigue. Needs 4 values and a mean above 0.
  static func detrendedCV(_ values: [Double]) -> Double? {
    guard values.count >= 4, let slope = slope(values), let mean = mean(values), mean > 0
    else { return nil }
    let residuals = values.enumerated().map { index, value in value - slope * Double(index) }
    guard let center = Self.mean(residuals) else { return nil }
    let squares = residuals.map { ($0 - center) * ($0 - center) }.reduce(0, +)
    return (squares / Double(values.count - 1)).squareRoot() / mean
  }
}
