package import SinewFeedback

/// An archive, or a part of one, as it was read and found right.
package struct AthleteArchive: Sendable {
  /// The version of the format.
  package static let version = 1

  package private(set) var athlete: String
  var nickname: String?
  var lang: String?
  var hasGuardian = false
  var created: Double
  var references: [StoredReference] = []
  var plans: [(at: Double, plan: String)] = []
  var statements: [StoredStatement] = []
  package private(set) var sets: [ArchivedSet] = []
  /// The coach's memory that is about no set; JSON texts.
  var memory: [String] = []

  /// Reads what an export made or a stranger wrote.
  ///
  /// - Throws: `HistoryError.invalid` with one sentence; `newer` stays a sentence too.
  package init(json: JSONValue) throws(HistoryError) {
    let root = try ArchiveObject(json, "the archive")
    guard let version = try root.integer("sinew_archive") else {
      throw .invalid("This is no archive of an athlete: it has no \"sinew_archive\".")
    }
    guard version == Self.version else {
      throw .invalid(
        "The archive has version \(version); this version of Sinew reads"
          + " \(Self.version).")
    }
    let who = try ArchiveObject(root.object["athlete"], "the athlete")
    athlete = try who.required("athlete", who.text("athlete", longest: 64))
    guard Self.isID(athlete) else {
      throw .invalid("The athlete's id must be letters, digits, \"-\", \"_\" and \".\".")
    }
    nickname = try who.text("nickname", longest: 64)
    lang = try who.text("lang", longest: 8)
    hasGuardian = try who.flag("guardian") ?? false
    created = try who.number("created", in: ArchiveObject.instants) ?? 0
    for entry in try root.objects("references", "reference") {
      references.append(try StoredReference(entry, athlete: athlete))
    }
    for entry in try root.objects("plans", "plan") {
      let plan = try ArchiveObject(entry.object["plan"], entry.place)
      plans.append(
        (
          try entry.required("at", entry.number("at", in: ArchiveObject.instants)),
          JSONValue.object(plan.object).text
        ))
    }
    for entry in try root.objects("statements", "statement") {
      statements.append(try StoredStatement(entry, athlete: athlete))
    }
    for entry in try root.objects("memory", "memory") {
      memory.append(JSONValue.object(entry.object).text)
    }
    for entry in try root.objects("sets", "set") {
      sets.append(try ArchivedSet(entry, athlete: athlete))
    }
  }

  /// Whether a text can be the id of an athlete.
  package static func isID(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}

/// A set of an archive.
package struct ArchivedSet: Sendable {
  var set: StoredSet
  /// The session's name on the box where it was done.
  var boxSession: Int
  /// The coach's memory of it, a JSON text.
  var memory: String?

  init(_ entry: ArchiveObject, athlete: String) throws(HistoryError) {
    guard case .setStarted(let opening) = try entry.message("opening") else {
      throw .invalid("\(entry.place) needs \"opening\", a set.started.")
    }
    let number = try entry.required("box_set", entry.integer("box_set"))
    let facts = SetFacts(
      number: number, box: try entry.required("box", entry.text("box", longest: 64)),
      boxNumber: number, athlete: athlete, station: try entry.text("station"),
      exercise: try entry.text("exercise"), session: number,
      started: try entry.required("started", entry.number("started", in: ArchiveObject.instants)),
      ended: try entry.number("ended", in: ArchiveObject.instants),
      clock: try entry.number("clock", in: -1e11...1e11) ?? 0, side: try entry.text("side"),
      loadKg: try entry.number("load_kg", in: 0...10_000),
      loadKind: try entry.word("load_kind", LoadKind.self)?.rawValue,
      focus: try entry.word("focus", Focus.self)?.rawValue,
      isWarmUp: try entry.flag("warm_up") ?? false,
      reference: try entry.word("reference", Reference.self)?.rawValue,
      why: try entry.text("why"), isDiscarded: try entry.flag("discarded") ?? false,
      level: try entry.number("level", in: 0...1000), share: try entry.number("share", in: 0...1),
      score: try entry.number("score", in: 0...100),
      confidence: try entry.word("confidence", Confidence.self)?.rawValue,
      rpe: try entry.number("rpe", in: 0...10), counted: 0, partial: 0)
    if let memory = entry.object["memory"], memory != .null {
      self.memory = JSONValue.object(try ArchiveObject(memory, "the memory").object).text
    }
    boxSession = try entry.integer("session") ?? number
    set = StoredSet(facts: facts, opening: opening)
    if let closing = try entry.message("closing") {
      guard case .setEnded(let ended) = closing else {
        throw entry.fault("closing", "a set.ended")
      }
      set.closing = ended
    }
    for each in try entry.objects("repetitions", "repetition") {
      guard case .rep(let rep) = try ArchiveObject.message(.object(each.object), each.place)
      else { throw .invalid("\(each.place) of \(entry.place) must be a rep.") }
      set.repetitions.append(
        StoredRepetition(rep: rep, isRemoved: try each.flag("removed") ?? false))
    }
    for each in try entry.objects("statements", "statement") {
      set.statements.append(try StoredStatement(each, athlete: athlete))
    }
    for each in try entry.objects("corrections", "correction") {
      set.corrections.append(try StoredCorrection(each, set: number))
    }
  }
}

extension StoredReference {
  fileprivate init(_ entry: ArchiveObject, athlete: String) throws(HistoryError) {
    self.init(
      athlete: athlete, muscle: try entry.required("muscle", entry.text("muscle")),
      side: try entry.word("side", Side.self), chain: try entry.text("chain") ?? "",
      kind: try entry.required("reference", entry.word("reference", Reference.self)),
      value: try entry.required("value", entry.number("value", in: 1e-9...1e9)),
      unit: try entry.text("unit") ?? "uV", site: try entry.text("site"),
      measured: try entry.required(
        "measured", entry.number("measured", in: ArchiveObject.instants)))
  }
}

extension StoredStatement {
  fileprivate init(_ entry: ArchiveObject, athlete: String) throws(HistoryError) {
    body = try entry.required("message", entry.message("message"))
    kind = body.kind
    guard HeardMessage.isKept(kind) else {
      throw entry.fault("message", "of a kind that is kept")
    }
    self.athlete = athlete
    station = try entry.text("station")
    exercise = try entry.text("exercise")
    at = try entry.required("at", entry.number("at", in: ArchiveObject.instants))
    outcome = try entry.word("outcome", CueOutcome.Outcome.self)
  }
}

extension StoredCorrection {
  fileprivate init(_ entry: ArchiveObject, set: Int) throws(HistoryError) {
    self.init(
      set: set, rep: try entry.integer("rep"),
      at: try entry.required("at", entry.number("at", in: ArchiveObject.instants)),
      uid: try entry.integer("uid"), what: try entry.required("what", entry.text("what")),
      before: try entry.text("before", longest: 65_536) ?? "",
      after: try entry.text("after", longest: 65_536) ?? "")
  }
}
