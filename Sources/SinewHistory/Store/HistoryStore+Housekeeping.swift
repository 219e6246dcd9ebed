internal import GRDB
package import SinewFeedback

/// What happens without being asked for.
extension HistoryStore {
  /// Sets that were running when the program died end where their last repetition did.
  ///
  /// - Returns: their ends, as messages without an instant: the clock of then is gone.
  package func endInterruptedSets(at now: Double) throws(HistoryError) -> [FeedbackMessage] {
    try write { database in
      let open = try Int.fetchAll(
        database, sql: "SELECT number FROM sets WHERE ended IS NULL ORDER BY number")
      return try open.compactMap { set in
        guard let ended = try self.endInterrupted(set, now: now, database) else { return nil }
        return try self.existing(set, database).message(.setEnded(ended))
      }
    }
  }

  private func endInterrupted(
    _ set: Int, now: Double, _ database: Database
  ) throws -> SetEnded? {
    guard
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT started, started - clock AS t_start,
            (SELECT max(t_end) FROM repetitions WHERE set_number = number) + clock AS last
          FROM sets WHERE number = ?
          """, arguments: [set])
    else { return nil }
    var ended = SetEnded { $0.why = "restart" }
    ended.tStart = row["t_start"]
    ended.summary.reps = try repetitionCounts(of: set, database)
    let started: Double = row["started"]
    let last: Double = row["last"] ?? started
    try database.execute(
      sql: "UPDATE sets SET ended = ?, why = 'restart', closing = ? WHERE number = ?",
      arguments: [last, try blob(.setEnded(ended)), set])
    return ended
  }

  /// The counts of a set as its repetitions stand now.
  func repetitionCounts(of set: Int, _ database: Database) throws -> SetSummary.Reps {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT total(NOT partial), total(NOT partial AND NOT incomplete), total(partial)
        FROM repetitions WHERE set_number = ? AND NOT removed
        """, arguments: [set])
    return SetSummary.Reps(
      counted: row?[0] ?? 0, valid: row?[1] ?? 0, partial: row?[2] ?? 0)
  }

  /// The highest set number in use, 0 when there is none.
  package func highestSet() throws(HistoryError) -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT max(number) FROM sets") ?? 0 }
  }

  /// Sets of people who were not signed in serve nobody once they are old.
  package func forgetAnonymousSets(before oldest: Double) throws(HistoryError) {
    try write { database in
      try database.execute(
        sql: "DELETE FROM sets WHERE athlete IS NULL AND ended IS NOT NULL AND started < ?",
        arguments: [oldest])
      try database.execute(
        sql: "DELETE FROM statements WHERE athlete IS NULL AND set_number IS NULL AND at < ?",
        arguments: [oldest])
    }
  }
}
