/// `mark`: somebody pressed a button: the coach touched the muscle, said something, or wants to
/// find this instant again.
package struct Mark: Payload {
  /// What happened at the instant.
  package enum MarkKind: String, Word {
    case tactile, verbal, visual, pain, note
  }

  package var mark = MarkKind.note
  package var text: String?
  package var muscle: String?
  package var side: Side?
  /// Of pain, 0 to 10.
  package var level: Int?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("mark", &mark, "what happened")
    fields.text("text", &text, "a note", .coach)
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.integer("level", &level, .painLevel, "of pain", .own)
  }
}

/// `sync.mark`: a flash and a beep that a camera can see and hear (science 4.18).
package struct SyncMark: Payload {
  /// Number of the mark in this run.
  package var number: Int?
  /// The instant of `t_signal` in UTC.
  package var utc: String?
  package var flashMs: Double?
  package var beepHz: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.integer("number", &number, .ordinal, "number of the mark in this run")
    fields.text("utc", &utc, "the instant of t_signal in UTC, ISO 8601 with milliseconds")
    fields.number("flash_ms", &flashMs, .milliseconds, "how long the screen should flash")
    fields.number("beep_hz", &beepHz, .hertz, "tone that should sound with it")
  }
}
