import SinewCoaching
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// Guided calibrations.
extension ControlDesk {
  /// What is asked before anybody tenses as hard as possible (science 7), by argument.
  private static let screening = [
    ("chest_pain", "chest pain"), ("blood_pressure", "uncontrolled blood pressure"),
    ("surgery", "recent surgery"), ("pregnancy", "pregnancy"), ("acute_pain", "acute pain"),
  ]

  func startCalibration(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    guard let what: Calibration.What = try word("what", arguments) else {
      throw RequestError(.missingArgument, "calibrate.start needs \"what\" (text).")
    }
    let muscle = try muscle(arguments)
    let side: Side? = try word("side", arguments)
    if arguments["exchange"]?.bool == true { return try exchange(at: desk) }
    if what == .mvc { try screen(arguments, at: desk) }
    let now = MonotonicClock.now()
    do throws(StationPipeline.CalibrationObstacle) {
      try desk.pipeline.startCalibration(what, muscle: muscle, side: side, at: now)
    } catch {
      throw refusal(error, at: desk, muscle: muscle)
    }
    // The first words go out at once.
    desk.pipeline.advance(to: now) { server.hub.publish($0) }
    server.tellNews(of: desk)
    return ["station": .string(desk.name), "what": .string(what.rawValue)]
  }

  func cancelCalibration(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    guard desk.pipeline.isCalibrating else {
      throw RequestError(.wrongState, "No calibration is running at \(desk.name).")
    }
    desk.pipeline.stopCalibration(.cancelled, at: MonotonicClock.now()) { server.hub.publish($0) }
    server.tellNews(of: desk)
    return ["station": .string(desk.name)]
  }

  /// Five questions, each answered with no. The answers are health data: neither kept nor logged,
  /// only that they were given, until somebody else trains here.
  private func screen(_ arguments: JSONObject, at desk: StationDesk) throws(RequestError) {
    if desk.setup.past?.programme.last?.phase == 5 {
      throw RequestError(
        .notAdvised,
        "No maximal contraction in phase 5, only as your clinician advises; use refset.")
    }
    if desk.hasScreened { return }
    let asked = Self.screening.map(\.1).joined(separator: ", ")
    guard let answers = arguments["screening"]?.object else {
      let names = Self.screening.map(\.0).joined(separator: ", ")
      throw RequestError(
        .screeningRequired,
        "Before a maximal contraction ask about \(asked), and send the answers as \"screening\""
          + " (\(names): true or false).")
    }
    for (name, words) in Self.screening where answers[name]?.bool == nil {
      throw RequestError(
        .screeningRequired, "\"screening\" lacks the answer about \(words) (\"\(name)\").")
    }
    guard Self.screening.allSatisfy({ answers[$0.0]?.bool == false }) else {
      throw RequestError(
        .notAdvised, "Then no maximal contraction today; use refset, which needs none.")
    }
    desk.hasScreened = true
  }

  private func refusal(
    _ obstacle: StationPipeline.CalibrationObstacle, at desk: StationDesk, muscle: String?
  ) -> RequestError {
    switch obstacle {
    case .inSet:
      RequestError(.wrongState, "A set is running at \(desk.name); end it first.")
    case .calibrating:
      RequestError(.busy, "A calibration is running at \(desk.name); cancel it first.")
    case .notWorn:
      RequestError(
        .wrongState,
        muscle.map { "No electrodes for \($0) are worn at \(desk.name)." }
          ?? "No electrodes are worn at \(desk.name).")
    case .noRepetitions:
      RequestError(.wrongState, "A reference set at \(desk.name) needs an exercise first.")
    }
  }

  /// Carries out the exchange that the last placement check offered.
  private func exchange(at desk: StationDesk) throws(RequestError) -> JSONObject {
    let pairs = desk.pipeline.exchange
    guard !pairs.isEmpty else {
      throw RequestError(
        .wrongState, "The last placement check at \(desk.name) found nothing to exchange.")
    }
    for (one, other) in pairs {
      guard let left = desk.channels[one], let right = desk.channels[other],
        let leftSensor = server.floor.sensor(left.device),
        let rightSensor = server.floor.sensor(right.device),
        let leftElectrode = leftSensor.electrode(left.channel),
        let rightElectrode = rightSensor.electrode(right.channel)
      else { continue }
      leftSensor.put(rightElectrode.without(mvc: leftElectrode), on: left.channel)
      rightSensor.put(leftElectrode.without(mvc: rightElectrode), on: right.channel)
    }
    server.replan([desk.name])
    return ["station": .string(desk.name), "exchanged": .integer(Int64(pairs.count))]
  }
}

extension Electrode {
  /// On another channel a level that somebody wrote down means nothing; unless both had none.
  fileprivate func without(mvc other: Electrode) -> Electrode {
    Electrode(muscle: muscle, side: side, mvc: other.mvc == nil ? nil : mvc)
  }
}
