import SinewCoaching
import SinewDevices
import SinewEngine
import SinewFeedback
import SinewHistory
import SinewLinks
import SinewPipeline
import SinewSignal

/// Requests about sets, recordings and a wearable that shows itself.
extension ControlDesk {
  /// Lets a wearable show itself by vibration or light.
  func identify(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let sensor = try sensor(arguments)
    let records = deviceFamily(sensor.configuration.driver)?.profile.gatt?.identify ?? []
    guard !records.isEmpty else {
      throw RequestError(
        .notAvailable,
        "A sensor of the family \(sensor.configuration.driver) can neither blink nor buzz.")
    }
    guard server.supervisor.send(records, slot: sensor.slot) else {
      throw RequestError(.wrongState, "\(sensor.name) is not connected.")
    }
    return ["device": .string(sensor.name)]
  }

  /// What somebody wears is recorded only where they have agreed to that.
  func startRecording(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let sensor = try sensor(request.arguments)
    let slot = sensor.slot
    guard let athlete = sensor.station.flatMap({ server.floor.station($0) })?.setup.athlete else {
      let started = try server.startRecording(slot, of: nil)
      box.answer(ControlResponse(id: request.id, .ok(started)).json)
      return
    }
    ask(request, box) { store throws(HistoryError) in
      try store.athlete(athlete)?.rawConsent
    } _: { server, consent throws(RequestError) in
      guard consent != nil else {
        throw RequestError(
          .consentRequired,
          "\(athlete) has not agreed to raw signals being kept; once they have: sinewctl athlete"
            + " update \(athlete) --consent-raw yes")
      }
      return try server.startRecording(slot, of: athlete)
    }
  }

  /// The answer comes when the file is complete.
  func stopRecording(
    _ request: ControlRequest, _ answer: @escaping Answer
  ) throws(RequestError) {
    let sensor = try sensor(request.arguments)
    let box = AnswerBox(answer)
    let mailbox = server.mailbox
    let name = sensor.name
    let isRecorded = server.recorder.stop(sensor) { file, failure in
      let outcome: ControlResponse.Answer =
        if let failure {
          .error(.system, text: failure)
        } else {
          .ok(["device": .string(name), "file": .string(file)])
        }
      mailbox.post { _ in box.answer(ControlResponse(id: request.id, outcome).json) }
    }
    if !isRecorded { throw RequestError(.wrongState, "\(name) is not being recorded.") }
  }

  func sensor(_ arguments: JSONObject) throws(RequestError) -> SensorDesk {
    guard let name = arguments["device"]?.string else {
      throw RequestError(.missingArgument, "The request needs \"device\" (text).")
    }
    guard let sensor = server.floor.sensor(name) else {
      throw RequestError(.unknownDevice, unknown("device", name, server.floor.sensors.map(\.name)))
    }
    return sensor
  }

  func station(_ arguments: JSONObject) throws(RequestError) -> StationDesk {
    try station(named: arguments["station"]?.string ?? "")
  }

  func station(named name: String) throws(RequestError) -> StationDesk {
    guard let desk = server.floor.station(name) else {
      throw RequestError(
        .unknownStation, unknown("station", name, server.floor.openStations.map(\.name)))
    }
    return desk
  }

  func unknown(_ what: String, _ name: String, _ names: [String]) -> String {
    let shown = name.prefix(64)
    guard let nearest = nearestName(to: name, in: names) else {
      return "There is no \(what) \"\(shown)\"."
    }
    return "There is no \(what) \"\(shown)\"; nearest: \(nearest)."
  }
}
