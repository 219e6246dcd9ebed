internal import GRDB
package import SinewFeedback

/// Weeks and months.
extension HistoryStore {
  /// What an athlete did, exercise by exercise, session by session, oldest first. Warm-ups and
  /// discarded sets are left out.
  package func progress(
    of athlete: String, exercise: String? = nil, from: Double = 0,
    to: Double = .greatestFiniteMagnitude
  ) throws(HistoryError) -> [SessionProgress] {
    let rows = try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT exercise, session, started, load_kg, reference, level, share, score,
            (SELECT count(*) FROM repetitions
              WHERE set_number = number AND removed = 0 AND partial = 0) AS reps,
            (SELECT count(*) FROM repetitions
              WHERE set_number = number AND removed = 0 AND partial = 0 AND good = 1) AS good
          FROM sets WHERE athlete = ?1 AND NOT discarded AND NOT warm_up
            AND exercise IS NOT NULL AND (?2 IS NULL OR exercise = ?2)
            AND started >= ?3 AND started <= ?4
          ORDER BY exercise, session, started
          """, arguments: [athlete, exercise, from, to])
    }
    var points: [SessionProgress] = []
    var start = 0
    while start < rows.count {
      let key = Self.key(rows[start])
      let end = rows[start...].firstIndex { Self.key($0) != key } ?? rows.count
      points.append(SessionProgress(rows: rows[start..<end]))
      start = end
    }
    return points.sorted { ($0.exercise, $0.started) < ($1.exercise, $1.started) }
  }

  /// Good repetitions of everybody since an instant, by athlete.
  package func goodRepetitions(since: Double) throws(HistoryError) -> [String: Int] {
    let rows = try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT athlete, count(*) AS good FROM sets JOIN repetitions ON set_number = number
          WHERE athlete IS NOT NULL AND started >= ? AND NOT discarded AND removed = 0
            AND partial = 0 AND good = 1 GROUP BY athlete
          """, arguments: [since])
    }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["athlete"], $0["good"]) })
  }

  /// The newest statement of each of these kinds about an athlete, one for each exercise.
  package func latest(
    _ kinds: [FeedbackKind], of athlete: String
  ) throws(HistoryError) -> [StoredStatement] {
    try read { database in
      let marks = databaseQuestionMarks(count: kinds.count)
      return try Row.fetchAll(
        database,
        sql: """
          SELECT *, max(at) FROM statements WHERE athlete = ? AND kind IN (\(marks))
          GROUP BY kind, exercise ORDER BY kind, exercise
          """, arguments: [athlete] + StatementArguments(kinds.map(\.rawValue))
      ).map(StoredStatement.init(row:))
    }
  }

  /// Statements of these kinds about an athlete, oldest first.
  package func statements(
    _ kinds: [FeedbackKind], of athlete: String, since: Double = 0, limit: Int = 1000
  ) throws(HistoryError) -> [StoredStatement] {
    try read { database in
      let marks = databaseQuestionMarks(count: kinds.count)
      return try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM (SELECT * FROM statements WHERE athlete = ? AND at >= ?
            AND kind IN (\(marks)) ORDER BY at DESC LIMIT ?) ORDER BY at
          """,
        arguments: [athlete, since] + StatementArguments(kinds.map(\.rawValue)) + [limit]
      ).map(StoredStatement.init(row:))
    }
  }

  private static func key(_ row: Row) -> String {
    "\(row["session"] as Int) \(row["exercise"] as String)"
  }
}

extension SessionProgress {
  fileprivate init(rows: ArraySlice<Row>) {
    let first = rows[rows.startIndex]
    exercise = first["exercise"]
    session = first["session"]
    started = first["started"]
    sets = rows.count
    reps = rows.reduce(0) { $0 + ($1["reps"] as Int) }
    good = rows.reduce(0) { $0 + ($1["good"] as Int) }
    loadKg = rows.compactMap { $0["load_kg"] as Double? }.max()
    reference = first["reference"]
    let alike = rows.filter { ($0["reference"] as String?) == (first["reference"] as String?) }
    level = Median.of(alike.compactMap { $0["level"] as Double? })
    share = Median.of(alike.compactMap { $0["share"] as Double? })
    score = Median.of(rows.compactMap { $0["score"] as Double? })
  }
}
