/// A line on its way to the broker.
package struct BridgeLine: Sendable, Equatable {
  /// The daemon's line with `gym`, `id` and `utc` at its end: one JSON object.
  package let payload: [UInt8]
  package let station: String
  package let kind: String
  /// When the daemon sent it and when it was read here, seconds of CLOCK_MONOTONIC.
  package let sent: Double
  package let arrived: Double
  /// It may have reached the broker before: the connection ended before it was acknowledged.
  package var isRepeated = false

  package init(
    payload: [UInt8], station: String, kind: String, sent: Double, arrived: Double
  ) {
    self.payload = payload
    self.station = station
    self.kind = kind
    self.sent = sent
    self.arrived = arrived
  }

  /// A line as the buffer kept it; nil for what is none.
  package init?(stored payload: [UInt8]) {
    guard let fields = LineFields(payload) else { return nil }
    self.init(
      payload: payload, station: fields.station ?? "", kind: fields.kind, sent: fields.sent ?? 0,
      arrived: -.infinity)
  }

  /// What is published: the payload, marked where a subscriber may have it already.
  package var published: [UInt8] {
    guard isRepeated, payload.last == UInt8(ascii: "}"), !payload.ends(with: Self.again) else {
      return payload
    }
    return payload.dropLast() + Self.again
  }

  private static let again = Array(#","again":true}"#.utf8)
}

extension [UInt8] {
  fileprivate func ends(with end: [UInt8]) -> Bool { suffix(end.count).elementsEqual(end) }
}
