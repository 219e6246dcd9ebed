/// `subscribed`: what is in force after a `subscribe` line.
package struct Subscribed: Payload {
  /// A name that is not known, and the nearest that is.
  package struct Unknown: Payload {
    package var name = ""
    package var nearest: String?

    package init() {}

    package init(name: String, nearest: String?) {
      self.name = name
      self.nearest = nearest
    }

    /// Lists the fields in the order in which they are written.
    package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
      fields.text("name", &name, "the name as it was asked for")
      fields.text("nearest", &nearest, "the known name that is most like it")
    }
  }

  /// Kinds that will be sent.
  package var subscribe: [String] = []
  /// Stations that will be sent; absent: all.
  package var stations: [String]?
  package var scope = Scope.screen
  package var activationHz: Double?
  package var lang: String?
  package var heartbeatS: Double?
  package var unknown: [Unknown]?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.texts("subscribe", &subscribe, "kinds that will be sent")
    fields.texts("stations", &stations, "stations that will be sent; absent: all")
    fields.word("scope", &scope, "what this listener may see")
    fields.number("activation_hz", &activationHz, .hertz, "activation messages a second")
    fields.text("lang", &lang, "language of the sentences, ISO 639-1")
    fields.number("heartbeat_s", &heartbeatS, .seconds, "time between heartbeats; absent: none")
    fields.objects("unknown", &unknown, "names that are not known")
  }
}
