internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import SinewFeedback

/// Serves the screen: one page, and `/events`, the daemon's lines as Server-Sent Events.
///
/// The public screen can only listen: there is no request here that changes anything, and the
/// process needs no more than the group `sinew-feedback`.
package struct KioskServer: Sendable {
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
    router.add(
      middleware: PageGuard(
        names: options.isLoopback ? ["127.0.0.1", "::1", "localhost"] : []))
    for file in PageFile.screen {
      router.get(RouterPath(file.path)) { _, _ in file.response }
    }
    router.get("/events") { request, _ in try events(request) }
    router.get("/about") { _, _ in about }
    return router
  }

  private func events(_ request: Request) throws -> Response {
    let stations = request.uri.queryParameters.getAll("station").map { String($0) }
    guard stations.count <= Self.mostStations,
      stations.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.longestName })
    else {
      throw HTTPError(
        .badRequest,
        message: "at most \(Self.mostStations) stations, each of 1 to \(Self.longestName) bytes")
    }
    let relay = FeedbackRelay(socket: options.feedbackSocket, stations: stations)
    return Response(
      status: .ok,
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        do {
          try await relay.run(&writer)
        } catch is BrowserGone {
        }
        try await writer.finish(nil)
      })
  }

  /// What the page shows of the kiosk itself.
  private var about: Response {
    var object = JSONObject()
    object["insecure"] = .bool(options.isInsecure)
    return Response(
      status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: JSONValue.object(object).text)))
  }
}
