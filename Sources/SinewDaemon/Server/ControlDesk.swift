import Logging
import SinewCoaching
import SinewFeedback
import SinewLinks

/// The control socket's requests, one table: each row does one thing on the server thread, or
/// starts something slow that answers later.
struct ControlDesk {
  typealias Answer = (JSONValue) -> Void
  typealias Work = @Sendable (ControlDesk, JSONObject) throws(RequestError) -> JSONObject

  let server: Server
  let logger: Logger
  /// The peer's user, for the log.
  let uid: UInt32
  /// Whether the peer may command, whatever the socket's mode let through.
  let isPermitted: Bool
  /// The tag of the connection that asks.
  let connection: UInt64

  /// What this version does at once.
  private static let table: [RequestName: Work] = [
    .status: { desk, _ throws(RequestError) in desk.status() },
    .devices: { desk, _ throws(RequestError) in desk.devices() },
    .stations: { desk, _ throws(RequestError) in desk.stations() },
    .assign: { desk, arguments throws(RequestError) in try desk.assign(arguments) },
    .identify: { desk, arguments throws(RequestError) in try desk.identify(arguments) },
    .unassign: { desk, arguments throws(RequestError) in try desk.unassign(arguments) },
    .setStart: { desk, arguments throws(RequestError) in try desk.startSet(arguments) },
    .setEnd: { desk, arguments throws(RequestError) in try desk.endSet(arguments) },
    .scanStop: { desk, _ throws(RequestError) in desk.stopScan() },
    .pair: { desk, arguments throws(RequestError) in try desk.pair(arguments) },
    .forget: { desk, arguments throws(RequestError) in try desk.forget(arguments) },
    .exercises: { desk, _ throws(RequestError) in desk.exercises() },
    .muscles: { desk, _ throws(RequestError) in desk.muscles() },
    .exercise: { desk, arguments throws(RequestError) in try desk.setExercise(arguments) },
    .calibrateStart: { desk, arguments throws(RequestError) in
      try desk.startCalibration(arguments)
    },
    .calibrateCancel: { desk, arguments throws(RequestError) in
      try desk.cancelCalibration(arguments)
    },
    .stationLeave: { desk, arguments throws(RequestError) in try desk.leave(arguments) },
    .silence: { desk, arguments throws(RequestError) in try desk.silence(arguments) },
    .coachMark: { desk, arguments throws(RequestError) in try desk.coachMark(arguments) },
    .mark: { desk, arguments throws(RequestError) in try desk.mark(arguments) },
    .pain: { desk, arguments throws(RequestError) in try desk.pain(arguments) },
    .syncMark: { desk, arguments throws(RequestError) in try desk.syncMark(arguments) },
  ]

  /// Answers one line. Returns false when the connection must be closed after it.
  func take(_ item: LineFramer.Item, _ answer: @escaping Answer) -> Bool {
    let json: JSONValue
    do {
      json = try JSONValue(line: item)
    } catch {
      answer(ControlResponse(id: nil, error).json)
      return false
    }
    do throws(RequestError) {
      let request = try ControlRequest(json: json)
      guard isPermitted else {
        throw RequestError(.notPermitted, AccessRules.refusal(group: server.access.controlGroup))
      }
      log(request)
      switch request.name {
      case .reload:
        reload(request, answer)
        return true
      case .recordStop:
        try stopRecording(request, answer)
        return true
      case .scanStart:
        try startScan(request, answer)
        return true
      case .stationEnter:
        try enter(request, answer)
        return true
      default: break
      }
      if let slow = Self.histories[request.name] {
        try slow(self, request, AnswerBox(answer))
        return true
      }
      guard let work = Self.table[request.name] else {
        throw RequestError(
          .notAvailable, "This version does not carry out \(request.name.rawValue) yet.")
      }
      answer(ControlResponse(id: request.id, .ok(try work(self, request.arguments))).json)
    } catch {
      answer(ControlResponse(id: ControlRequest.id(of: json), error).json)
    }
    return true
  }

  /// Reading files takes its time, so the answer comes when it is done.
  private func reload(_ request: ControlRequest, _ answer: @escaping Answer) {
    let box = AnswerBox(answer)
    server.supervisor.reload { outcome in
      let response: ControlResponse =
        switch outcome {
        case .success: ControlResponse(id: request.id, .ok(["reloaded": true]))
        case .failure(let error):
          ControlResponse(
            id: request.id, .error(.badConfiguration, text: error.description))
        }
      box.answer(response.json)
    }
  }

  /// One line for each request that changes something: who asked for what, where. What was said of
  /// a person (names, notes, pain, PINs) stays out.
  private func log(_ request: ControlRequest) {
    guard request.name.changesSomething else { return }
    var metadata: Logger.Metadata = ["uid": "\(uid)"]
    for name in ["station", "device", "set", "what", "exercise"] {
      switch request.arguments[name] {
      case .string(let text)?: metadata[name] = "\(text.prefix(64))"
      case .integer(let number)?: metadata[name] = "\(number)"
      default: break
      }
    }
    logger.notice("\(request.name.rawValue)", metadata: metadata)
  }
}

/// Carries an answer through the mailbox and back to the server thread, where alone it is called.
final class AnswerBox: @unchecked Sendable {
  let answer: ControlDesk.Answer
  init(_ answer: @escaping ControlDesk.Answer) { self.answer = answer }
}

extension ControlResponse {
  /// The answer as a value.
  var json: JSONValue {
    let id: JSONValue = id.map { .integer(Int64($0)) } ?? .null
    switch answer {
    case .ok(let members): return ["id": id, "ok": .object(members)]
    case .error(let code, let text):
      return ["id": id, "error": ["code": .string(code.rawValue), "text": .string(text)]]
    }
  }
}
