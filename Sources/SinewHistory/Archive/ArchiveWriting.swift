internal import FoundationEssentials
internal import GRDB
package import SinewFeedback

/// Everything about an athlete as one readable JSON object. Docs/History.md tells its members.
extension HistoryStore {
  /// A part of an athlete's archive, an archive itself: who it is and what was decided, and the
  /// sets after number `after` until the text is about `bytes` long. The first part (`after` nil)
  /// alone holds what belongs to no set. Neither a PIN nor raw signals are in it.
  ///
  /// - Returns: the part, and the number of its last set when there are more.
  /// - Throws: `HistoryError.unknownAthlete`.
  package func archive(
    of athlete: String, after: Int?, bytes: Int = 200_000
  ) throws(HistoryError) -> (part: JSONObject, next: Int?) {
    try read { database in
      let who = try self.known(athlete, database)
      var part: JSONObject = [
        "sinew_archive": .integer(Int64(AthleteArchive.version)), "box": .string(self.box),
        "athlete": .object(who.json),
      ]
      if after == nil {
        part["references"] = .array(try self.referencesJSON(athlete, database))
        part["plans"] = .array(try self.plansJSON(athlete, database))
        part["statements"] = .array(try self.looseStatements(athlete, database))
        part["memory"] = .array(
          try self.memory("athlete = ? AND set_number IS NULL", [athlete], database))
      }
      let numbers = try Int.fetchAll(
        database,
        sql: "SELECT number FROM sets WHERE athlete = ? AND number > ? ORDER BY number",
        arguments: [athlete, after ?? -1])
      var sets: [JSONValue] = []
      var size = 0
      var last: Int?
      for number in numbers {
        guard let set = try self.set(number, database) else { continue }
        let json = JSONValue.object(try self.json(set, database))
        size += json.text.utf8.count
        if size > bytes, !sets.isEmpty { break }
        sets.append(json)
        last = number
      }
      part["sets"] = .array(sets)
      return (part, last == numbers.last ? nil : last)
    }
  }

  func json(_ set: StoredSet, _ database: Database) throws -> JSONObject {
    var object = set.facts.json
    object["session"] = try Int.fetchOne(
      database, sql: "SELECT box_number FROM sets WHERE number = ?", arguments: [set.facts.session]
    ).map { .integer(Int64($0)) }
    object["opening"] = .object(Self.json(.setStarted(set.opening)))
    object["closing"] = set.closing.map { .object(Self.json(.setEnded($0))) }
    object["repetitions"] = .array(
      set.repetitions.map { repetition in
        var entry = Self.json(.rep(repetition.rep))
        if repetition.isRemoved { entry["removed"] = true }
        return .object(entry)
      })
    object["statements"] = .array(set.statements.map { .object($0.json) })
    object["memory"] = try memory("set_number = ?", [set.facts.number], database).first
    object["corrections"] = .array(set.corrections.map { .object($0.json) })
    return object
  }

  private func referencesJSON(_ athlete: String, _ database: Database) throws -> [JSONValue] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM activation_references WHERE athlete = ? ORDER BY id",
      arguments: [athlete]
    ).compactMap(StoredReference.init(row:)).map { .object($0.json) }
  }

  private func plansJSON(_ athlete: String, _ database: Database) throws -> [JSONValue] {
    try Row.fetchAll(
      database, sql: "SELECT at, plan FROM plans WHERE athlete = ? ORDER BY id",
      arguments: [athlete]
    ).compactMap { row in
      guard let plan = try? JSONValue(parsing: row["plan"] as String, limits: .file) else {
        return nil
      }
      return ["at": .number(row["at"]), "plan": plan]
    }
  }

  /// What the coach wants to know again, in its own words.
  private func memory(
    _ condition: String, _ arguments: StatementArguments, _ database: Database
  ) throws -> [JSONValue] {
    try Data.fetchAll(
      database, sql: "SELECT body FROM pasts WHERE \(condition) ORDER BY id", arguments: arguments
    ).compactMap { try? JSONValue(parsing: Deflated.unpack(Array($0)), limits: .file) }
  }

  private func looseStatements(_ athlete: String, _ database: Database) throws -> [JSONValue] {
    try Row.fetchAll(
      database,
      sql: "SELECT * FROM statements WHERE athlete = ? AND set_number IS NULL ORDER BY id",
      arguments: [athlete]
    ).map { .object(try StoredStatement(row: $0).json) }
  }

  /// A message as an object, without the envelope.
  static func json(_ body: FeedbackBody) -> JSONObject {
    var line = LineWriter(capacity: 2048)
    encode(FeedbackMessage(envelope: Envelope(), body: body), into: &line)
    var object =
      (try? JSONValue(parsing: Array(line.bytes.dropLast()), limits: .file))?.object
      ?? JSONObject()
    object["seq"] = nil
    return object
  }
}
