/// `onset` and `offset`: a muscle began or ceased to work.
package struct MuscleMoment: Payload {
  package var muscle = ""
  package var side: Side?
  package var uncertaintyMs: Double?
  package var tDecided: Double?
  /// True when this corrects the time of the message sent before for the same muscle.
  package var isCorrection: Bool?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.number(
      "uncertainty_ms", &uncertaintyMs, .milliseconds, "one standard deviation of t_signal")
    fields.number("t_decided", &tDecided, .instant, "the newest sample that was needed to tell")
    fields.flag("correction", &isCorrection, "corrects the message before for this muscle")
  }
}

/// A part of a repetition by the target muscle; the last four where the exercise is unknown.
package enum Phase: String, Word {
  case eccentric, stretched, concentric, contracted
  case out
  case outPause = "out_pause"
  case back
  case backPause = "back_pause"
}

/// `phase`: a phase begins.
package struct PhaseStarted: Payload {
  package var phase = Phase.out
  package var side: Side?
  package var targetS: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("phase", &phase, "the phase that begins")
    fields.word("side", &side, "side of the body")
    fields.number("target_s", &targetS, .seconds, "how long it should last")
  }
}
