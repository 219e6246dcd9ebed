import Foundation

/// A client of the feedback socket.
final class Listener {
  let socket: Socket
  /// Every message so far, in the order of arrival.
  private(set) var messages: [Message] = []
  /// Lines that are no JSON object: there must never be one.
  private(set) var broken: [Data] = []
  private var parsed = 0
  private var looked = 0

  init(path: String) throws { socket = try Socket(path: path) }

  /// Reads and parses all that has arrived.
  func read() {
    socket.read()
    let lines = socket.lines
    for line in lines[parsed...] {
      if let message = Message(line: line) { messages.append(message) } else { broken.append(line) }
    }
    parsed = lines.count
  }

  /// The next message that fits, after the one that the call before returned.
  func next(
    _ what: String, within seconds: Double = 120, where fits: (Message) -> Bool
  ) async throws -> Message {
    try await eventually(what, within: seconds) {
      read()
      while looked < messages.count {
        looked += 1
        if fits(messages[looked - 1]) { return messages[looked - 1] }
      }
      if socket.isEnded { throw NeverHappened(description: "\(what): the connection ended") }
      return nil
    }
  }

  /// The next message of a kind, news or state.
  func next(_ kind: String, within seconds: Double = 120) async throws -> Message {
    try await next(kind, within: seconds) { $0.kind == kind }
  }

  /// The next news about a sensor's state.
  func device(
    _ name: String, is state: String, within seconds: Double = 120
  ) async throws -> Message {
    try await next("\(name) is \(state)", within: seconds) {
      $0.kind == "device" && $0.text("device") == name && $0.text("state") == state
    }
  }

  /// Everything up to the end of the present state, which follows `hello` and `subscribed`.
  func presentState() async throws -> [Message] {
    let from = looked
    _ = try await next("state.end")
    return messages[from..<looked].filter(\.isState)
  }

  /// Asks for something else than everything and returns what the daemon makes of it.
  func subscribe(_ line: String) async throws -> Message {
    socket.send(line: line)
    return try await next("subscribed")
  }

  /// Waits until the daemon has closed the connection.
  func end() async throws {
    try await eventually("the end of the connection") {
      read()
      return socket.isEnded
    }
  }
}
