/// The one line a listener may send: what it wants to hear. Each replaces the one before.
package struct SubscribeRequest: Payload {
  /// Rates that can be asked for, levels a second; the device's own rate is the real upper end.
  package static let activationHzRange = 0.1...4000.0
  /// Seconds between heartbeats that can be asked for.
  package static let heartbeatRange = 0.1...86_400.0

  /// Kinds, or groups as `set.*`; `*` and absence stand for all.
  package var subscribe: [String]?
  /// Stations; absent: all.
  package var stations: [String]?
  package var activationHz: Double?
  package var lang: String?
  /// What it wants to see at most; absent: all that it may.
  package var scope: Scope?
  /// The token of an athlete who is signed in with a PIN at a private station.
  package var signIn: String?
  package var heartbeatS: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.texts("subscribe", &subscribe, "kinds, or groups as set.*; absent: all")
    fields.texts("station", &stations, "stations; absent: all")
    fields.number("activation_hz", &activationHz, .hertz, "activation messages a second")
    fields.text("lang", &lang, "language of the sentences, ISO 639-1")
    fields.word("scope", &scope, "what to see at most; never more than was granted")
    fields.text("sign_in", &signIn, "what station.enter answered: shows what is the athlete's own")
    fields.number("heartbeat_s", &heartbeatS, .seconds, "time between heartbeats")
  }

  /// Reads a line of a listener. An object without any of these fields is refused, for whoever
  /// sends it takes the socket for another.
  package init(json: JSONValue) throws(RequestError) {
    guard let object = json.object else {
      throw RequestError(.badRequest, "A line must be one JSON object.")
    }
    var reader = FieldReader(object)
    visit(&reader)
    if let fault = reader.fault {
      throw RequestError(.badArgument, "\"\(fault.name)\" has the wrong type.")
    }
    guard self != SubscribeRequest() || object["subscribe"] != nil else {
      throw RequestError(.badRequest, "Only subscribe lines are heard on this socket.")
    }
    if let rate = activationHz, !Self.activationHzRange.contains(rate) {
      throw RequestError(.badArgument, "\"activation_hz\" must lie in 0.1...4000.")
    }
    if let period = heartbeatS, !Self.heartbeatRange.contains(period) {
      throw RequestError(.badArgument, "\"heartbeat_s\" must lie in 0.1...86400.")
    }
  }

  /// The kinds that are meant, less those the scope does not see. Samples must be asked for by
  /// name.
  package func kinds(for scope: Scope) -> Set<FeedbackKind> {
    let asked = subscribe ?? ["*"]
    return Set(
      FeedbackKind.allCases.filter { kind in
        kind.scope <= scope
          && asked.contains {
            Self.pattern($0, matches: kind) && (kind != .samples || $0 != "*")
          }
      })
  }

  /// Names that stand for no kind at all, each with the nearest that does.
  package var unknown: [Subscribed.Unknown] {
    (subscribe ?? []).filter { name in
      !FeedbackKind.allCases.contains { Self.pattern(name, matches: $0) }
    }.map { name in
      let names = FeedbackKind.allCases.map(\.rawValue)
      return Subscribed.Unknown(name: name, nearest: nearestName(to: name, in: names))
    }
  }

  /// `*` matches all, `set.*` all kinds that start with `set.`, anything else itself.
  static func pattern(_ pattern: String, matches kind: FeedbackKind) -> Bool {
    if pattern == "*" { return true }
    if pattern.hasSuffix(".*") { return kind.rawValue.hasPrefix(String(pattern.dropLast())) }
    return pattern == kind.rawValue
  }
}

/// Why a line was refused: what goes into `error`.
package struct RequestError: Error, Equatable, Sendable {
  package let code: ErrorCode
  /// A sentence for people.
  package let text: String

  package init(_ code: ErrorCode, _ text: String) {
    self.code = code
    self.text = text
  }
}
