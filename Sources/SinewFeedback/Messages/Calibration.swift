/// `calibration`: what a calibration asks for now, and how it ended.
package struct Calibration: Payload {
  /// What is calibrated.
  package enum What: String, Word {
    case rest, mvc, refset, taskmax, rom, placement
  }

  /// What the athlete does now, and the two ends.
  package enum Step: String, Word {
    case getReady = "get_ready"
    case ramp, hold, relax, rest, done, refused
  }

  /// What was found.
  package struct Result: Payload {
    package var muscle: String?
    package var side: Side?
    package var reference: Reference?
    package var levelMicrovolts: Double?
    package var levelCounts: Double?
    package var romDegrees: Double?
    package var romMetres: Double?

    package init() {}

    /// Lists the fields in the order in which they are written.
    package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
      fields.text("muscle", &muscle, "id of the muscle")
      fields.word("side", &side, "side of the body")
      fields.word("reference", &reference, "the reference that is now in force")
      fields.number("level_uv", &levelMicrovolts, .microvolts, "the reference or the rest level")
      fields.number("level_counts", &levelCounts, .counts, "the same without a scale")
      fields.number("rom_deg", &romDegrees, .degrees, "range of motion")
      fields.number("rom_m", &romMetres, .metres, "the same of a hand or a bar")
    }
  }

  package var what = What.rest
  package var step = Step.getReady
  package var muscle: String?
  package var side: Side?
  package var remainingS: Double?
  package var trial: Int?
  package var trials: Int?
  package var position: String?
  package var promptCode: String?
  package var prompt: String?
  package var progress: Double?
  package var result: Result?
  package var why: String?
  package var text: String?
  package var arguments: JSONObject?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("what", &what, "what is calibrated")
    fields.word("step", &step, "what the athlete does now")
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.number("remaining_s", &remainingS, .seconds, "left of this step")
    fields.integer("trial", &trial, .ordinal, "this trial")
    fields.integer("trials", &trials, .count, "trials that are planned")
    fields.text("position", &position, "id of the test position")
    fields.text("prompt_code", &promptCode, "stable code of the prompt")
    fields.text("prompt", &prompt, "what to say to the athlete")
    fields.number("progress", &progress, .fraction, "of the whole calibration")
    fields.object("result", &result, "what was found")
    fields.text("why", &why, "stable code of the reason for refusing")
    fields.text("text", &text, "the reason for people")
    fields.arguments("args", &arguments, "what the sentences name, for a translation")
  }
}
