internal import FoundationEssentials
internal import GRDB

/// What the coach decided and wants to know again at the next sign-in. The history keeps its words
/// without reading them.
extension HistoryStore {
  /// One thing to know again.
  package struct Remembered: Sendable, Equatable {
    /// JSON, as the coach gave it.
    package var text: [UInt8]
    /// The set that it is about, as it stands after corrections; nil: about none.
    package var set: SetFacts?
  }

  /// Keeps what the coach said of a set, in place of what it said before; the athlete is the set's.
  /// Nothing happens when the set is not known or nobody's.
  package func remember(_ text: [UInt8], ofSet set: Int) throws(HistoryError) {
    let packed = Data(try Deflated.pack(text))
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO pasts(athlete, set_number, body)
          SELECT athlete, number, ? FROM sets WHERE number = ? AND athlete IS NOT NULL
          """, arguments: [packed, set])
    }
  }

  /// Keeps what the coach said of an athlete.
  package func remember(
    _ text: [UInt8], of athlete: String, at now: Double
  ) throws(HistoryError) {
    let packed = Data(try Deflated.pack(text))
    try write { database in
      try self.makeKnown(athlete, at: now, database)
      try database.execute(
        sql: "INSERT INTO pasts(athlete, body) VALUES (?, ?)", arguments: [athlete, packed])
    }
  }

  /// All that was kept, in the order in which it was said; without discarded sets.
  package func remembered(of athlete: String) throws(HistoryError) -> [Remembered] {
    try read { database in
      let sets = try Row.fetchAll(
        database, sql: "SELECT \(SetFacts.columns) FROM sets WHERE athlete = ?",
        arguments: [athlete]
      ).map(SetFacts.init(row:))
      let known = Dictionary(uniqueKeysWithValues: sets.map { ($0.number, $0) })
      return try Row.fetchAll(
        database, sql: "SELECT set_number, body FROM pasts WHERE athlete = ? ORDER BY id",
        arguments: [athlete]
      ).compactMap { row in
        let set = (row["set_number"] as Int?).flatMap { known[$0] }
        if set?.isDiscarded == true { return nil }
        return Remembered(text: try Deflated.unpack(Array(row["body"] as Data)), set: set)
      }
    }
  }
}
