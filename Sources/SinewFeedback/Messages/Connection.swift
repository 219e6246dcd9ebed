/// `hello`: the first line to every listener. In `analyze` there is neither `boot` nor `clock`.
package struct Hello: Payload {
  package var protocolVersion = ProtocolVersion.current
  /// The version of the program.
  package var version = ""
  /// Changes with every start of the daemon; a new one means: forget everything.
  package var boot: String?
  package var scope = Scope.screen
  package var clock: ClockState?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.object("protocol", &protocolVersion, "version of this vocabulary")
    fields.text("version", &version, "version of the program")
    fields.text("boot", &boot, "id of this run of the daemon; a new one: forget everything")
    fields.word("scope", &scope, "what this listener may see")
    fields.object("clock", &clock, "the clocks as the line was written")
  }
}

/// The version of the vocabulary. Only another `major` stops a client from understanding.
package struct ProtocolVersion: Payload {
  package var major = 1
  package var minor = 0

  /// What this code speaks.
  package static var current: ProtocolVersion { ProtocolVersion() }

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.integer("major", &major, .count, "another number can't be understood")
    fields.integer("minor", &minor, .count, "a higher number only adds fields and kinds")
  }
}

/// `clock`: how the instants of the messages relate to the time of day. Sent at each step of UTC
/// and every minute.
package struct ClockState: Payload {
  /// CLOCK_MONOTONIC, seconds.
  package var monotonic = 0.0
  /// The same instant as `2026-11-22T17:40:00.123Z`.
  package var utc = ""
  /// False until the machine has been told the time.
  package var utcSynchronised: Bool?

  package init() {}

  package init(monotonic: Double, utc: String, utcSynchronised: Bool) {
    self.monotonic = monotonic
    self.utc = utc
    self.utcSynchronised = utcSynchronised
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.number("monotonic", &monotonic, .instant, "CLOCK_MONOTONIC, as in t_signal and t_emit")
    fields.text("utc", &utc, "the same instant in UTC, ISO 8601 with milliseconds")
    fields.flag("utc_synchronised", &utcSynchronised, "whether the machine knows the time of day")
  }
}

/// `missed`: what this listener was too slow for.
package struct Missed: Payload {
  package var count = 0
  package var byKind = Tally()

  package init() {}

  package init(count: Int, byKind: Tally) {
    self.count = count
    self.byKind = byKind
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.integer("count", &count, .count, "messages that were dropped since the last `missed`")
    fields.tally("by_kind", &byKind, "how many of each kind")
  }
}

/// `error`: the line just read could not be used. After a framing error the connection is closed.
package struct Failure: Payload {
  package var code = ErrorCode.internalFault
  package var text = ""
  package var arguments: JSONObject?

  package init() {}

  package init(_ code: ErrorCode, _ text: String) {
    self.code = code
    self.text = text
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("code", &code, "stable code")
    fields.text("text", &text, "the same for people, with the nearest known name")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
  }
}

/// `state.end` and `heartbeat`: the kind says all.
package struct Bare: Payload {
  package init() {}
  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {}
}
