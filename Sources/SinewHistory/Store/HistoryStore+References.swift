internal import GRDB
internal import SinewFeedback

/// References of calibrations; older ones stay for whoever wants to know what a level meant then.
extension HistoryStore {
  /// Stores a reference beside those before it.
  package func store(_ reference: StoredReference) throws(HistoryError) {
    guard reference.value.isFinite, reference.value > 0 else {
      throw .invalid("A reference must be a number above 0.")
    }
    try write { database in
      try self.makeKnown(reference.athlete, at: reference.measured, database)
      try self.insert(reference, database)
    }
  }

  /// The latest reference of each muscle, side, chain and kind.
  ///
  /// - Parameter since: leaves out what was measured before, seconds of UTC: references expire.
  package func references(
    of athlete: String, since: Double = 0
  ) throws(HistoryError) -> [StoredReference] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT *, max(measured) FROM activation_references WHERE athlete = ? AND measured >= ?
          GROUP BY muscle, side, chain, kind ORDER BY muscle, side, chain, kind
          """, arguments: [athlete, since]
      ).compactMap(StoredReference.init(row:))
    }
  }

  func insert(_ reference: StoredReference, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO activation_references(athlete, muscle, side, chain, kind, value, unit, site,
          measured) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        reference.athlete, reference.muscle, reference.side?.rawValue, reference.chain,
        reference.kind.rawValue, reference.value, reference.unit, reference.site,
        reference.measured,
      ])
  }
}

extension StoredReference {
  init?(row: Row) {
    guard let kind = Reference(rawValue: row["kind"]) else { return nil }
    self.init(
      athlete: row["athlete"], muscle: row["muscle"],
      side: (row["side"] as String?).flatMap(Side.init(rawValue:)), chain: row["chain"],
      kind: kind, value: row["value"], unit: row["unit"], site: row["site"],
      measured: row["measured"])
  }
}
