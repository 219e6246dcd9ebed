import SinewCoaching
import SinewFeedback
import SinewHistory
import SinewLinks
import SinewPipeline

/// Corrections, plans and the coach's word against the programme.
extension ControlDesk {
  func amend(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let arguments = request.arguments
    let number = arguments["set"]?.integer ?? 0
    let change = try amendment(arguments)
    let (uid, now) = (uid, WallClock.seconds())
    ask(request, box) { store throws(HistoryError) in
      try store.amend(number, change, by: uid, at: now)
    } _: { server, news in
      server.hub.publish(news, isNews: false)
      if let desk = server.floor.openStations.first(where: { $0.name == news.envelope.station }) {
        if let effort = change.rpe { desk.pipeline.noteEffort(effort, set: number) }
        if desk.pipeline.currentSet == number { server.take(change, at: desk) }
      }
      return ["set": .integer(Int64(number))]
    }
  }

  func discard(_ request: ControlRequest, _ box: AnswerBox) {
    let number = request.arguments["set"]?.integer ?? 0
    for desk in server.floor.openStations where desk.pipeline.currentSet == number {
      let hub = server.hub
      desk.pipeline.endSet(why: .coach, at: MonotonicClock.now()) { hub.publish($0) }
      server.tellNews(of: desk)
    }
    let (uid, now) = (uid, WallClock.seconds())
    ask(request, box) { store throws(HistoryError) in
      try store.discard(number, by: uid, at: now)
    } _: { server, news in
      server.hub.publish(news, isNews: false)
      return ["set": .integer(Int64(number))]
    }
  }

  /// The last set of a station goes on; an earlier one that was discarded counts again.
  func reopen(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let number = request.arguments["set"]?.integer ?? 0
    guard !server.floor.openStations.contains(where: { $0.pipeline.currentSet == number }) else {
      throw RequestError(.wrongState, "Set \(number) is running.")
    }
    let (uid, now) = (uid, WallClock.seconds())
    ask(request, box) { store throws(HistoryError) in
      try store.restore(number, by: uid, at: now)
    } _: { server, news in
      server.hub.publish(news, isNews: false)
      return ["set": .integer(Int64(number)), "running": .bool(server.goOn(withSet: number))]
    }
  }

  /// Counts of any set; medians and score too where the set runs or was the last at its station.
  func correct(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let arguments = request.arguments
    let number = arguments["set"]?.integer ?? 0
    let rep = arguments["rep"]?.integer ?? 0
    let (removed, partial) = (arguments["removed"]?.bool, arguments["partial"]?.bool)
    guard removed != nil || partial != nil else {
      throw RequestError(.missingArgument, "rep.correct needs \"removed\" or \"partial\".")
    }
    let (uid, now) = (uid, WallClock.seconds())
    ask(request, box) { store throws(HistoryError) in
      try store.correct(
        set: number, rep: rep, removed: removed, partial: partial, by: uid, at: now)
    } _: { server, news in
      server.tellCorrection(news, set: number, rep: rep, removed: removed, partial: partial)
      return ["set": .integer(Int64(number)), "rep": .integer(Int64(rep))]
    }
  }

  func setPlan(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let id = request.arguments["athlete"]?.string ?? ""
    let plan = request.arguments["plan"]?.object ?? JSONObject()
    do {
      _ = try server.floor.plan(plan)
    } catch {
      throw RequestError(.badArgument, "\(error)")
    }
    let now = WallClock.seconds()
    ask(request, box) { store throws(HistoryError) in
      try store.store(plan: plan, of: id, at: now)
    } _: { server, _ in
      for desk in server.floor.openStations where desk.setup.athlete == id { server.recall(desk) }
      return ["athlete": .string(id)]
    }
  }

  /// At a station the coach there decides and tells it; else it is kept for the next sign-in.
  func override(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let id = request.arguments["athlete"]?.string ?? ""
    let phase = request.arguments["phase"]?.integer ?? 0
    guard (1...5).contains(phase) else {
      throw RequestError(.badArgument, "\"phase\" must be 1 to 5.")
    }
    let state: Programme.State? = try Self.word("state", request.arguments)
    let note = request.arguments["why"]?.string
    if let note, !(1...200).contains(note.utf8.count) {
      throw RequestError(.badArgument, "\"why\" must have 1 to 200 bytes.")
    }
    let now = WallClock.seconds()
    if let desk = server.floor.openStations.first(where: { $0.setup.athlete == id }) {
      for message in desk.pipeline.overrideProgramme(
        phase: phase, state: state, note: note, by: "coach", at: MonotonicClock.now())
      { server.hub.publish(message) }
      server.keepPast(of: desk)
      box.answer(ControlResponse(id: request.id, .ok(["athlete": .string(id)])).json)
      return
    }
    let day = try today()
    ask(request, box) { store throws(HistoryError) in
      guard try store.athlete(id) != nil else { throw .unknownAthlete(id) }
      let before = AthletePast(try store.remembered(of: id)).programme.last?.phase
      var past = AthletePast()
      past.programme = [
        ProgrammeDecision(
          overriding: before, phase: phase, state: state, note: note, by: "coach", on: day)
      ]
      try store.remember(past.parts().rest ?? [], of: id, at: now)
    } _: { _, _ in
      ["athlete": .string(id)]
    }
  }

