internal import FoundationEssentials
internal import GRDB
package import SinewFeedback

/// Corrections that people ask for. Each keeps what stood before, and gives back the message that
/// tells everybody.
extension HistoryStore {
  /// - Parameter uid: the user who asks.
  /// - Throws: `HistoryError.unknownSet`.
  package func amend(
    _ number: Int, _ change: SetAmendment, by uid: UInt32, at now: Double
  ) throws(HistoryError) -> FeedbackMessage {
    try write { database in
      var revised = SetRevised { $0.why = "amended" }
      let set = try self.existing(number, database)
      revised.exerciseBefore = change.exercise.flatMap { $0 == set.exercise ? nil : set.exercise }
      revised.loadKg = change.loadKg
      revised.loadKind = change.loadKind
      revised.focus = change.focus
      revised.isWarmUp = change.isWarmUp
      let before = JSONValue.object(set.amendable)
      try database.execute(
        sql: """
          UPDATE sets SET exercise = ifnull(?, exercise), load_kg = ifnull(?, load_kg),
            load_kind = ifnull(?, load_kind), focus = ifnull(?, focus),
            warm_up = ifnull(?, warm_up), rpe = ifnull(?, rpe) WHERE number = ?
          """,
        arguments: [
          change.exercise, change.loadKg, change.loadKind?.rawValue, change.focus?.rawValue,
          change.isWarmUp, change.rpe, number,
        ])
      let after = try self.existing(number, database)
      try self.keep(
        set: number, rep: nil, at: now, uid: uid, what: "amended", before: before.text,
        after: JSONValue.object(after.amendable).text, database)
      return after.message(.setRevised(revised))
    }
  }

  /// The set does not count; all of it stays.
  package func discard(
    _ number: Int, by uid: UInt32, at now: Double
  ) throws(HistoryError) -> FeedbackMessage {
    try count(number, isDiscarded: true, by: uid, at: now) {
      $0.why = "discarded"
      $0.isDiscarded = true
    }
  }

  /// A set that was discarded counts again.
  package func restore(
    _ number: Int, by uid: UInt32, at now: Double
  ) throws(HistoryError) -> FeedbackMessage {
    try count(number, isDiscarded: false, by: uid, at: now) {
      $0.why = "reopened"
      $0.isReopened = true
      $0.isDiscarded = false
    }
  }

  /// Whether a set counts from now on.
  private func count(
    _ number: Int, isDiscarded: Bool, by uid: UInt32, at now: Double,
    _ describe: (inout SetRevised) -> Void
  ) throws(HistoryError) -> FeedbackMessage {
    let revised = SetRevised(describe)
    return try write { database in
      let set = try self.existing(number, database)
      try database.execute(
        sql: "UPDATE sets SET discarded = ? WHERE number = ?", arguments: [isDiscarded, number])
      let before = set.isDiscarded ? "true" : "false"
      try self.keep(
        set: number, rep: nil, at: now, uid: uid, what: revised.why,
        before: #"{"discarded":\#(before)}"#, after: #"{"discarded":\#(isDiscarded)}"#, database)
      return set.message(.setRevised(revised))
    }
  }

  /// A repetition was none, or was whole.
  ///
  /// - Returns: `rep.revised`, and `set.revised` with the counts when the set is over.
  package func correct(
    set number: Int, rep: Int, removed: Bool?, partial: Bool?, by uid: UInt32, at now: Double
  ) throws(HistoryError) -> [FeedbackMessage] {
    try write { database in
      let set = try self.existing(number, database)
      var revision = RepRevised {
        $0.rep = rep
        $0.removed = removed
        $0.why = "coach"
      }
      revision.details.isPartial = partial
      let isThere = try Bool.fetchOne(
        database,
        sql: "SELECT EXISTS (SELECT 1 FROM repetitions WHERE set_number = ? AND rep = ?)",
        arguments: [number, rep])
      guard isThere == true else {
        throw HistoryError.unknownRepetition(set: number, rep: rep)
      }
      let message = set.message(.repRevised(revision))
      try self.revise(
        revision, HeardMessage(message, clock: 0), at: now, uid: uid, database)
      guard set.ended != nil else { return [message] }
      let summary = try self.summary(of: number, database)
      let body = SetRevised {
        $0.why = "rep_corrected"
        $0.summary = summary
      }
      let news = set.message(.setRevised(body))
      try self.revise(body, HeardMessage(news, clock: 0), at: now, uid: uid, database)
      return [message, news]
    }
  }

  /// What can be worked out anew from the repetitions alone: the counts, and the median share. The
  /// other numbers need the levels, which are not kept.
  private func summary(of number: Int, _ database: Database) throws -> SetSummary {
    let counts = try repetitionCounts(of: number, database)
    let shares = try Double.fetchAll(
      database,
      sql: """
        SELECT share FROM repetitions WHERE set_number = ? AND NOT removed AND NOT partial
          AND NOT incomplete AND share IS NOT NULL
        """, arguments: [number])
    return SetSummary {
      $0.reps = counts
      guard let median = Median.of(shares) else { return }
      $0.share = Metric(
        median, n: shares.count,
        confidence: shares.count < 4 ? .low : shares.count < 8 ? .medium : .high)
    }
  }

  func existing(_ number: Int, _ database: Database) throws -> SetFacts {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT \(SetFacts.columns) FROM sets WHERE number = ?",
        arguments: [number])
    else { throw HistoryError.unknownSet(number) }
    return SetFacts(row: row)
  }
}

extension SetFacts {
  /// What `set.amend` can change.
  var amendable: JSONObject {
    var object = JSONObject()
    object["exercise"] = exercise.map(JSONValue.string)
    object["load_kg"] = loadKg.map(JSONValue.number)
    object["load_kind"] = loadKind.map(JSONValue.string)
    object["focus"] = focus.map(JSONValue.string)
    object["warm_up"] = .bool(isWarmUp)
    object["rpe"] = rpe.map(JSONValue.number)
    return object
  }

  /// A message about the set as it stands. It has no `t_signal`: it says nothing of an instant.
  func message(_ body: FeedbackBody) -> FeedbackMessage {
    FeedbackMessage(
      envelope: Envelope(
        station: station, athlete: athlete, set: number, exercise: exercise), body: body)
  }
}
