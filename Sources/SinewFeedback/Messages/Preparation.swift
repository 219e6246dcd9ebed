/// `imagery`: the quiet seconds before a set; only adherence is measured (science 4.17).
package struct Imagery: Payload {
  /// How far it is.
  package enum Step: String, Word {
    case started, running, done, broken
  }

  package var step = Step.started
  package var promptCode: String?
  package var prompt: String?
  package var durationS: Double?
  package var remainingS: Double?
  package var isStill: Bool?
  package var isRelaxed: Bool?
  package var adherence: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("step", &step, "how far it is")
    fields.text("prompt_code", &promptCode, "stable code of the prompt")
    fields.text("prompt", &prompt, "what to say to the athlete")
    fields.number("duration_s", &durationS, .seconds, "how long it should last")
    fields.number("remaining_s", &remainingS, .seconds, "left of it")
    fields.flag("still", &isStill, "the limbs are still")
    fields.flag("relaxed", &isRelaxed, "the muscles are at their baseline")
    fields.number("adherence", &adherence, .fraction, "time still and relaxed so far")
  }
}

/// `pre_activation`: a light drill of the target before a compound lift, and the activation
/// before and after it. A difference is told, none is promised (science 4.15, 5).
package struct PreActivation: Payload {
  /// How far it is.
  package enum Step: String, Word {
    case offered, running, done, skipped
  }

  package var step = Step.offered
  package var muscle = ""
  package var side: Side?
  /// Id of the exercise that serves as the drill.
  package var drill: String?
  package var before: Double?
  package var after: Double?
  package var percent: Double?
  package var n: Int?
  package var confidence: Confidence?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("step", &step, "how far it is")
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.text("drill", &drill, "id of the exercise that serves as the drill")
    fields.number("before", &before, .level, "concentric activation before the drill", .own)
    fields.number("after", &after, .level, "concentric activation after the drill", .own)
    fields.number("percent", &percent, .percent, "change from before to after", .own)
    fields.integer("n", &n, .count, "repetitions it rests on", .own)
    fields.word("confidence", &confidence, "how far it can be relied on", .own)
  }
}
