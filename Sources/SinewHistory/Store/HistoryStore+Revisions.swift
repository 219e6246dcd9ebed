internal import FoundationEssentials
internal import GRDB
internal import SinewFeedback

/// Corrections that the daemon itself tells: what was stored before is kept beside them.
extension HistoryStore {
  /// - Parameter uid: the user who asked for it; nil: the daemon found out by itself.
  func revise(
    _ revision: RepRevised, _ heard: HeardMessage, at: Double? = nil, uid: UInt32? = nil,
    _ database: Database
  ) throws {
    guard let set = heard.message.envelope.set else { return }
    let row = try Row.fetchOne(
      database,
      sql: "SELECT id, removed, details FROM repetitions WHERE set_number = ? AND rep = ?",
      arguments: [set, revision.rep])
    guard let row, case .rep(var rep) = try StoredText.body(Array(row["details"] as Data)) else {
      return
    }
    let before = rep
    rep.details.take(revision.details)
    let isRemoved = revision.removed ?? (row["removed"] as Bool)
    try keep(
      set: set, rep: rep.rep, at: at ?? heard.at, uid: uid, what: revision.why ?? "revised",
      before: text(.rep(before)), after: text(.repRevised(revision)), database)
    try database.execute(
      sql: """
        UPDATE repetitions SET removed = ?, partial = ?, incomplete = ?, good = ?, t_start = ?,
          t_end = ?, share = ?, score = ?, details = ? WHERE id = ?
        """,
      arguments: [
        isRemoved, rep.details.isPartial ?? false, rep.details.isIncomplete ?? false,
        rep.details.isGood, rep.details.tStart, rep.details.tEnd, rep.details.share,
        rep.details.score,
        try blob(.rep(rep)), row["id"] as Int64,
      ])
  }

  /// Takes a new summary over. What else a revision tells was written by whoever asked for it.
  func revise(
    _ revised: SetRevised, _ heard: HeardMessage, at: Double? = nil, uid: UInt32? = nil,
    _ database: Database
  ) throws {
    let envelope = heard.message.envelope
    guard let set = envelope.set,
      let packed = try Data.bytes(
        database, "SELECT closing FROM sets WHERE number = ?", [set]),
      case .setEnded(var ended) = try StoredText.body(packed), let summary = revised.summary
    else { return }
    try keep(
      set: set, rep: nil, at: at ?? heard.at, uid: uid, what: revised.why,
      before: text(.setEnded(ended)), after: text(.setRevised(revised)), database)
    ended.summary.take(summary)
    try database.execute(
      sql: "UPDATE sets SET closing = ?, share = ?, score = ? WHERE number = ?",
      arguments: [
        try blob(.setEnded(ended)), ended.summary.share?.value, ended.summary.score?.value, set,
      ])
  }

  /// Notes what stood before a correction.
  ///
  /// - Parameter uid: the user who asked for it; nil: the daemon itself.
  func keep(
    set: Int, rep: Int?, at: Double, uid: UInt32? = nil, what: String, before: String,
    after: String, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO corrections(set_number, rep, at, uid, what, before, after)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [set, rep, at, uid.map { Int64($0) }, what, before, after])
  }

  func text(_ body: FeedbackBody) -> String {
    var line = LineWriter(capacity: 2048)
    encode(FeedbackMessage(envelope: Envelope(), body: body), into: &line)
    return String(line.text.dropLast())
  }
}

extension RepDetails {
  /// Takes over the fields that a revision has.
  mutating func take(_ new: RepDetails) {
    side = new.side ?? side
    isPartial = new.isPartial ?? isPartial
    isIncomplete = new.isIncomplete ?? isIncomplete
    tStart = new.tStart ?? tStart
    tEnd = new.tEnd ?? tEnd
    phases = new.phases ?? phases
    tempo = new.tempo ?? tempo
    romDegrees = new.romDegrees ?? romDegrees
    romMetres = new.romMetres ?? romMetres
    velocityMetresPerSecond = new.velocityMetresPerSecond ?? velocityMetresPerSecond
    velocityDegreesPerSecond = new.velocityDegreesPerSecond ?? velocityDegreesPerSecond
    isEstimated = new.isEstimated ?? isEstimated
    muscles = new.muscles ?? muscles
    share = new.share ?? share
    dominanceLog2 = new.dominanceLog2 ?? dominanceLog2
    order = new.order ?? order
    score = new.score ?? score
    parts = new.parts ?? parts
    withheld = new.withheld ?? withheld
  }
}

extension SetSummary {
  /// Takes over what a revision has.
  mutating func take(_ new: SetSummary) {
    reps = new.reps
    tempo = new.tempo ?? tempo
    activation = new.activation ?? activation
    share = new.share ?? share
    dominance = new.dominance ?? dominance
    symmetry = new.symmetry ?? symmetry
    consistency = new.consistency ?? consistency
    steadiness = new.steadiness ?? steadiness
    fatigue = new.fatigue ?? fatigue
    velocityLoss = new.velocityLoss ?? velocityLoss
    score = new.score ?? score
    parts = new.parts ?? parts
  }
}
