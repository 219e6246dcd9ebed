internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import ServiceLifecycle
internal import SinewFeedback

/// Carries the daemon's lines to one browser, and tells it when the daemon is away.
///
/// Each browser has a connection of its own to the daemon: what it missed while it was away it gets
/// as the present state, like any other screen, and nothing has to be kept here. A cue that was
/// spoken meanwhile is not said again: late, it would be wrong.
struct FeedbackRelay: Sendable {
  let socket: String
  /// Stations to show; empty: all.
  let stations: [String]
  /// What the browser may see at most, whatever the kiosk's own user may.
  var scope = Scope.screen
  /// The token of an athlete's sign-in at a private station: shows what is their own.
  var signIn: String?
  /// Whether the browser may go on; asked with every sign of life of the daemon.
  var isAllowed: @Sendable () async -> Bool = { true }

  /// Seconds between two signs of life of the daemon; the page waits for three.
  private static let heartbeatSeconds = 2
  /// First and longest pause before the daemon is tried again.
  private static let pauses = (first: Duration.milliseconds(250), longest: Duration.seconds(2))

  /// The answer to a browser: a stream without end.
  var response: Response {
    Response(
      status: .ok,
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        do {
          try await run(&writer)
        } catch is BrowserGone {
        }
        try await writer.finish(nil)
      })
  }

  /// Runs until the browser goes away or the kiosk is asked to end.
  func run(_ writer: inout any ResponseBodyWriter) async throws {
    var pause = Self.pauses.first
    while !Task.isCancelled && !Task.isShuttingDownGracefully {
      guard await isAllowed() else { return }
      var sink = Sink(writer: writer)
      do {
        try await FeedbackConnection(socket: socket).follow(subscription) { line in
          pause = Self.pauses.first
          if try await sink.pass(line) == "heartbeat", !(await isAllowed()) { throw BrowserGone() }
        }
      } catch let gone as BrowserGone {
        throw gone
      } catch {
        // The daemon is away or went; the page is told and the next try comes.
      }
      writer = sink.writer
      try await writer.write(ServerSentEvent.link(isUp: false).buffer)
      try await Task.sleep(for: pause)
      pause = min(pause * 2, Self.pauses.longest)
    }
  }

  private var subscription: JSONObject {
    var request = JSONObject()
    // Whatever the user who started the kiosk may see: most screens are public.
    request["scope"] = .string(scope.rawValue)
    request["heartbeat_s"] = .number(Double(Self.heartbeatSeconds))
    if !stations.isEmpty { request["station"] = .array(stations.map(JSONValue.string)) }
    request["sign_in"] = signIn.map(JSONValue.string)
    return request
  }
}

/// The browser closed its end, or may see no more: there is nobody to serve.
struct BrowserGone: Error {}

/// Writes lines to the browser as events.
private struct Sink {
  var writer: any ResponseBodyWriter
  private var boot = ""
  /// What comes before the daemon's answer is by the scope of the kiosk's user, not of a screen.
  private var isNarrowed = false

  init(writer: any ResponseBodyWriter) { self.writer = writer }

  /// Writes a line where it may be read, and returns its kind.
  mutating func pass(_ line: [UInt8]) async throws -> String? {
    let message = (try? JSONValue(parsing: line))?.object
    let kind = message?["kind"]?.string
    do {
      switch kind {
      case "hello":
        boot = message?["boot"]?.string ?? ""
        try await writer.write(ServerSentEvent.link(isUp: true).buffer)
      case "subscribed": isNarrowed = true
      default: guard isNarrowed else { return kind }
      }
      var event = ServerSentEvent(data: line)
      if let seq = message?["seq"]?.integer { event.id = "\(boot)/\(seq)" }
      try await writer.write(event.buffer)
      return kind
    } catch {
      throw BrowserGone()
    }
  }
}
