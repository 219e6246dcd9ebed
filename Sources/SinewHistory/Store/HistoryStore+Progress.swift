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
      // Row by row and by position: a year has over a thousand sets, and names are looked up slowly.
      let cursor = try Row.fetchCursor(
        database,
        sql: """
          SELECT exercise, session, started, load_kg, reference, level, share, score,
            (SELECT count(*) FROM repetitions
              WHERE set_number = number AND removed = 0 AND partial = 0),
            (SELECT count(*) FROM repetitions
              WHERE set_number = number AND removed = 0 AND partial = 0 AND good = 1)
          FROM sets WHERE athlete = ?1 AND NOT discarded AND NOT warm_up
            AND exercise IS NOT NULL AND (?2 IS NULL OR exercise = ?2)
            AND started >= ?3 AND started <= ?4
          ORDER BY exercise, session, started
          """, arguments: [athlete, exercise, from, to])
      var rows: [SetPoint] = []
      while let row = try cursor.next() { rows.append(SetPoint(row)) }
      return rows
    }
    var points: [SessionProgress] = []
    var start = 0
    while start < rows.count {
      let first = rows[start]
      let end =
        rows[start...].firstIndex {
          $0.session != first.session || $0.exercise != first.exercise
        } ?? rows.count
      points.append(SessionProgress(rows[start..<end], first))
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
}

/// One set of a trend, in the order of the query's columns.
private struct SetPoint {
  let exercise: String
  let session: Int
  let started: Double
  let loadKg: Double?
  let reference: String?
  let level: Double?
  let share: Double?
  let score: Double?
  let reps: Int
  let good: Int

  init(_ row: Row) {
    exercise = row[0]
    session = row[1]
    started = row[2]
    loadKg = row[3]
    reference = row[4]
    level = row[5]
    share = row[6]
    score = row[7]
    reps = row[8]
    good = row[9]
  }
}

extension SessionProgress {
  fileprivate init(_ rows: ArraySlice<SetPoint>, _ first: SetPoint) {
    exercise = first.exercise
    session = first.session
    started = first.started
    sets = rows.count
    reps = rows.reduce(0) { $0 + $1.reps }
    good = rows.reduce(0) { $0 + $1.good }
    loadKg = rows.compactMap(\.loadKg).max()
    reference = first.reference
    let alike = rows.filter { $0.reference == first.reference }
    level = Median.of(alike.compactMap(\.level))
    share = Median.of(alike.compactMap(\.share))
    score = Median.of(rows.compactMap(\.score))
  }
}
