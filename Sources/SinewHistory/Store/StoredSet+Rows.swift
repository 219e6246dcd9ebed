internal import FoundationEssentials
internal import GRDB
internal import SinewFeedback

extension SetFacts {
  /// The columns of `init(row:)`, from the table `sets`.
  static let columns = """
    sets.*,
    (SELECT count(*) FROM repetitions WHERE set_number = number AND NOT removed AND NOT partial)
      AS counted,
    (SELECT count(*) FROM repetitions WHERE set_number = number AND NOT removed AND partial)
      AS partial_count
    """

  init(row: Row) {
    number = row["number"]
    box = row["box"]
    boxNumber = row["box_number"]
    athlete = row["athlete"]
    station = row["station"]
    exercise = row["exercise"]
    session = row["session"]
    started = row["started"]
    ended = row["ended"]
    clock = row["clock"]
    side = row["side"]
    loadKg = row["load_kg"]
    loadKind = row["load_kind"]
    focus = row["focus"]
    isWarmUp = row["warm_up"]
    reference = row["reference"]
    why = row["why"]
    isDiscarded = row["discarded"]
    level = row["level"]
    share = row["share"]
    score = row["score"]
    confidence = row["confidence"]
    rpe = row["rpe"]
    counted = row["counted"]
    partial = row["partial_count"]
  }
}

extension StoredStatement {
  init(row: Row) throws {
    body = try StoredText.body(Array(row["body"] as Data))
    kind = body.kind
    athlete = row["athlete"]
    set = row["set_number"]
    station = row["station"]
    exercise = row["exercise"]
    at = row["at"]
    outcome = (row["outcome"] as String?).flatMap(CueOutcome.Outcome.init(rawValue:))
  }
}

extension StoredCorrection {
  init(row: Row) {
    set = row["set_number"]
    rep = row["rep"]
    at = row["at"]
    uid = row["uid"]
    what = row["what"]
    before = row["before"]
    after = row["after"]
  }
}
