/// The median durations of a set's phases.
package struct TempoSummary: Payload {
  package var eccentricS: Double?
  package var stretchedS: Double?
  package var concentricS: Double?
  package var contractedS: Double?
  /// Prescribed phases in their band, over all prescribed phases.
  package var inBand: Double?
  package var n: Int?
  package var confidence: Confidence?
  package var why: String?
  package var text: String?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.number("eccentric_s", &eccentricS, .seconds, "lengthening under load")
    fields.number("stretched_s", &stretchedS, .seconds, "pause in the stretched position")
    fields.number("concentric_s", &concentricS, .seconds, "shortening")
    fields.number("contracted_s", &contractedS, .seconds, "pause in the contracted position")
    fields.number("in_band", &inBand, .fraction, "prescribed phases that were in their band")
    fields.integer("n", &n, .count, "repetitions it rests on")
    fields.word("confidence", &confidence, "how far it can be relied on")
    fields.text("why", &why, "stable code of the reason for withholding it")
    fields.text("text", &text, "the reason for people")
  }
}

/// The median activation of a set by muscle.
package struct ActivationSummary: Payload {
  package var muscles: [RepMuscle] = []
  package var n: Int?
  package var confidence: Confidence?
  package var why: String?
  package var text: String?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.objects("muscles", &muscles, "medians over the valid repetitions")
    fields.integer("n", &n, .count, "repetitions it rests on")
    fields.word("confidence", &confidence, "how far it can be relied on")
    fields.text("why", &why, "stable code of the reason for withholding it")
    fields.text("text", &text, "the reason for people")
  }
}
