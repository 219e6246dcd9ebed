internal import NIOCore

/// One event of a `text/event-stream` (HTML Living Standard, 9.2).
struct ServerSentEvent {
  /// What `Last-Event-ID` will say after a reconnect.
  var id: String?
  /// The event's name; nil is a plain `message`.
  var name: String?
  /// One line of text, without LF: the daemon's JSON never holds one.
  var data: [UInt8]

  var buffer: ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(data.count + 64)
    if let name { buffer.writeString("event: \(name)\n") }
    if let id { buffer.writeString("id: \(id)\n") }
    buffer.writeStaticString("data: ")
    buffer.writeBytes(data)
    buffer.writeStaticString("\n\n")
    return buffer
  }

  /// The kiosk's own word on the daemon: `{"link":"up"}` or `{"link":"lost"}`.
  static func link(isUp: Bool) -> ServerSentEvent {
    ServerSentEvent(
      name: "link", data: Array((isUp ? #"{"link":"up"}"# : #"{"link":"lost"}"#).utf8))
  }
}
