internal import FoundationEssentials
internal import GRDB

/// People.
extension HistoryStore {
  /// Makes an athlete with an id that says nothing about the person.
  package func create(_ change: AthleteChange, at now: Double) throws(HistoryError) -> Athlete {
    let pin = try change.pin.flatMap { $0.isEmpty ? nil : $0 }.map(PinHash.make)
    return try write { database in
      let id = try self.freshID(database)
      try database.execute(
        sql: "INSERT INTO athletes(id, created) VALUES (?, ?)", arguments: [id, now])
      try self.apply(change, pin: pin, to: id, at: now, database)
      return try self.known(id, database)
    }
  }

  /// - Throws: `HistoryError.unknownAthlete`.
  package func update(
    _ id: String, _ change: AthleteChange, at now: Double
  ) throws(HistoryError) -> Athlete {
    let pin = try change.pin.flatMap { $0.isEmpty ? nil : $0 }.map(PinHash.make)
    return try write { database in
      _ = try self.known(id, database)
      try self.apply(change, pin: pin, to: id, at: now, database)
      return try self.known(id, database)
    }
  }

  /// Makes a row for an athlete whom the configuration names and nobody has created.
  package func welcome(_ id: String, at now: Double) throws(HistoryError) {
    try write { try self.makeKnown(id, at: now, $0) }
  }

  /// Everybody, oldest first.
  package func athletes() throws(HistoryError) -> [Athlete] {
    try read { database in
      try Row.fetchAll(database, sql: Self.people + " ORDER BY created, id")
        .map(Athlete.init(row:))
    }
  }

  /// Nil when there is no such athlete.
  package func athlete(_ id: String) throws(HistoryError) -> Athlete? {
    try read { database in
      try Row.fetchOne(database, sql: Self.people + " WHERE id = ?", arguments: [id])
        .map(Athlete.init(row:))
    }
  }

  /// The athlete, or an error that says there is none.
  func known(_ id: String, _ database: Database) throws -> Athlete {
    guard
      let row = try Row.fetchOne(database, sql: Self.people + " WHERE id = ?", arguments: [id])
    else { throw HistoryError.unknownAthlete(id) }
    return Athlete(row: row)
  }

  private static let people = """
    SELECT athletes.*, nickname, pin IS NOT NULL AS has_pin FROM athletes
    LEFT JOIN people ON people.athlete = athletes.id
    """

  func apply(
    _ change: AthleteChange, pin: String?, to id: String, at now: Double, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        UPDATE athletes SET lang = ifnull(?, lang), guardian = ifnull(?, guardian),
          leaderboard = ifnull(?, leaderboard) WHERE id = ?
        """, arguments: [change.lang, change.hasGuardian, change.isOnLeaderboard, id])
    if let consents = change.consentsToRaw {
      try database.execute(
        sql: """
          UPDATE athletes SET raw_consent = CASE WHEN ? THEN ifnull(raw_consent, ?) END
          WHERE id = ?
          """, arguments: [consents, now, id])
    }
    try database.execute(
      sql: "INSERT OR IGNORE INTO people(athlete) VALUES (?)", arguments: [id])
    if let nickname = change.nickname {
      try database.execute(
        sql: "UPDATE people SET nickname = ? WHERE athlete = ?", arguments: [nickname, id])
    }
    if change.pin != nil {
      try database.execute(
        sql: "UPDATE people SET pin = ? WHERE athlete = ?", arguments: [pin, id])
    }
  }

  private func freshID(_ database: Database) throws -> String {
    while true {
      // 40 random bits, in letters and digits that are not taken for one another.
      let letters = Array("23456789abcdefghjkmnpqrstvwxyz")
      let id = "a-" + String((0..<8).map { _ in letters[Int.random(in: 0..<letters.count)] })
      let isTaken = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM athletes WHERE id = ?)", arguments: [id])
      if isTaken == false { return id }
    }
  }
}
