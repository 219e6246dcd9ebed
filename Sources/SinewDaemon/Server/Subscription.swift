import SinewFeedback
import SinewLinks
import SinewSignal

/// What a listener asked for, checked.
struct Subscription {
  private let request: SubscribeRequest
  private let unknownStations: [Subscribed.Unknown]

  /// Reads one line from a listener.
  ///
  /// - Parameter stations: the names that exist, for the nearest to an unknown one.
  static func read(
    _ item: LineFramer.Item, stations: [String]
  ) -> Result<Subscription, RequestError> {
    do {
      let request = try SubscribeRequest(json: JSONValue(line: item))
      let unknown = (request.stations ?? []).filter { !stations.contains($0) }
      return .success(
        Subscription(
          request: request,
          unknownStations: unknown.map {
            Subscribed.Unknown(name: $0, nearest: nearestName(to: $0, in: stations))
          }))
    } catch {
      return .failure(error)
    }
  }

  /// Puts it in force and says what is in force now. A scope is never widened by it.
  func apply(to subscriber: Subscriber) -> Subscribed {
    subscriber.scope = min(request.scope ?? subscriber.granted, subscriber.granted)
    subscriber.signIn = request.signIn
    // Whose own it may see is decided message by message.
    let widest = request.signIn == nil ? subscriber.scope : max(subscriber.scope, .own)
    let kinds = request.kinds(for: widest)
    subscriber.kinds = KindSet(kinds)
    subscriber.stations = Set(request.stations ?? [])
    subscriber.activationHz = request.activationHz
    subscriber.lang = request.lang
    subscriber.heartbeatSeconds = request.heartbeatS
    subscriber.nextHeartbeat = request.heartbeatS.map {
      MonotonicClock.now().advanced(bySeconds: $0)
    }
    return Subscribed {
      $0.subscribe = kinds.map(\.rawValue).sorted()
      $0.stations = request.stations
      $0.scope = subscriber.scope
      $0.activationHz = request.activationHz
      $0.lang = request.lang
      $0.heartbeatS = request.heartbeatS
      let unknown = request.unknown + unknownStations
      if !unknown.isEmpty { $0.unknown = unknown }
    }
  }
}

extension JSONValue {
  /// The value of a framed line, or the error that the protocol has for what it is instead.
  init(line item: LineFramer.Item) throws(RequestError) {
    switch item {
    case .tooLong: throw RequestError(.tooLong, "A line may have 64 KiB at most.")
    case .notUTF8: throw RequestError(.notUTF8, "A line must be UTF-8.")
    case .line(let bytes):
      do {
        self = try JSONValue(parsing: bytes)
      } catch {
        throw RequestError(.notJSON, "A line must be one JSON object: \(error).")
      }
    }
  }
}
