internal import FoundationEssentials
internal import GRDB
internal import SinewFeedback

/// Taking down what the daemon says.
extension HistoryStore {
  /// Stores messages in one transaction, in their order. One that can't be stored because of what
  /// it says (a repetition of an unknown set) is passed over; it must not block those behind it.
  ///
  /// - Throws: `HistoryError` when the file refuses; nothing of these messages is then stored.
  package func note(_ messages: [HeardMessage]) throws(HistoryError) {
    try write { database in
      for heard in messages { try self.note(heard, database) }
    }
  }

  private func note(_ heard: HeardMessage, _ database: Database) throws {
    switch heard.message.body {
    case .setStarted(let started): try begin(started, heard, database)
    case .rep(let rep): try add(rep, heard, database)
    case .repRevised(let revision): try revise(revision, heard, database)
    case .setEnded(let ended): try end(ended, heard, database)
    case .setRevised(let revised): try revise(revised, heard, database)
    case .cueOutcome(let outcome): try judge(outcome, heard, database)
    default:
      guard HeardMessage.isKept(heard.message.kind) else { return }
      try state(heard, database)
    }
  }

  /// An athlete that only the configuration names gets a row at the first set.
  func makeKnown(_ athlete: String?, at: Double, _ database: Database) throws {
    guard let athlete else { return }
    try database.execute(
      sql: "INSERT OR IGNORE INTO athletes(id, created) VALUES (?, ?)", arguments: [athlete, at])
  }

  // MARK: Sets

