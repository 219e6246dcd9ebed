internal import SinewFeedback

/// What stays on the broker: how a station or a device is, never who is there.
///
/// A list of what may pass, not of what may not: a field that the protocol gains stays at home until
/// somebody has thought about it here.
package struct RetainedState: Sendable, Equatable {
  private static let stationFields = ["kind", "station", "state", "lang", "private"]
  private static let deviceFields = [
    "kind", "station", "device", "model", "link", "state", "why", "battery", "rate_hz", "isolation",
    "frames", "gaps", "dropped", "faults",
  ]

  /// Name of the station or device.
  package let name: String
  package let payload: [UInt8]

  /// Of a `station` or `device` line; nil for any other.
  package init?(_ line: [UInt8], gym: String, clock: UTCClock) {
    guard let message = (try? JSONValue(parsing: line, limits: .file))?.object,
      let kind = message["kind"]?.string
    else { return nil }
    let fields: [String]
    switch kind {
    case "station": fields = Self.stationFields
    case "device": fields = Self.deviceFields
    default: return nil
    }
    guard let name = message[kind]?.string else { return nil }
    var kept = JSONObject()
    for field in fields { kept[field] = Self.plain(message[field]) }
    kept["gym"] = .string(gym)
    let instant = message["t_signal"]?.number ?? message["t_emit"]?.number
    kept["utc"] = instant.flatMap(clock.utc).map { .string($0.text) }
    self.name = name
    payload = Array(JSONValue.object(kept).text.utf8)
  }

  /// Words, numbers and truth values; nothing that could hold more than its name says.
  private static func plain(_ value: JSONValue?) -> JSONValue? {
    switch value {
    case .string(let text) where text.utf8.count <= 128: value
    case .bool, .integer, .number: value
    default: nil
    }
  }
}
