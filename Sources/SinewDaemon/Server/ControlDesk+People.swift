import FoundationEssentials
import SinewCoaching
import SinewFeedback
import SinewHistory
import SinewLinks

/// Requests about people and what they did: answered by the historian, a moment later.
extension ControlDesk {
  /// A request that the historian carries out.
  typealias Slow = @Sendable (ControlDesk, ControlRequest, AnswerBox) throws(RequestError) -> Void

  static let histories: [RequestName: Slow] = [
    .athletes: { desk, request, box throws(RequestError) in desk.athletes(request, box) },
    .history: { desk, request, box throws(RequestError) in try desk.history(request, box) },
    .programme: { desk, request, box throws(RequestError) in desk.programme(request, box) },
    .report: { desk, request, box throws(RequestError) in try desk.report(request, box) },
    .setAmend: { desk, request, box throws(RequestError) in try desk.amend(request, box) },
    .setDiscard: { desk, request, box throws(RequestError) in desk.discard(request, box) },
    .setReopen: { desk, request, box throws(RequestError) in try desk.reopen(request, box) },
    .repCorrect: { desk, request, box throws(RequestError) in try desk.correct(request, box) },
    .planSet: { desk, request, box throws(RequestError) in try desk.setPlan(request, box) },
    .intentStart: { desk, request, box throws(RequestError) in
      try desk.startBlock(request, box)
    },
    .assess: { desk, request, box throws(RequestError) in try desk.assess(request, box) },
    .programmeOverride: { desk, request, box throws(RequestError) in
      try desk.override(request, box)
    },
    .athleteCreate: { desk, request, box throws(RequestError) in try desk.create(request, box) },
    .athleteUpdate: { desk, request, box throws(RequestError) in try desk.update(request, box) },
    .athleteExport: { desk, request, box throws(RequestError) in desk.export(request, box) },
    .athleteImport: { desk, request, box throws(RequestError) in try desk.take(request, box) },
    .recordStart: { desk, request, box throws(RequestError) in
      try desk.startRecording(request, box)
    },
    .athleteErase: { desk, request, box throws(RequestError) in try desk.erase(request, box) },
  ]

  /// Asks the historian, and answers with what `finish` makes of it on the server thread.
  func ask<Value: Sendable>(
    _ request: ControlRequest, _ box: AnswerBox,
    _ look: @escaping @Sendable (HistoryStore) throws(HistoryError) -> Value,
    _ finish: @escaping @Sendable (Server, Value) throws(RequestError) -> JSONObject
  ) {
    let id = request.id
    server.history.ask(
      look,
      done: { server, outcome in
        do throws(RequestError) {
          switch outcome {
          case .success(let value):
            box.answer(ControlResponse(id: id, .ok(try finish(server, value))).json)
          case .failure(let error):
            throw RequestError(error.code, error.description)
          }
        } catch {
          box.answer(ControlResponse(id: id, error).json)
        }
      })
  }

  // MARK: People

  private func athletes(_ request: ControlRequest, _ box: AnswerBox) {
    let monday = Self.monday()
    ask(request, box) { store throws(HistoryError) in
      (try store.athletes(), try store.goodRepetitions(since: monday))
    } _: { server, found in
      let here = server.floor.openStations
      var known = found.0.map { athlete -> JSONObject in
        var entry = athlete.json
        entry["good_reps"] = .integer(Int64(found.1[athlete.id] ?? 0))
        entry["station"] = here.first { $0.setup.athlete == athlete.id }.map { .string($0.name) }
        return entry
      }
      for desk in here {
        guard let id = desk.setup.athlete, !found.0.contains(where: { $0.id == id }) else {
          continue
        }
        var entry: JSONObject = ["athlete": .string(id), "station": .string(desk.name)]
        entry["nickname"] = desk.setup.nickname.map(JSONValue.string)
        known.append(entry)
      }
      return ["athletes": .array(known.map(JSONValue.object))]
    }
  }

