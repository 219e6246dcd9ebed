/// How far a number can be relied on.
package enum Confidence: String, Word {
  case low, medium, high
}

/// What a metric is measured in.
package protocol Measured: Sendable {
  static var quantity: Quantity { get }
}

/// A part of a whole, 0...1.
package enum Share: Measured { package static var quantity: Quantity { .fraction } }
/// The logarithm of a ratio, 0 where both are equal.
package enum Dominance: Measured { package static var quantity: Quantity { .log2 } }
/// The symmetry index (science 4.3).
package enum Symmetry: Measured { package static var quantity: Quantity { .percent } }
/// The co-contraction index of two muscles (science 4.5), 0...100.
package enum Cocontraction: Measured { package static var quantity: Quantity { .percent } }
/// A coefficient of variation.
package enum Variation: Measured { package static var quantity: Quantity { .ratio } }
/// Percent a repetition.
package enum FrequencySlope: Measured {
  package static var quantity: Quantity { .percentPerRep }
}
/// Percent of the best repetition.
package enum VelocityLoss: Measured { package static var quantity: Quantity { .percent } }
/// The score, 0...100.
package enum Points: Measured { package static var quantity: Quantity { .score } }

/// A number about a set with what it rests on, or the reason for withholding it.
package struct Metric<Measure: Measured>: Payload {
  package var value: Double?
  package var n: Int?
  package var confidence: Confidence?
  /// Stable code; present exactly when `value` is absent.
  package var why: String?
  package var text: String?
  package var arguments: JSONObject?

  package init() {}

  package init(_ value: Double, n: Int, confidence: Confidence) {
    self.value = value
    self.n = n
    self.confidence = confidence
  }

  package init(withheld why: String) { self.why = why }

  package static func == (left: Metric, right: Metric) -> Bool {
    left.value == right.value && left.n == right.n && left.confidence == right.confidence
      && left.why == right.why && left.text == right.text && left.arguments == right.arguments
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.number("value", &value, Measure.quantity, "the metric")
    fields.integer("n", &n, .count, "repetitions it rests on")
    fields.word("confidence", &confidence, "how far it can be relied on")
    fields.text("why", &why, "stable code of the reason for withholding it")
    fields.text("text", &text, "the reason for people")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
  }
}
