/// `load.advice`: whether the load may rise, from activation per load (science 4.9).
package struct LoadAdvice: Payload {
  /// What to do with the load.
  package enum Advice: String, Word {
    case raise, keep, lower
  }

  package var advice = Advice.keep
  package var muscle: String?
  package var loadKg: Double?
  package var loadKind: LoadKind?
  /// Fraction of the reference for each kilogram.
  package var activationPerKg: Double?
  package var shareChange: Double?
  package var n: Int?
  package var confidence: Confidence?
  /// Stable code: `load_outran`, `target_reached`, ...
  package var why: String?
  package var text: String?
  package var arguments: JSONObject?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("advice", &advice, "what to do with the load", .own)
    fields.text("muscle", &muscle, "the target", .own)
    fields.number("load_kg", &loadKg, .kilograms, "the load that is advised", .own)
    fields.word("load_kind", &loadKind, "what the load counts", .own)
    fields.number(
      "activation_per_kg", &activationPerKg, .levelPerKilogram, "concentric activation per load",
      .own)
    fields.number("share_change", &shareChange, .change, "share against the lighter load", .own)
    fields.integer("n", &n, .count, "sets it rests on", .own)
    fields.word("confidence", &confidence, "how far it can be relied on", .own)
    fields.text("why", &why, "stable code of the reason", .own)
    fields.text("text", &text, "the reason for people", .own)
    fields.arguments("args", &arguments, "what the sentence names, for a translation", .own)
  }
}

/// `milestone`: something to be glad about, as the number of good repetitions in a month.
package struct Milestone: Payload {
  /// Stable code, as `good_reps_month`.
  package var milestone = ""
  package var count: Int?
  package var text: String?
  package var arguments: JSONObject?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("milestone", &milestone, "stable code")
    fields.integer("count", &count, .count, "the number that was reached")
    fields.text("text", &text, "what to say to the athlete")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
  }
}