  private func create(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let change = try Self.change(request.arguments)
    let now = WallClock.seconds()
    ask(request, box) { store throws(HistoryError) in
      try store.create(change, at: now)
    } _: { _, athlete in
      athlete.json
    }
  }

  private func update(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let change = try Self.change(request.arguments)
    let id = request.arguments["athlete"]?.string ?? ""
    let now = WallClock.seconds()
    ask(request, box) { store throws(HistoryError) in
      try store.update(id, change, at: now)
    } _: { server, athlete in
      for desk in server.floor.openStations where desk.setup.athlete == id {
        var setup = desk.setup
        setup.nickname = athlete.nickname
        for message in desk.change(setup, at: MonotonicClock.now()) {
          server.hub.publish(message)
        }
        server.hub.publish(desk.takeMessage())
        if athlete.rawConsent == nil { server.stopRecordings(at: desk) }
      }
      return athlete.json
    }
  }

  private func export(_ request: ControlRequest, _ box: AnswerBox) {
    let id = request.arguments["athlete"]?.string ?? ""
    let after = request.arguments["after"]?.integer
    ask(request, box) { store throws(HistoryError) in
      try store.archive(of: id, after: after)
    } _: { _, found in
      var answer: JSONObject = ["archive": .object(found.part)]
      answer["next"] = found.next.map { .integer(Int64($0)) }
      return answer
    }
  }

  private func take(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let archive: AthleteArchive
    do {
      archive = try AthleteArchive(json: request.arguments["data"] ?? .null)
    } catch {
      throw RequestError(error.code, error.description)
    }
    let first = server.floor.reserveSets(archive.sets.count)
    let now = WallClock.seconds()
    ask(request, box) { store throws(HistoryError) in
      try store.take(archive, firstNumber: first, at: now)
    } _: { _, came in
      [
        "athlete": .string(archive.athlete), "sets": .integer(Int64(came.sets)),
        "repetitions": .integer(Int64(came.repetitions)),
      ]
    }
  }

  private func erase(_ request: ControlRequest, _ box: AnswerBox) throws(RequestError) {
    let id = request.arguments["athlete"]?.string ?? ""
    if let desk = server.floor.openStations.first(where: { $0.setup.athlete == id }) {
      throw RequestError(
        .wrongState, "The athlete is signed in at \(desk.name); sign them out first.")
    }
    ask(request, box) { store throws(HistoryError) in
      let files = try store.erase(id)
      for file in files { try? FileManager.default.removeItem(atPath: file) }
      return files.count
    } _: { _, count in
      ["athlete": .string(id), "erased": true, "recordings": .integer(Int64(count))]
    }
  }

  /// Seconds of UTC at which this week began by the machine's clocks.
  private static func monday() -> Double {
    let offset = TimeZone.current.secondsFromGMT()
    let today = TrainingDay(
      secondsSince1970: WallClock.seconds(), utcOffsetSeconds: offset)
    return Double((today?.monday.number ?? 0) * 86_400 - offset)
  }

  private static func change(_ arguments: JSONObject) throws(RequestError) -> AthleteChange {
    var change = AthleteChange()
    change.nickname = arguments["nickname"]?.string
    change.lang = arguments["lang"]?.string
    change.pin = arguments["pin"]?.string
    change.hasGuardian = arguments["guardian"]?.bool
    change.isOnLeaderboard = arguments["leaderboard"]?.bool
    change.consentsToRaw = arguments["consent_raw"]?.bool
    if let nickname = change.nickname, !(1...64).contains(nickname.utf8.count) {
      throw RequestError(.badArgument, "\"nickname\" must have 1 to 64 bytes.")
    }
    if let lang = change.lang, !["en", "de"].contains(lang) {
      throw RequestError(.badArgument, "\"lang\" must be en or de.")
    }
    return change
  }
}

extension HistoryError {
  /// What a client is told.
  var code: ErrorCode {
    switch self {
    case .unknownAthlete: .unknownAthlete
    case .unknownSet: .unknownSet
    case .unknownRepetition: .unknownRep
    case .invalid: .badArgument
    default: .system
    }
  }
}
