/// `focus.effect`: what internal focus does to this athlete's target, against external focus
/// (science 4.10).
package struct FocusEffect: Payload {
  /// What can be said.
  package enum Verdict: String, Word {
    case raises, lowers
    case noMeaningfulEffect = "no_meaningful_effect"
    case notYetKnown = "not_yet_known"
  }

  package var muscle = ""
  package var percent: Double?
  package var ci95: Bounds?
  package var pairs = 0
  package var verdict = Verdict.notYetKnown
  package var costVelocityPercent: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle", .own)
    fields.number("percent", &percent, .percent, "internal against external focus", .own)
    fields.bounds("ci95", &ci95, .percent, "95 % confidence interval of percent", .own)
    fields.integer("pairs", &pairs, .count, "pairs of sets it rests on", .own)
    fields.word("verdict", &verdict, "what can be said", .own)
    fields.number(
      "cost_velocity_percent", &costVelocityPercent, .percent,
      "change of the mean concentric velocity", .own)
  }
}

/// `symmetry`: left against right (science 4.3).
package struct SymmetryVerdict: Payload {
  /// What can be said.
  package enum Verdict: String, Word {
    case fine, watch, flag
  }

  /// What is compared between the sides.
  package enum Compared: String, Word {
    case activation, onset, rom, tempo
  }

  package var muscle: String?
  package var metric = Compared.activation
  package var percent: Double?
  package var sets = 0
  package var days: Int?
  package var verdict = Verdict.fine
  package var lagging: Side?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle", .own)
    fields.word("metric", &metric, "what is compared", .own)
    fields.number("percent", &percent, .percent, "symmetry index, positive: left higher", .own)
    fields.integer("sets", &sets, .count, "sets of today it rests on", .own)
    fields.integer("days", &days, .count, "days that percent is the mean of", .own)
    fields.word("verdict", &verdict, "what can be said", .own)
    fields.word("lagging", &lagging, "the lower side, after a flag", .own)
  }
}

/// `order`: who came in first, against the athlete's own pattern (science 4.4).
package struct OrderVerdict: Payload {
  /// What can be said.
  package enum Verdict: String, Word {
    case asUsual = "as_usual"
    case later, earlier, changed
    case noStableOrder = "no_stable_order"
    case unknown
  }

  package var muscles: [MuscleDelay] = []
  package var template: [String]?
  package var stability: Double?
  package var verdict = Verdict.unknown

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.objects("muscles", &muscles, "when each muscle came in", .own)
    fields.texts("template", &template, "muscles in the athlete's usual order", .own)
    fields.number("stability", &stability, .fraction, "repetitions with the usual order", .own)
    fields.word("verdict", &verdict, "what can be said", .own)
  }
}

/// `fatigue`: amplitude and spectrum over a set (science 4.11).
package struct FatigueVerdict: Payload {
  /// What can be said.
  package enum Verdict: String, Word {
    case fatigue
    case moreDrive = "more_drive"
    case recoveryOrUnload = "recovery_or_unload"
    case unclear
  }

  package var muscle = ""
  package var side: Side?
  package var mdfPercentPerRep: Double?
  package var rmsPercentPerRep: Double?
  package var verdict = Verdict.unclear

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle", .own)
    fields.word("side", &side, "side of the body", .own)
    fields.number(
      "mdf_percent_per_rep", &mdfPercentPerRep, .percentPerRep, "median frequency", .own)
    fields.number("rms_percent_per_rep", &rmsPercentPerRep, .percentPerRep, "amplitude", .own)
    fields.word("verdict", &verdict, "what can be said", .own)
  }
}
