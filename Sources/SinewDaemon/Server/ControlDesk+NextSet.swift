import SinewCoaching
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// Requests about sets: what the next one is, its start and its end.
extension ControlDesk {
  /// Says what the station's next set is, whoever starts it.
  func setExercise(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    guard !desk.pipeline.isInSet else {
      throw RequestError(
        .wrongState, "A set is running at \(desk.name); end it, then say what comes next.")
    }
    try giveTurn(arguments, at: desk)
    var blank = desk.setup
    blank.clearNextSet()
    let setup = try nextSet(arguments, from: blank)
    adopt(setup, at: desk)
    return ["station": .string(desk.name), "exercise": exercise(of: desk)]
  }

  func startSet(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    try giveTurn(arguments, at: desk)
    let setup = try nextSet(arguments, from: desk.setup)
    let now = MonotonicClock.now()
    let hub = server.hub
    desk.pipeline.stopCalibration(.cancelled, at: now) { hub.publish($0) }
    // Ended first: what is said of the next set must not reach the one before.
    desk.pipeline.endSet(why: .coach, at: now) { hub.publish($0) }
    adopt(setup, at: desk)
    desk.pipeline.startSet(at: now, by: .request) { hub.publish($0) }
    server.engine.order(
      .beginMovement(station: UInt16(truncatingIfNeeded: desk.index), at: now))
    server.tellNews(of: desk)
    return ["station": .string(desk.name), "set": set(of: desk)]
  }

  func endSet(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    guard desk.pipeline.isInSet else {
      throw RequestError(.wrongState, "No set is running at \(desk.name).")
    }
    let number = set(of: desk)
    end(desk, why: .coach)
    return ["station": .string(desk.name), "set": number]
  }

  /// Ends the running set, if there is one; what moves after this is no part of it.
  func end(_ desk: StationDesk, why: SetEndReason) {
    let now = MonotonicClock.now()
    let hub = server.hub
    server.engine.order(
      .endMovement(station: UInt16(truncatingIfNeeded: desk.index), at: now))
    desk.pipeline.endSet(why: why, at: now) { hub.publish($0) }
    server.tellNews(of: desk)
  }

  /// The turn goes to the athlete that the request names.
  private func giveTurn(
    _ arguments: JSONObject, at desk: StationDesk
  ) throws(RequestError) {
    guard let athlete = arguments["athlete"]?.string, athlete != desk.setup.athlete else { return }
    guard desk.guest(athlete) != nil else {
      throw RequestError(
        .unknownAthlete, "That athlete is not signed in at \(desk.name); sign in first.")
    }
    desk.giveTurn(to: athlete, at: MonotonicClock.now())
    server.replan([desk.name])
    server.renewTokens()
  }

  /// The set-up with what a request says about the next set; what it leaves out stays, unless it is
  /// another exercise's.
  private func nextSet(
    _ arguments: JSONObject, from old: StationSetup
  ) throws(RequestError) -> StationSetup {
    var setup = old
    if let id = arguments["exercise"]?.string {
      guard let exercise = server.floor.catalogue[id] else {
        throw RequestError(.unknownExercise, unknown("exercise", id, server.floor.catalogue.ids))
      }
      if exercise.id != setup.exercise?.id { setup.clearNextSet() }
      setup.exercise = exercise
      setup.tempo = exercise.tempo
    }
    setup.side = try word("side", arguments) ?? setup.side
    setup.loadKg = try number("load_kg", in: 0...1000, arguments) ?? setup.loadKg
    setup.loadKind = try word("load_kind", arguments) ?? setup.loadKind
    setup.focus = try word("focus", arguments) ?? setup.focus
    setup.isWarmUp = arguments["warm_up"]?.bool ?? setup.isWarmUp
    setup.setOf = try pair("set_of", arguments) ?? setup.setOf
    setup.reps = try pair("reps", arguments) ?? setup.reps
    setup.holdSeconds = try number("hold_s", in: 0.5...600, arguments) ?? setup.holdSeconds
    if let tempo = arguments["tempo"]?.object { setup.tempo = try self.tempo(tempo) }
    return setup
  }

  private func tempo(_ members: JSONObject) throws(RequestError) -> Tempo {
    let known = ["eccentric_s", "stretched_s", "concentric_s", "contracted_s", "explosive"]
    if let stranger = members.members.map(\.name).first(where: { !known.contains($0) }) {
      throw RequestError(
        .badArgument,
        "\"tempo\" has no \"\(stranger.prefix(64))\"; it may have "
          + known.joined(separator: ", ") + ".")
    }
    for name in known.dropLast() {
      if let value = members[name], value.number == nil {
        throw RequestError(.badArgument, "\"\(name)\" of \"tempo\" must be seconds.")
      }
    }
    let seconds = 0.0...30
    return Tempo(
      eccentric: try number("eccentric_s", in: seconds, members) ?? 0,
      stretched: try number("stretched_s", in: seconds, members) ?? 0,
      concentric: try number("concentric_s", in: seconds, members) ?? 0,
      contracted: try number("contracted_s", in: seconds, members) ?? 0,
      isExplosive: members["explosive"]?.bool ?? false)
  }

  private func adopt(_ setup: StationSetup, at desk: StationDesk) {
    let isAnother = setup.exercise != desk.setup.exercise
    let hub = server.hub
    for message in desk.change(setup, at: MonotonicClock.now()) { hub.publish(message) }
    if isAnother { server.replan([desk.name]) }
  }

  private func exercise(of desk: StationDesk) -> JSONValue {
    desk.setup.exercise.map { .string($0.id) } ?? .null
  }

  private func set(of desk: StationDesk) -> JSONValue {
    desk.pipeline.currentSet.map { .integer(Int64($0)) } ?? .null
  }
}
