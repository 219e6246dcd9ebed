import Foundation
import SinewEmulators
import SinewFeedback
import Testing

/// The table of scopes in the code, held against what the socket really delivers.
@Suite(.roomForFew) struct ScopeStories {
  /// Lines for one connection alone.
  private static let own: Set<String> = [
    "hello", "subscribed", "missed", "error", "heartbeat", "state.end",
  ]

  @Test func eachScopeGetsWhatTheTableAllowsAndNothingElse() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl()
    let file = try String(contentsOfFile: gym.configurationPath, encoding: .utf8)
    try gym.write("feedback: {scope: raw}\n" + file, to: "sinew.yaml")
    try await gym.start()
    var listeners: [Scope: Listener] = [:]
    for scope in Scope.allCases {
      let listener = try gym.listen()
      let answer = try await listener.subscribe(
        #"{"subscribe":["*"],"scope":"\#(scope.rawValue)"}"#)
      #expect(answer.text("scope") == scope.rawValue)
      _ = try await listener.presentState()
      listeners[scope] = listener
    }
    let widest = try #require(listeners[.raw])
    _ = try await widest.next("set.started")
    let coach = try gym.ask()
    _ = try await coach.ok("coach.mark", #""station":"rack-1","mark":"tactile","text":"elbow""#)
    _ = try await coach.ok("pain", #""station":"rack-1","level":1"#)
    // All are read all the time, so that nobody is too slow.
    let end = try await eventually("the end of the set") { () -> Int? in
      for listener in listeners.values { listener.read() }
      return widest.messages.last { $0.kind == "set.ended" }?.seq
    }
    for (scope, listener) in listeners {
      try await eventually("\(scope) is as far") {
        listener.read()
        return listener.messages.contains { $0.seq >= end }
      }
    }

    let begin =
      listeners.values.compactMap { $0.messages.last { $0.kind == "subscribed" }?.seq }
      .max() ?? 0
    func news(_ listener: Listener) -> [Message] {
      listener.messages.filter {
        $0.seq > begin && $0.seq <= end && !$0.isState && !Self.own.contains($0.kind)
      }
    }
    let everything = news(widest)
    #expect(Set(everything.map(\.kind)).isSuperset(of: ["activation", "onset", "rep", "mark"]))
    for (scope, listener) in listeners {
      #expect(listener.broken.isEmpty && !listener.messages.contains { $0.kind == "missed" })
      let wanted = everything.filter { Self.mayPass($0, to: scope) }
      let got = news(listener)
      #expect(got.map(\.seq) == wanted.map(\.seq), "\(scope)")
      for message in listener.messages {
        let wrong = Self.fields(of: message, beyond: scope)
        #expect(wrong.isEmpty, "\(scope) got \(wrong) in \(message)")
      }
    }
    // So that the comparison above had something to compare.
    let screen = try #require(listeners[.screen])
    #expect(news(screen).count < everything.count)
    #expect(news(screen).contains { $0.kind == "rep" })
    #expect(!news(screen).contains { $0.kind == "onset" || $0.int("level") != nil })
    let note = try #require(everything.first { $0.kind == "mark" && $0.text("text") == "elbow" })
    let seen = try #require(news(screen).first { $0.seq == note.seq })
    #expect(!seen.has("text"), "a coach's words are no business of a public screen")
  }

  @Test func whoseTurnItIsSeesTheirOwnWithTheTokenAndNobodyElseDoes() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(sets: 20, restSeconds: 4))
    let file = try String(contentsOfFile: gym.configurationPath, encoding: .utf8)
    try gym.write(
      file.replacingOccurrences(
        of: "{nickname: Alex, athlete: p-17,", with: "{nickname: Alex, private: true,"),
      to: "sinew.yaml")
    try await gym.start()
    let coach = try gym.ask()
    func create(_ name: String, pin: String) async throws -> String {
      try #require(
        try await coach.ok("athlete.create", #""nickname":"\#(name)","pin":"\#(pin)""#)
          .text("athlete"))
    }
    let (first, second) = (
      try await create("Ada", pin: "48151623"), try await create("Bo", pin: "16231548")
    )
    let place = #""station":"rack-1","athlete":"\#(first)""#
    #expect(try await coach.refusal(of: "station.enter", place).code == "not_permitted")
    let wrong = try await coach.refusal(of: "station.enter", place + #","pin":"00000000""#)
    #expect(wrong.code == "not_permitted")
    let token = try #require(
      try await coach.ok("station.enter", place + #","pin":"48151623""#).text("sign_in"))
    #expect(token.count == 32)

    func screen(_ token: String?) async throws -> Listener {
      let listener = try gym.listen()
      let sign = token.map { #","sign_in":"\#($0)""# } ?? ""
      _ = try await listener.subscribe(#"{"subscribe":["*"],"scope":"screen"\#(sign)}"#)
      return listener
    }
    let mirror = try await screen(token)
    let stranger = try await screen(nil)
    let guesser = try await screen(String(repeating: "0", count: 32))
    _ = try await mirror.next("onset")
    let set = try await mirror.next("set.ended")
    _ = try await stranger.next("the same end") { $0.kind == "set.ended" && $0.set == set.set }
    _ = try await guesser.next("the same end") { $0.kind == "set.ended" && $0.set == set.set }
    for listener in [stranger, guesser] {
      #expect(!listener.messages.contains { $0.kind == "onset" || $0.kind == "order" })
      #expect(listener.messages.contains { $0.kind == "rep" })
    }

    // Another athlete takes the turn: the first one's token opens nothing of theirs.
    let other = try #require(
      try await coach.ok(
        "station.enter", #""station":"rack-1","athlete":"\#(second)","pin":"16231548""#
      ).text("sign_in"))
    #expect(other != token)
    let theirs = try await screen(other)
    let from = mirror.messages.count
    _ = try await theirs.next("an onset of the second") {
      $0.kind == "onset" && $0.text("athlete") == second
    }
    let end = try await theirs.next("set.ended")
    _ = try await mirror.next("the end of the second one's set") {
      $0.kind == "set.ended" && $0.set == end.set
    }
    #expect(
      !mirror.messages[from...].contains { $0.kind == "onset" && $0.text("athlete") == second })

    // Signed out, the token is worth nothing.
    for athlete in [second, first] {
      _ = try await coach.ok("station.leave", #""station":"rack-1","athlete":"\#(athlete)""#)
    }
    let after = try await screen(other)
    _ = try await after.next("set.ended")
    #expect(!after.messages.contains { $0.kind == "onset" })
    for word in ["48151623", "16231548", token, other] { #expect(!gym.output.contains(word)) }
  }

  // MARK: The table

  /// Whether the code's table lets a message through to a scope.
  private static func mayPass(_ message: Message, to scope: Scope) -> Bool {
    guard let kind = FeedbackKind(rawValue: message.kind), kind.scope <= scope else { return false }
    guard scope == .screen else { return true }
    let metric = message.object("because")?.text("metric") ?? ""
    return !Cue.privateMetrics.contains(metric) && message.text("mark") != "pain"
  }

  /// The paths of fields in a message that the schema gives to a wider scope.
  private static func fields(of message: Message, beyond scope: Scope) -> [String] {
    guard
      let schema = try? JSONSerialization.jsonObject(with: Data(FeedbackSchema.text.utf8)),
      let kinds = (schema as? [String: Any])?["$defs"] as? [String: Any],
      let kind = kinds[message.kind] as? [String: Any]
    else { return ["no schema"] }
    return wrong(message.fields, kind, scope, at: "")
  }

  private static func wrong(
    _ value: Any, _ schema: [String: Any], _ scope: Scope, at path: String
  ) -> [String] {
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      return list.flatMap { wrong($0, items, scope, at: path + "[]") }
    }
    guard let object = value as? [String: Any],
      let properties = schema["properties"] as? [String: Any]
    else { return [] }
    var found: [String] = []
    for (name, inner) in object {
      guard let property = properties[name] as? [String: Any] else { continue }
      let needed = (property["x-scope"] as? String).flatMap(Scope.init(rawValue:)) ?? .screen
      if needed > scope { found.append("\(path).\(name)") }
      found += wrong(inner, property, scope, at: "\(path).\(name)")
    }
    return found
  }
}
