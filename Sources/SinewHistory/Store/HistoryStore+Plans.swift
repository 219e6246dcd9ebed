internal import GRDB
package import SinewFeedback

/// Plans of athletes; older ones stay.
extension HistoryStore {
  /// - Throws: `HistoryError.unknownAthlete`.
  package func store(
    plan: JSONObject, of athlete: String, at now: Double
  ) throws(HistoryError) {
    try write { database in
      _ = try self.known(athlete, database)
      try database.execute(
        sql: "INSERT INTO plans(athlete, at, plan) VALUES (?, ?, ?)",
        arguments: [athlete, now, JSONValue.object(plan).text])
    }
  }

  /// The plan in force; nil when none was set.
  package func plan(of athlete: String) throws(HistoryError) -> JSONObject? {
    let text = try read { database in
      try String.fetchOne(
        database, sql: "SELECT plan FROM plans WHERE athlete = ? ORDER BY id DESC LIMIT 1",
        arguments: [athlete])
    }
    guard let text else { return nil }
    return (try? JSONValue(parsing: text, limits: .file))?.object
  }

  /// Raw bytes of an athlete lie in a file.
  package func note(
    recording file: String, of athlete: String?, at now: Double
  ) throws(HistoryError) {
    try write { database in
      try self.makeKnown(athlete, at: now, database)
      try database.execute(
        sql: "INSERT OR REPLACE INTO recordings(file, athlete, started) VALUES (?, ?, ?)",
        arguments: [file, athlete, now])
    }
  }
}
