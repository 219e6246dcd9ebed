import SinewCoaching
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// Buttons of coach and athlete: marks, pain, silence.
extension ControlDesk {
  /// What a coach may say happened.
  private static let coachMarks: [Mark.MarkKind] = [.tactile, .verbal, .visual]

  func coachMark(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    guard let word = arguments["mark"]?.string.flatMap(Mark.MarkKind.init(rawValue:)),
      Self.coachMarks.contains(word)
    else {
      throw RequestError(.badArgument, "\"mark\" must be one of: tactile, verbal, visual.")
    }
    let muscle = try muscle(arguments)
    let side: Side? = try self.word("side", arguments)
    let text = note(arguments)
    desk.pipeline.coachMark(
      word, muscle: muscle, side: side, at: MonotonicClock.now()
    ) { message in
      var message = message
      if case .mark(var mark) = message.body {
        mark.text = text
        message.body = .mark(mark)
      }
      server.hub.publish(message)
    }
    return ["station": .string(desk.name)]
  }

  func mark(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    publish(at: desk) { $0.text = note(arguments) }
    return ["station": .string(desk.name)]
  }

  /// Pain from 0 to 10: kept for athlete and coach, never on a public screen. From 3 on it ends
  /// whatever goes on.
  func pain(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    guard let level = arguments["level"]?.integer, (0...10).contains(level) else {
      throw RequestError(.badArgument, "\"level\" must be a whole number from 0 to 10.")
    }
    publish(at: desk) {
      $0.mark = .pain
      $0.level = level
      $0.text = note(arguments)
    }
    let now = MonotonicClock.now()
    let stops = Double(level) >= Coach.painLimit
    if stops {
      server.engine.order(
        .endMovement(station: UInt16(truncatingIfNeeded: desk.index), at: now))
      desk.pipeline.stopCalibration(.cancelled, at: now) { server.hub.publish($0) }
    }
    // The reason is nobody else's business: `set.ended` says that the athlete ended it.
    desk.pipeline.notePain(level: level, at: now) { server.hub.publish($0) }
    server.tellNews(of: desk)
    return ["station": .string(desk.name), "stopped": .bool(stops)]
  }

  /// No cues and no bars until switched off.
  func silence(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    let isOn = arguments["on"]?.bool == true
    desk.pipeline.silence(isOn, at: MonotonicClock.now()) { server.hub.publish($0) }
    return ["station": .string(desk.name), "on": .bool(isOn)]
  }

  /// A flash and a beep on the screens of a station, or on all.
  func syncMark(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = arguments["station"] == nil ? nil : try station(arguments)
    server.syncMarks += 1
    let now = MonotonicClock.now()
    let mark = SyncMark {
      $0.number = server.syncMarks
      $0.utc = WallClock.now().utc
      // Long enough for two frames of a slow camera, and a tone every microphone takes. Ours.
      $0.flashMs = 100
      $0.beepHz = 1000
    }
    server.hub.publish(
      FeedbackMessage(
        envelope: Envelope(tSignal: now.seconds, station: desk?.name), body: .syncMark(mark)))
    return ["number": .integer(Int64(server.syncMarks)), "t_signal": .number(now.seconds)]
  }

  private func publish(at desk: StationDesk, _ fill: (inout Mark) -> Void) {
    let envelope = Envelope(
      tSignal: MonotonicClock.now().seconds, station: desk.name, athlete: desk.setup.athlete,
      set: desk.pipeline.currentSet, exercise: desk.setup.exercise?.id)
    server.hub.publish(FeedbackMessage(envelope: envelope, body: .mark(Mark(fill))))
  }
}