  /// Somebody agrees to the experiment that a plateau offers: four weeks at one load.
  func startBlock(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let id = request.arguments["athlete"]?.string ?? ""
    let exercise = request.arguments["exercise"]?.string ?? ""
    guard server.floor.catalogue[exercise] != nil else {
      throw RequestError(.unknownExercise, "There is no exercise \"\(exercise.prefix(64))\".")
    }
    let load = request.arguments["load_kg"]?.number
    if let load, !(0...2000).contains(load) {
      throw RequestError(.badArgument, "\"load_kg\" must lie in 0...2000.")
    }
    let (day, now) = (try today(), WallClock.seconds())
    ask(request, box) { store throws(HistoryError) in
      guard try store.athlete(id) != nil else { throw .unknownAthlete(id) }
      let known = AthletePast(try store.remembered(of: id))
      if known.block(of: exercise, on: day) != nil {
        throw .invalid("An intent block of \(exercise) is running already.")
      }
      // The load of the latest set, where none is named: the same one is the point of it.
      let latest = known.sets.last { $0.exercise == exercise && $0.isWork }?.loadKg
      let block = IntentBlock(exercise: exercise, day: day, loadKg: load ?? latest)
      var past = AthletePast()
      past.blocks = [block]
      try store.remember(past.parts().rest ?? [], of: id, at: now)
      return block
    } _: { server, block in
      for desk in server.floor.openStations where desk.setup.athlete == id {
        server.recall(desk)
      }
      var answer: JSONObject = ["exercise": .string(exercise), "until": .string(block.end.text)]
      answer["load_kg"] = block.loadKg.map(JSONValue.number)
      return answer
    }
  }

  func today() throws(RequestError) -> TrainingDay {
    guard let day = TrainingCalendar.now().day(of: MonotonicClock.now()) else {
      throw RequestError(.system, "The clock of this machine is wrong.")
    }
    return day
  }

  private func amendment(_ arguments: JSONObject) throws(RequestError) -> SetAmendment {
    var change = SetAmendment()
    change.exercise = arguments["exercise"]?.string
    if let id = change.exercise, server.floor.catalogue[id] == nil {
      throw RequestError(.unknownExercise, "There is no exercise \"\(id.prefix(64))\".")
    }
    change.loadKg = arguments["load_kg"]?.number
    if let load = change.loadKg, !(0...2000).contains(load) {
      throw RequestError(.badArgument, "\"load_kg\" must lie in 0...2000.")
    }
    change.loadKind = try Self.word("load_kind", arguments)
    change.focus = try Self.word("focus", arguments)
    change.isWarmUp = arguments["warm_up"]?.bool
    change.rpe = arguments["rpe"]?.number
    if let rpe = change.rpe, !(1...10).contains(rpe) {
      throw RequestError(.badArgument, "\"rpe\" must lie in 1...10.")
    }
    return change
  }

  private static func word<W: Word>(
    _ name: String, _ arguments: JSONObject
  ) throws(RequestError) -> W? {
    guard let spelled = arguments[name]?.string else { return nil }
    guard let word = W(rawValue: spelled) else {
      let words = W.allCases.map(\.rawValue).joined(separator: ", ")
      throw RequestError(.badArgument, "\"\(name)\" must be one of: \(words).")
    }
    return word
  }
}

extension Server {
  /// What is corrected about a running set holds for the rest of it.
  func take(_ change: SetAmendment, at desk: StationDesk) {
    var setup = desk.setup
    setup.loadKg = change.loadKg ?? setup.loadKg
    setup.focus = change.focus ?? setup.focus
    for message in desk.change(setup, at: MonotonicClock.now()) { hub.publish(message) }
  }

  /// Lets the last set of a station go on; false where it was another or another one runs.
  func goOn(withSet number: Int) -> Bool {
    for desk in floor.openStations where desk.pipeline.knows(set: number) {
      let hub = hub
      let goesOn = desk.pipeline.reopen(set: number, at: MonotonicClock.now()) { hub.publish($0) }
      if goesOn { tellNews(of: desk) }
      return goesOn
    }
    return false
  }

  /// Tells a correction that the history has stored: in the words of the coach who knows the set,
  /// with all that follows from it, else in those of the history.
  func tellCorrection(
    _ stored: [FeedbackMessage], set: Int, rep: Int, removed: Bool?, partial: Bool?
  ) {
    for desk in floor.openStations where desk.pipeline.knows(set: set) {
      let told = desk.pipeline.correct(
        set: set, rep: rep, removed: removed, partial: partial, at: MonotonicClock.now())
      guard let told else { break }
      // The repetition is stored, under who asked for it; the new summary is not.
      for message in told { hub.publish(message, isNews: message.kind == .setRevised) }
      keepPast(of: desk)
      return
    }
    for message in stored { hub.publish(message, isNews: false) }
  }

  /// Begins a recording and notes whose it is.
  func startRecording(
    _ slot: UInt16, of athlete: String?
  ) throws(RequestError) -> JSONObject {
    guard let sensor = floor.sensor(slot: slot) else {
      throw RequestError(.unknownDevice, "The sensor is gone.")
    }
    do {
      let file = try recorder.start(sensor, of: athlete)
      let now = WallClock.seconds()
      history.ask(
        { store throws(HistoryError) in try store.note(recording: file, of: athlete, at: now) },
        done: { _, _ in })
      return ["device": .string(sensor.name), "file": .string(file)]
    } catch {
      throw RequestError(.system, "\(error)")
    }
  }

  /// Ends the recordings of what is worn at a station.
  func stopRecordings(at desk: StationDesk) {
    for sensor in floor.sensors where sensor.station == desk.name { _ = recorder.stop(sensor) }
  }
}
