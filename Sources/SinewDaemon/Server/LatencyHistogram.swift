import SinewFeedback

/// Times counted by size, in steps that a Prometheus histogram can show as they are. Nothing is
/// allocated after `init`.
final class LatencyHistogram {
  /// Upper bounds of the buckets, seconds: 1, 2, 5 a decade, from below a hand-off between two
  /// threads to above the silence that a sensor is blamed for.
  static let bounds = [
    0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5,
  ]

  /// One more than `bounds`: the last is for everything above.
  private var counts = [UInt64](repeating: 0, count: bounds.count + 1)
  private(set) var total: UInt64 = 0
  private(set) var sumSeconds = 0.0

  /// A time below zero, which the estimate of a sensor's clock can give, counts as zero.
  func note(seconds: Double) {
    let time = max(0, seconds)
    var index = 0
    while index < Self.bounds.count, time > Self.bounds[index] { index += 1 }
    counts[index] += 1
    total += 1
    sumSeconds += time
  }

  /// The time that a fraction (0...1) of all stayed below, by a straight line within its bucket;
  /// nil while there is none. Above the last bound it is that bound.
  func quantile(_ fraction: Double) -> Double? {
    guard total > 0 else { return nil }
    let rank = fraction * Double(total)
    var below = 0.0
    for (index, count) in counts.enumerated() where count > 0 {
      if below + Double(count) >= rank {
        guard index < Self.bounds.count else { break }
        let low = index == 0 ? 0 : Self.bounds[index - 1]
        return low + (Self.bounds[index] - low) * max(0, rank - below) / Double(count)
      }
      below += Double(count)
    }
    return Self.bounds.last
  }

  /// For `status`: percentiles in milliseconds, and the buckets as counts up to each bound.
  var json: JSONValue {
    var entry: JSONObject = [
      "count": .integer(Int64(clamping: total)), "sum_s": .number(sumSeconds),
    ]
    for (name, fraction) in [("p50_ms", 0.5), ("p90_ms", 0.9), ("p99_ms", 0.99)] {
      entry[name] = quantile(fraction).map { .number($0 * 1000) }
    }
    var upTo: UInt64 = 0
    entry["buckets"] = .array(
      zip(Self.bounds, counts).map { bound, count in
        upTo += count
        return ["le_s": .number(bound), "count": .integer(Int64(clamping: upTo))]
      })
    return .object(entry)
  }
}
