/// One phase of a repetition.
package struct PhaseSpan: Payload {
  package var phase = Phase.out
  package var tStart = 0.0
  package var tEnd = 0.0

  package init() {}

  package init(_ phase: Phase, from tStart: Double, to tEnd: Double) {
    self.phase = phase
    self.tStart = tStart
    self.tEnd = tEnd
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("phase", &phase, "the phase")
    fields.number("t_start", &tStart, .instant, "it begins")
    fields.number("t_end", &tEnd, .instant, "it ends")
  }
}

/// Measured durations, in the order of the notation (science 3.4).
package struct RepTempo: Payload {
  /// Whether each prescribed phase was in its band.
  package struct InBand: Payload {
    package var eccentric: Bool?
    package var stretched: Bool?
    package var concentric: Bool?
    package var contracted: Bool?

    package init() {}

    /// Lists the fields in the order in which they are written.
    package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
      fields.flag("eccentric", &eccentric, "the eccentric phase was in its band")
      fields.flag("stretched", &stretched, "the stretched pause was in its band")
      fields.flag("concentric", &concentric, "the concentric phase was in its band")
      fields.flag("contracted", &contracted, "the contracted pause was in its band")
    }
  }

  package var eccentricS: Double?
  package var stretchedS: Double?
  package var concentricS: Double?
  package var contractedS: Double?
  package var inBand: InBand?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.number("eccentric_s", &eccentricS, .seconds, "lengthening under load")
    fields.number("stretched_s", &stretchedS, .seconds, "pause in the stretched position")
    fields.number("concentric_s", &concentricS, .seconds, "shortening")
    fields.number("contracted_s", &contractedS, .seconds, "pause in the contracted position")
    fields.object("in_band", &inBand, "whether each prescribed phase was in its band")
  }
}

/// When a muscle came in, measured from the start of the concentric movement.
package struct MuscleDelay: Payload {
  package var muscle = ""
  package var side: Side?
  package var delayMs: Double?
  package var uncertaintyMs: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.number("delay_ms", &delayMs, .delay, "after the start of the concentric movement")
    fields.number("uncertainty_ms", &uncertaintyMs, .milliseconds, "one standard deviation")
  }
}

/// What a score is made of, each part before its weight (science 4.12).
package struct ScoreParts: Payload {
  package var activation: Double?
  package var share: Double?
  package var tempo: Double?
  package var peak: Double?
  package var consistency: Double?
  package var symmetry: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.number("activation", &activation, .part, "target in its band")
    fields.number("share", &share, .part, "target against compensators")
    fields.number("tempo", &tempo, .part, "durations against the prescription")
    fields.number("peak", &peak, .part, "peak contraction or hold")
    fields.number("consistency", &consistency, .part, "repetitions alike; sets only")
    fields.number("symmetry", &symmetry, .part, "sides alike; sets only", .own)
  }
}

/// A metric that is not given, and why.
package struct Withheld: Payload {
  package var metric = ""
  /// Stable code: `poor_signal`, `one_channel`, `too_few_reps`, ...
  package var why = ""
  package var text: String?
  package var arguments: JSONObject?

  package init() {}

  package init(_ metric: String, why: String) {
    self.metric = metric
    self.why = why
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("metric", &metric, "the metric that is not given")
    fields.text("why", &why, "stable code of the reason")
    fields.text("text", &text, "the reason for people")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
  }
}