  private func begin(
    _ started: SetStarted, _ heard: HeardMessage, _ database: Database
  ) throws {
    let envelope = heard.message.envelope
    guard let number = envelope.set else { return }
    if started.resumed == true {
      try database.execute(
        sql: "UPDATE sets SET ended = NULL, why = NULL WHERE number = ?", arguments: [number])
      if database.changesCount > 0 { return }
    }
    try makeKnown(envelope.athlete, at: heard.at, database)
    let target = started.muscles.first { $0.role == .target }
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO sets(number, box, box_number, athlete, station, exercise, session,
          started, clock, side, load_kg, load_kind, focus, warm_up, reference, opening)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        number, box, number, envelope.athlete, envelope.station, envelope.exercise,
        try session(of: envelope, number: number, at: heard.at, database), heard.at, heard.clock,
        started.side?.rawValue, started.loadKg, started.loadKind?.rawValue,
        started.focus?.rawValue, started.isWarmUp ?? false, target?.reference.rawValue,
        try blob(.setStarted(started)),
      ])
  }

  /// A session is named by its first set.
  private func session(
    of envelope: Envelope, number: Int, at: Double, _ database: Database
  ) throws -> Int {
    guard let athlete = envelope.athlete else { return number }
    return try Int.fetchOne(
      database,
      sql: """
        SELECT session FROM sets WHERE athlete = ? AND max(started, ifnull(ended, 0)) > ?
          AND started <= ? ORDER BY started DESC LIMIT 1
        """, arguments: [athlete, at - Self.sessionGap, at]) ?? number
  }

  private func end(_ ended: SetEnded, _ heard: HeardMessage, _ database: Database) throws {
    guard let number = heard.message.envelope.set else { return }
    let target = try targetLevel(of: ended.summary, set: number, database)
    try database.execute(
      sql: """
        UPDATE sets SET ended = ?, why = ?, level = ?, share = ?, score = ?, confidence = ?,
          closing = ? WHERE number = ?
        """,
      arguments: [
        heard.at, ended.why, target, ended.summary.share?.value, ended.summary.score?.value,
        ended.summary.score?.confidence?.rawValue, try blob(.setEnded(ended)), number,
      ])
    try forgetFalseAlarm(number, database)
  }

  /// A set that a movement opened and of which no repetition stood was none.
  private func forgetFalseAlarm(_ set: Int, _ database: Database) throws {
    guard case .setStarted(let started) = try opening(of: set, database),
      started.startedBy == .movement
    else { return }
    try database.execute(
      sql: """
        DELETE FROM sets WHERE number = ?1 AND NOT EXISTS
          (SELECT 1 FROM repetitions WHERE set_number = ?1 AND removed = 0)
        """, arguments: [set])
  }

  /// The median concentric level of the first target, where levels have a reference.
  private func targetLevel(
    of summary: SetSummary, set: Int, _ database: Database
  ) throws -> Double? {
    guard let target = try target(of: set, database) else { return nil }
    return summary.activation?.muscles.first {
      $0.muscle == target.muscle && $0.side == target.side
    }?.level.concentric
  }

  func target(of set: Int, _ database: Database) throws -> SetMuscle? {
    guard case .setStarted(let started) = try opening(of: set, database) else { return nil }
    return started.muscles.first { $0.role == .target }
  }

  private func opening(of set: Int, _ database: Database) throws -> FeedbackBody? {
    try Data.bytes(database, "SELECT opening FROM sets WHERE number = ?", [set])
      .map { try StoredText.body($0) }
  }

  // MARK: Repetitions

  private func add(_ rep: Rep, _ heard: HeardMessage, _ database: Database) throws {
    guard let set = heard.message.envelope.set, try isKnown(set, database) else { return }
    try insert(
      StoredRepetition(rep: rep, isRemoved: false), set: set,
      target: target(of: set, database), database)
  }

  /// Adds a repetition unless the set has one of its number.
  func insert(
    _ repetition: StoredRepetition, set: Int, target: SetMuscle?, _ database: Database
  ) throws {
    let details = repetition.rep.details
    let level = details.muscles?.first {
      $0.muscle == target?.muscle && $0.side == target?.side
    }?.level.concentric
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO repetitions(set_number, rep, t_start, t_end, partial, incomplete,
          removed, good, level, share, score, details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        set, repetition.rep.rep, details.tStart, details.tEnd, details.isPartial ?? false,
        details.isIncomplete ?? false, repetition.isRemoved, details.isGood, level,
        details.share, details.score, try blob(.rep(repetition.rep)),
      ])
  }

  private func isKnown(_ set: Int, _ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM sets WHERE number = ?)", arguments: [set])
      ?? false
  }

  // MARK: What was said

  func blob(_ body: FeedbackBody) throws(HistoryError) -> Data {
    Data(try StoredText.pack(body))
  }

  private func state(_ heard: HeardMessage, _ database: Database) throws {
    let envelope = heard.message.envelope
    try makeKnown(envelope.athlete, at: heard.at, database)
    var set = envelope.set
    if let number = set, try !isKnown(number, database) { set = nil }
    try database.execute(
      sql: """
        INSERT INTO statements(kind, athlete, set_number, station, exercise, at, t, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        heard.message.kind.rawValue, envelope.athlete, set, envelope.station, envelope.exercise,
        heard.at, envelope.tSignal, try blob(heard.message.body),
      ])
  }

  /// An outcome is written beside its cue, and kept in its own words.
  private func judge(_ outcome: CueOutcome, _ heard: HeardMessage, _ database: Database) throws {
    let said = try Row.fetchAll(
      database,
      sql: """
        SELECT id, body FROM statements WHERE set_number = ? AND kind = 'cue' AND outcome IS NULL
        ORDER BY id DESC
        """, arguments: [heard.message.envelope.set])
    for row in said {
      let packed: Data = row["body"]
      guard case .cue(let cue) = try StoredText.body(Array(packed)), cue.cue == outcome.cue else {
        continue
      }
      try database.execute(
        sql: "UPDATE statements SET outcome = ? WHERE id = ?",
        arguments: [outcome.outcome.rawValue, row["id"] as Int64])
      break
    }
    try state(heard, database)
  }
}

extension RepDetails {
  /// What counts as practice: whole, complete, every prescribed phase in its band, and a score of
  /// 60 or more (science 4.13).
  var isGood: Bool {
    guard isPartial != true, isIncomplete != true, let score, score >= 60 else { return false }
    let bands = tempo?.inBand
    return ![bands?.eccentric, bands?.stretched, bands?.concentric, bands?.contracted]
      .contains(false)
  }
}
