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

  /// What may be tried on a plateau, or is.
  package enum Block: String, Word {
    case offered, running, rose, fell
    case noClearChange = "no_clear_change"
  }

  package var measure = Measure.score
  package var slopePercentPerSession: Double?
  package var ci90: Bounds?
  package var sessions = 0
  package var verdict = Verdict.undetermined
  package var block: Block?
  package var changePercent: Double?
  package var changeCI95: Bounds?
  package var text: String?
  package var arguments: JSONObject?

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
    fields.word("block", &block, "the intent block: offered, under way, or what came of it", .own)
    fields.number(
      "change_percent", &changePercent, .percent, "of the block against the sessions before", .own)
    fields.bounds(
      "change_ci95", &changeCI95, .percent, "95 % confidence interval of change_percent", .own)
    fields.text("text", &text, "the offer or its result for people", .own)
    fields.arguments("args", &arguments, "what the sentence names, for a translation", .own)
  }
}

/// `lagging`: a target that did less in the latest sessions than in any before (science 4.3).
package struct LaggingMuscle: Payload {
  package var muscle = ""
  package var percent: Double?
  package var sessions = 0
  package var text: String?
  package var arguments: JSONObject?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle", .own)
    fields.number(
      "percent", &percent, .percent, "the latest three sessions against those before", .own)
    fields.integer("sessions", &sessions, .count, "sessions it rests on", .own)
    fields.text("text", &text, "the same for people", .own)
    fields.arguments("args", &arguments, "what the sentence names, for a translation", .own)
  }
}
