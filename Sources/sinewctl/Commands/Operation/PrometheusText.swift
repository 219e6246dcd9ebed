import SinewFeedback

/// Prometheus' text exposition format, version 0.0.4. Names, units and types follow
/// https://prometheus.io/docs/practices/naming/: base units, `_total` for counters.
struct PrometheusText {
  private(set) var text = ""

  enum Kind: String { case counter, gauge, histogram }

  /// One sample: labels in order, and its value; nothing is written for nil.
  typealias Sample = (labels: [(String, String)], value: Double?)

  /// A family with help, type and samples; left out where no sample has a value.
  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    let lines = samples.compactMap { sample in
      sample.value.map { Self.line(name, sample.labels, $0) }
    }
    if lines.isEmpty { return }
    head(name, kind, help)
    text += lines.joined()
  }

  /// A family with one sample without labels.
  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
    add(name, kind, help, [(labels: [], value: value)])
  }

  /// A histogram from counts up to each bound.
  mutating func addHistogram(
    _ name: String, _ help: String, upTo buckets: [(bound: Double, count: Double)],
    count: Double, sum: Double
  ) {
    head(name, .histogram, help)
    for bucket in buckets {
      text += Self.line("\(name)_bucket", [("le", Self.number(bucket.bound))], bucket.count)
    }
    text += Self.line("\(name)_bucket", [("le", "+Inf")], count)
    text += Self.line("\(name)_sum", [], sum)
    text += Self.line("\(name)_count", [], count)
  }

  private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private static func line(_ name: String, _ labels: [(String, String)], _ value: Double) -> String
  {
    let list = labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
    return name + (list.isEmpty ? "" : "{\(list)}") + " \(number(value))\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n", "\r\n": "\\n"
      default: String(character)
      }
    }.joined()
  }
}
