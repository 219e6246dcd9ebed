internal import FoundationEssentials
internal import GRDB
internal import SinewFeedback

/// Taking archives in. What is here already stays as it is, so that the same archive, or the parts
/// of one in any order, can come twice.
extension HistoryStore {
  /// What an import came to.
  package struct Imported: Sendable, Equatable {
    /// Sets that were new.
    package var sets = 0
    /// Repetitions that were new.
    package var repetitions = 0
  }

  /// Takes an archive in.
  ///
  /// - Parameter firstNumber: sets that are new here get numbers from this one on, as many as the
  ///   archive has sets.
  /// - Throws: `HistoryError`; nothing of the archive is then stored.
  package func take(
    _ archive: AthleteArchive, firstNumber: Int, at now: Double
  ) throws(HistoryError) -> Imported {
    try write { database in
      try self.makeKnown(archive, at: now, database)
      for reference in archive.references { try self.add(reference, database) }
      for plan in archive.plans { try self.add(plan, of: archive.athlete, database) }
      for statement in archive.statements { try self.add(statement, set: nil, database) }
      for text in archive.memory { try self.add(memory: text, of: archive.athlete, database) }
      var imported = Imported()
      for (index, entry) in archive.sets.enumerated() {
        try self.add(entry, as: firstNumber + index, &imported, database)
      }
      return imported
    }
  }

  /// The consent of another box is not ours: here it must be given anew.
  private func makeKnown(
    _ archive: AthleteArchive, at now: Double, _ database: Database
  ) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO athletes(id, created, lang, guardian) VALUES (?, ?, ?, ?)",
      arguments: [
        archive.athlete, archive.created > 0 ? archive.created : now, archive.lang,
        archive.hasGuardian,
      ])
    try database.execute(
      sql: "INSERT OR IGNORE INTO people(athlete, nickname) VALUES (?, ?)",
      arguments: [archive.athlete, archive.nickname])
  }

  private func add(_ reference: StoredReference, _ database: Database) throws {
    let isThere = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM activation_references WHERE athlete = ? AND muscle = ?
          AND side IS ? AND chain = ? AND kind = ? AND abs(measured - ?) < 0.001)
        """,
      arguments: [
        reference.athlete, reference.muscle, reference.side?.rawValue, reference.chain,
        reference.kind.rawValue, reference.measured,
      ])
    if isThere == false { try insert(reference, database) }
  }

  private func add(
    _ plan: (at: Double, plan: String), of athlete: String, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO plans(athlete, at, plan) SELECT ?1, ?2, ?3 WHERE NOT EXISTS
          (SELECT 1 FROM plans WHERE athlete = ?1 AND abs(at - ?2) < 0.001)
        """, arguments: [athlete, plan.at, plan.plan])
  }

  private func add(
    _ statement: StoredStatement, set: Int?, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO statements(kind, athlete, set_number, station, exercise, at, outcome, body)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS
          (SELECT 1 FROM statements WHERE athlete IS ?2 AND kind = ?1 AND set_number IS ?3
            AND abs(at - ?6) < 0.001 AND body = ?8)
        """,
      arguments: [
        statement.kind.rawValue, statement.athlete, set, statement.station, statement.exercise,
        statement.at, statement.outcome?.rawValue, try blob(statement.body),
      ])
  }

  private func add(
    _ entry: ArchivedSet, as fresh: Int, _ imported: inout Imported, _ database: Database
  ) throws {
    let set = entry.set
    let facts = set.facts
    let known = try Row.fetchOne(
      database, sql: "SELECT number, athlete FROM sets WHERE box = ? AND box_number = ?",
      arguments: [facts.box, facts.boxNumber])
    let number = (known?["number"] as Int?) ?? fresh
    if let known, (known["athlete"] as String?) != facts.athlete {
      throw HistoryError.invalid(
        "Set \(facts.boxNumber) of the archive belongs to another athlete here.")
    }
    if known == nil {
      try insert(entry, as: number, database)
      imported.sets += 1
    }
    let target = set.opening.muscles.first { $0.role == .target }
    for repetition in set.repetitions {
      try insert(repetition, set: number, target: target, database)
      imported.repetitions += database.changesCount
    }
    if let memory = entry.memory {
      try database.execute(
        sql: "INSERT OR IGNORE INTO pasts(athlete, set_number, body) VALUES (?, ?, ?)",
        arguments: [facts.athlete, number, Data(try Deflated.pack(Array(memory.utf8)))])
    }
    for statement in set.statements { try add(statement, set: number, database) }
    for correction in set.corrections {
      try database.execute(
        sql: """
          INSERT INTO corrections(set_number, rep, at, uid, what, before, after)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM corrections
            WHERE set_number = ?1 AND rep IS ?2 AND abs(at - ?3) < 0.001 AND what = ?5)
          """,
        arguments: [
          number, correction.rep, correction.at, correction.uid, correction.what,
          correction.before, correction.after,
        ])
    }
  }

  private func add(memory text: String, of athlete: String, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO pasts(athlete, body) SELECT ?1, ?2 WHERE NOT EXISTS
          (SELECT 1 FROM pasts WHERE athlete = ?1 AND set_number IS NULL AND body = ?2)
        """, arguments: [athlete, Data(try Deflated.pack(Array(text.utf8)))])
  }

  private func insert(
    _ entry: ArchivedSet, as number: Int, _ database: Database
  ) throws {
    let facts = entry.set.facts
    let session = try Int.fetchOne(
      database, sql: "SELECT number FROM sets WHERE box = ? AND box_number = ?",
      arguments: [facts.box, entry.boxSession])
    try database.execute(
      sql: """
        INSERT INTO sets(number, box, box_number, athlete, station, exercise, session, started,
          ended, clock, side, load_kg, load_kind, focus, warm_up, reference, why, discarded, level,
          share, score, confidence, rpe, opening, closing)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        number, facts.box, facts.boxNumber, facts.athlete, facts.station, facts.exercise,
        session ?? number, facts.started, facts.ended ?? facts.started, facts.clock, facts.side,
        facts.loadKg, facts.loadKind, facts.focus, facts.isWarmUp, facts.reference, facts.why,
        facts.isDiscarded, facts.level, facts.share, facts.score, facts.confidence, facts.rpe,
        try blob(.setStarted(entry.set.opening)),
        try entry.set.closing.map { try self.blob(.setEnded($0)) },
      ])
  }
}
