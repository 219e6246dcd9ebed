internal import HTTPTypes
internal import Hummingbird
internal import SinewFeedback

/// What exists only where the kiosk may command: the athletes' taps and the coach's pages.
struct CommandRoutes: Sendable {
  let control: ControlLine
  let feedbackSocket: String
  let door: CoachDoor
  /// The word that pages of this process carry before anybody is signed in.
  let pageToken: String

  private static let cookie = "sinew_coach"

  func add(to router: Router<BasicRequestContext>) {
    for file in PageFile.coach {
      router.get(RouterPath(file.path)) { _, _ in file.response }
    }
    router.get("/people") { _, _ in await people() }
    router.post("/tap") { request, _ in try await tap(request) }
    router.post("/coach/sign-in") { request, _ in try await signIn(request) }
    router.get("/coach/session") { request, _ in await session(request) }
    router.post("/coach/sign-out") { request, _ in try await signOut(request) }
    router.post("/coach/ask") { request, _ in try await ask(request) }
    router.get("/coach/events") { request, _ in try await events(request) }
  }

  /// Who can sign in at a screen: what a public screen shows anyway, and nothing else.
  private func people() async -> Response {
    let answer = await control.ask(["request": "athletes"])
    guard let athletes = answer["ok"]?["athletes"]?.array else { return .json(answer) }
    let shown = athletes.compactMap { athlete -> JSONValue? in
      guard let id = athlete["athlete"], let nickname = athlete["nickname"] else { return nil }
      var entry: JSONObject = ["athlete": id, "nickname": nickname]
      if athlete["leaderboard"]?.bool == true {
        entry["leaderboard"] = true
        entry["good_reps"] = athlete["good_reps"]
      }
      return .object(entry)
    }
    return .json(["ok": .object(["athletes": .array(shown)])])
  }

  private func tap(_ request: Request) async throws -> Response {
    let change = try await ChangingRequest(request, token: pageToken)
    guard let passed = AllowedRequests.tap(change.body) else {
      return .refusal(.forbidden, .notPermitted, "A screen may not ask that.")
    }
    return .json(await control.ask(passed))
  }

  private func signIn(_ request: Request) async throws -> Response {
    let change = try await ChangingRequest(request, token: pageToken)
    switch await door.knock(change.body["pin"]?.string ?? "") {
    case .open(let cookie, let token):
      var response = Response.json(["ok": .object(["token": .string(token)])])
      response.setCookie(
        Cookie(
          name: Self.cookie, value: cookie, path: "/", secure: change.isEncrypted, httpOnly: true,
          sameSite: .strict))
      return response
    case .wrong: return .refusal(.unauthorized, .notPermitted, "That is not the PIN.")
    case .wait(let seconds):
      var answer = ControlLine.fault(
        .busy, "Too many tries. The next is looked at in \(seconds) s.")
      answer["wait_s"] = .integer(Int64(seconds))
      return .json(answer, status: .tooManyRequests)
    case .broken(let text): return .refusal(.serviceUnavailable, .badConfiguration, text)
    }
  }

  private func session(_ request: Request) async -> Response {
    // A question, so that "no" is an answer and no fault.
    guard let token = await door.token(cookie: cookie(request)) else { return .json(["ok": [:]]) }
    return .json(["ok": .object(["token": .string(token)])])
  }

  private func signOut(_ request: Request) async throws -> Response {
    guard let cookie = cookie(request), let token = await door.token(cookie: cookie) else {
      return Self.notIn
    }
    _ = try await ChangingRequest(request, token: token)
    await door.leave(cookie: cookie)
    return .json(["ok": .object([:])])
  }

  private func ask(_ request: Request) async throws -> Response {
    guard let token = await door.token(cookie: cookie(request)) else { return Self.notIn }
    let change = try await ChangingRequest(request, token: token)
    guard AllowedRequests.coach(change.body) else {
      return .refusal(
        .forbidden, .notPermitted, "This is not asked from a page: use sinewctl on the machine.")
    }
    // A scan ends with the connection that asked for it.
    let isScan = change.body["request"]?.string == RequestName.scanStart.rawValue
    let seconds = min(max(change.body["seconds"]?.number ?? 30, 1), 120)
    return .json(await control.ask(change.body, staysFor: isScan ? .seconds(seconds) : .zero))
  }

  /// The daemon's lines as a coach may see them, until the coach signs out.
  private func events(_ request: Request) async throws -> Response {
    guard let cookie = cookie(request), await door.isIn(cookie: cookie) else { return Self.notIn }
    let stations = try KioskServer.stations(request)
    return FeedbackRelay(socket: feedbackSocket, stations: stations, scope: .coach) {
      await door.isIn(cookie: cookie)
    }.response
  }

  private func cookie(_ request: Request) -> String? { request.cookies[Self.cookie]?.value }

  private static var notIn: Response {
    .refusal(.unauthorized, .notPermitted, "Please sign in with the coach's PIN.")
  }
}
