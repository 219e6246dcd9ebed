internal import FoundationEssentials
internal import GRDB
internal import SinewFeedback

/// Looking sets up.
extension HistoryStore {
  /// A set with all that belongs to it; nil when there is none of that number.
  package func set(_ number: Int) throws(HistoryError) -> StoredSet? {
    try read { try self.set(number, $0) }
  }

  /// The sets of an athlete, newest first, without their repetitions.
  ///
  /// - Parameter from: earliest start, seconds of UTC; `to`: latest.
  package func sets(
    of athlete: String, exercise: String? = nil, from: Double = 0,
    to: Double = .greatestFiniteMagnitude, limit: Int = 20
  ) throws(HistoryError) -> [SetFacts] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT \(SetFacts.columns) FROM sets WHERE athlete = ?1 AND (?2 IS NULL OR exercise = ?2)
            AND started >= ?3 AND started <= ?4 ORDER BY started DESC, number DESC LIMIT ?5
          """, arguments: [athlete, exercise, from, to, limit]
      ).map(SetFacts.init(row:))
    }
  }

  /// The numbers of the sets of a session that count, in order.
  package func sets(inSession session: Int) throws(HistoryError) -> [Int] {
    try read { database in
      try Int.fetchAll(
        database,
        sql: "SELECT number FROM sets WHERE session = ? AND NOT discarded ORDER BY started, number",
        arguments: [session])
    }
  }

  func set(_ number: Int, _ database: Database) throws -> StoredSet? {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT \(SetFacts.columns) FROM sets WHERE number = ?",
        arguments: [number]),
      case .setStarted(let opening) = try StoredText.body(Array(row["opening"] as Data))
    else { return nil }
    var set = StoredSet(facts: SetFacts(row: row), opening: opening)
    if let packed = row["closing"] as Data?,
      case .setEnded(let closing) = try StoredText.body(Array(packed))
    {
      set.closing = closing
    }
    set.repetitions = try repetitions(of: number, database)
    set.statements = try Row.fetchAll(
      database, sql: "SELECT * FROM statements WHERE set_number = ? ORDER BY id",
      arguments: [number]
    ).map(StoredStatement.init(row:))
    set.corrections = try Row.fetchAll(
      database, sql: "SELECT * FROM corrections WHERE set_number = ? ORDER BY id",
      arguments: [number]
    ).map(StoredCorrection.init(row:))
    return set
  }

  private func repetitions(of set: Int, _ database: Database) throws -> [StoredRepetition] {
    try Row.fetchAll(
      database, sql: "SELECT removed, details FROM repetitions WHERE set_number = ? ORDER BY rep",
      arguments: [set]
    ).compactMap { row in
      guard case .rep(let rep) = try StoredText.body(Array(row["details"] as Data)) else {
        return nil
      }
      return StoredRepetition(rep: rep, isRemoved: row["removed"])
    }
  }
}
