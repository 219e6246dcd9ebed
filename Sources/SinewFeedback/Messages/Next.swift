/// `next`: what comes after the rest. Its exercise is the `exercise` of the envelope.
package struct Next: Payload {
  /// Why this comes next.
  package enum Why: String, Word {
    case plan
    case laggingSide = "lagging_side"
    case loadOutran = "load_outran"
    case preActivation = "pre_activation"
    case imagery, probe, deload, intent
  }

  package var side: SetStarted.Sides?
  package var loadKg: Double?
  package var loadKind: LoadKind?
  package var reps: Pair?
  package var tempo: Target.Tempo?
  package var focus: Focus?
  package var restS: Double?
  /// CLOCK_MONOTONIC, as `t_signal`.
  package var readyAt: Double?
  package var why: Why?
  package var text: String?
  package var arguments: JSONObject?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("side", &side, "which limbs work")
    fields.number("load_kg", &loadKg, .kilograms, "external load")
    fields.word("load_kind", &loadKind, "what the load counts")
    fields.pair("reps", &reps, .count, "fewest and most repetitions")
    fields.object("tempo", &tempo, "prescribed durations")
    fields.word("focus", &focus, "where to put attention")
    fields.number("rest_s", &restS, .seconds, "rest before it")
    fields.number("ready_at", &readyAt, .instant, "when the rest is over")
    fields.word("why", &why, "why this comes next", .own)
    fields.text("text", &text, "the reason for people", .own)
    fields.arguments("args", &arguments, "what the sentence names, for a translation", .own)
  }
}
