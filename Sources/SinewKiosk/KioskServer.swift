internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import SinewFeedback

/// Serves the screen: one page, and `/events`, the daemon's lines as Server-Sent Events.
///
/// The public screen can only listen: without a control socket there is no request here that
/// changes anything, and the process needs no more than the group `sinew-feedback`.
package struct KioskServer: Sendable {
  /// As `--version` tells it.
  package static let version = sinewVersion

  let options: KioskOptions
  let logger: Logger

  package init(options: KioskOptions, logger: Logger) {
    self.options = options
    self.logger = logger
  }

  /// Requests that are not finished in this time are ended, seconds: nobody holds a connection by
  /// sending a letter now and then.
  private static let idleSeconds: Int64 = 20
  /// Connections served at once: a hundred screens and their page loads.
  private static let mostConnections = 256
  /// Stations one page may ask for, and bytes in the name of one.
  private static let mostStations = 32
  private static let longestName = 64

  /// Until SIGTERM or SIGINT. `ready` is told the port.
  ///
  /// - Throws: what the system says when the port can't be had.
  package func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    let application = Application(
      router: router(),
      server: .http1(
        configuration: .init(idleTimeout: .seconds(Self.idleSeconds))),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port),
        availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
      onServerRunning: { channel in ready(channel.localAddress?.port ?? 0) },
      logger: logger)
    try await application.runService()
  }

  private func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: PageGuard(names: options.allNames))
    for file in PageFile.screen {
      router.get(RouterPath(file.path)) { _, _ in file.response }
    }
    router.get("/events") { request, _ in
      FeedbackRelay(
        socket: options.feedbackSocket, stations: try Self.stations(request),
        signIn: try Self.signIn(request)
      ).response
    }
    let voice = Voice(program: options.voice)
    router.get("/voice") { request, _ in await Self.speech(request, voice) }
    let commands = commandRoutes
    router.get("/about") { _, _ in about(pageToken: commands?.pageToken) }
    commands?.add(to: router)
    return router
  }

  private var commandRoutes: CommandRoutes? {
    guard let control = options.controlSocket, let file = options.coachFile else { return nil }
    return CommandRoutes(
      control: ControlLine(socket: control), feedbackSocket: options.feedbackSocket,
      door: CoachDoor(file: CoachFile(path: file)), pageToken: Secret.make())
  }

  /// The stations that an address asks for.
  static func stations(_ request: Request) throws -> [String] {
    let stations = request.uri.queryParameters.getAll("station").map { String($0) }
    guard stations.count <= mostStations,
      stations.allSatisfy({ !$0.isEmpty && $0.utf8.count <= longestName })
    else {
      throw HTTPError(
        .badRequest, message: "at most \(mostStations) stations, each of 1 to \(longestName) bytes")
    }
    return stations
  }

  /// What the daemon answered to the athlete's sign-in at a private station, sent along by the
  /// screen there.
  private static func signIn(_ request: Request) throws -> String? {
    guard let token = request.uri.queryParameters["sign_in"] else { return nil }
    guard token.utf8.count <= longestName else {
      throw HTTPError(.badRequest, message: "sign_in has at most \(longestName) bytes")
    }
    return String(token)
  }

  /// A sentence as sound. The browser keeps it: cues come again.
  private static func speech(_ request: Request, _ voice: Voice) async -> Response {
    let query = request.uri.queryParameters
    let text = query["text"].map { String($0) } ?? ""
    let lang = query["lang"].map { String($0) } ?? "en"
    guard !text.isEmpty, text.utf8.count <= Voice.longest else {
      return .refusal(.badRequest, .badArgument, "1 to \(Voice.longest) bytes are spoken.")
    }
    guard let sound = await voice.speak(text, lang: lang) else {
      return .refusal(.notFound, .notAvailable, "There is no voice: install espeak-ng.")
    }
    return Response(
      status: .ok, headers: [.contentType: "audio/wav", .cacheControl: "max-age=86400"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: sound)))
  }

  /// What the page shows of the kiosk itself; `token` where something can be asked.
  private func about(pageToken: String?) -> Response {
    var object: JSONObject = ["insecure": .bool(options.isInsecure)]
    object["token"] = pageToken.map(JSONValue.string)
    return .json(object)
  }
}
