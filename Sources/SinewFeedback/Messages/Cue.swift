/// `cue`: one thing to change, or praise.
package struct Cue: Payload {
  /// What made the coach speak.
  package struct Because: Payload {
    package var metric = ""
    package var value: Double?
    package var threshold: Double?
    package var reps: Int?

    package init() {}

    /// Lists the fields in the order in which they are written.
    package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
      fields.text("metric", &metric, "the metric that was looked at")
      fields.number("value", &value, .named, "what it was")
      fields.number("threshold", &threshold, .named, "what it should have kept to")
      fields.integer("reps", &reps, .count, "repetitions it was seen in")
    }
  }

  /// Id in the catalogue.
  package var cue = ""
  package var text = ""
  package var arguments: JSONObject?
  package var muscle: String?
  package var side: Side?
  package var focus: Focus?
  package var because: Because?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("cue", &cue, "id in the catalogue")
    fields.text("text", &text, "what to say to the athlete")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
    fields.text("muscle", &muscle, "the muscle it is about")
    fields.word("side", &side, "side of the body")
    fields.word("focus", &focus, "where it puts attention")
    fields.object("because", &because, "what made the coach speak")
  }
}

/// `cue.outcome`: what became of it in the repetitions after.
package struct CueOutcome: Payload {
  /// The target in the three repetitions after the cue, against those before.
  package enum Outcome: String, Word {
    case worked
    case noChange = "no_change"
    case worse
  }

  package var cue = ""
  package var outcome = Outcome.noChange
  package var muscle: String?
  package var side: Side?
  package var focus: Focus?
  package var because: Cue.Because?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("cue", &cue, "id in the catalogue")
    fields.word("outcome", &outcome, "what became of it")
    fields.text("muscle", &muscle, "the muscle it is about")
    fields.word("side", &side, "side of the body")
    fields.word("focus", &focus, "where it put attention")
    fields.object("because", &because, "the metric now, in the repetitions after the cue")
  }
}
