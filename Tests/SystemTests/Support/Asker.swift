import Foundation

/// A client of the control socket.
final class Asker {
  let socket: Socket
  private var taken = 0
  private var id = 0

  init(path: String) throws { socket = try Socket(path: path) }

  /// The next answer.
  func answer() async throws -> Message {
    try await eventually("an answer") {
      socket.read()
      let lines = socket.lines
      guard taken < lines.count else {
        if socket.isEnded { throw NeverHappened(description: "an answer: the connection ended") }
        return nil
      }
      taken += 1
      return Message(line: lines[taken - 1])
    }
  }

  /// Waits until a sensor has given `count` frames more than now.
  func frames(of device: String, more count: Int) async throws {
    let before = try await frames(of: device)
    try await eventually("\(count) frames of \(device)") {
      try await frames(of: device) >= before + count
    }
  }

  private func frames(of device: String) async throws -> Int {
    try await found(device)?.int("frames") ?? 0
  }

  /// Samples of a device's first stream that never came.
  func lost(of device: String) async throws -> Int {
    try await found(device)?.list("streams").first?.int("lost") ?? 0
  }

  private func found(_ device: String) async throws -> Message? {
    try await ok("devices").list("devices").first { $0.text("device") == device }
  }

  /// Sends a request with a fresh id; `members` is the rest of its object.
  func ask(_ request: String, _ members: String = "") async throws -> Message {
    id += 1
    let rest = members.isEmpty ? "" : ",\(members)"
    socket.send(line: #"{"id":\#(id),"request":"\#(request)"\#(rest)}"#)
    let answer = try await answer()
    guard answer.int("id") == id else {
      throw NeverHappened(description: "an answer with id \(id), but \(answer)")
    }
    return answer
  }

  /// Asks and expects that it is done.
  func ok(_ request: String, _ members: String = "") async throws -> Message {
    let answer = try await ask(request, members)
    guard let done = answer.object("ok") else {
      throw NeverHappened(description: "\(request) was refused: \(answer)")
    }
    return done
  }

  /// Asks and expects a refusal; returns its `code` and `text`.
  func refusal(
    of request: String, _ members: String = ""
  ) async throws -> (code: String, text: String) {
    let answer = try await ask(request, members)
    guard let error = answer.object("error") else {
      throw NeverHappened(description: "\(request) was not refused: \(answer)")
    }
    return (error.text("code") ?? "", error.text("text") ?? "")
  }
}
