internal import GRDB
package import SinewFeedback

/// What a report is made of.
extension HistoryStore {
  /// A set with all of it as JSON, as in an archive, with the film marks of its station around it.
  package func setReport(_ number: Int) throws(HistoryError) -> JSONObject? {
    try read { database in
      guard let set = try self.set(number, database) else { return nil }
      var object = try self.json(set, database)
      let marks = try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM statements WHERE kind = 'sync.mark' AND (station IS NULL OR station = ?1)
            AND at BETWEEN ?2 - 3600 AND ?3 ORDER BY at
          """,
        arguments: [
          set.facts.station, set.facts.started, set.facts.ended ?? set.facts.started + 3600,
        ]
      ).map(StoredStatement.init(row:))
      object["sync_marks"] = .array(marks.map { .object($0.json) })
      return object
    }
  }
}
