/// `programme`: where the athlete is in the five phases (science 4.15).
package struct Programme: Payload {
  /// Where the programme goes from here.
  package enum State: String, Word {
    case hold, advance
    case goBack = "go_back"
    case deload
  }

  /// 1...5.
  package var phase = 1
  package var state = State.hold
  /// Stable code of the reason.
  package var because: String?
  package var text: String?
  package var arguments: JSONObject?
  package var overriddenBy: String?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.integer("phase", &phase, .programmePhase, "phase of the programme", .own)
    fields.word("state", &state, "where it goes from here", .own)
    fields.text("because", &because, "stable code of the reason", .own)
    fields.text("text", &text, "the reason for people", .own)
    fields.arguments("args", &arguments, "what the sentence names, for a translation", .own)
    fields.text("overridden_by", &overriddenBy, "who overruled it", .own)
  }
}

/// `stage`: how far an exercise is learnt (science 4.13).
package struct LearningStage: Payload {
  /// The three stages of Fitts and Posner.
  package enum Stage: String, Word {
    case cognitive, associative, autonomous
  }

  package var stage = Stage.cognitive
  package var retention: Double?
  package var since: String?
  package var feedbackShare: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("stage", &stage, "how far the exercise is learnt", .own)
    fields.number("retention", &retention, .ratio, "score without over with feedback", .own)
    fields.text("since", &since, "date of the change, ISO 8601", .own)
    fields.number("feedback_share", &feedbackShare, .fraction, "repetitions with feedback", .own)
  }
}

/// `plateau`: the trend over weeks (science 4.14).
package struct Plateau: Payload {
  /// What can be said about the trend.
  package enum Verdict: String, Word {
    case progressing, declining, plateau, undetermined
  }

  /// What is followed over the sessions.
  package enum Measure: String, Word {
    case strength
    case activationPerLoad = "activation_per_load"
    case score
  }

  package var measure = Measure.score
  package var slopePercentPerSession: Double?
  package var ci90: Bounds?
  package var sessions = 0
  package var verdict = Verdict.undetermined

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("measure", &measure, "what is followed", .own)
    fields.number(
      "slope_percent_per_session", &slopePercentPerSession, .percentPerSession,
      "slope in percent of the median", .own)
    fields.bounds("ci90", &ci90, .percentPerSession, "90 % confidence interval of the slope", .own)
    fields.integer("sessions", &sessions, .count, "sessions it rests on", .own)
    fields.word("verdict", &verdict, "what can be said", .own)
  }
}
