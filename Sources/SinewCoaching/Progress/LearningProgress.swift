package import SinewFeedback

/// How far one exercise is learnt: worked out anew from the past each time, so that a corrected set
/// corrects the stage (science 4.13).
package struct LearningProgress: Sendable {
  package private(set) var stage = LearningStage.Stage.cognitive
  /// The day of the last change; nil before the first.
  package private(set) var since: TrainingDay?
  /// Score without over score with feedback, of the latest probe; nil before one, and after an
  /// absence.
  package private(set) var retention: Double?
  /// A probe is due in the first work set of this day.
  package private(set) var isProbeDue = false

  /// Sessions before which nobody is past the first stage.
  package static let fewestSessions = 3
  /// Days between probes, and between the two that tell that nothing was forgotten.
  package static let probeInterval = 7
  /// Days away after which what was kept must show itself anew.
  package static let absence = 21

  /// Probes since the last absence whose ratio is known.
  private var probes: [(day: TrainingDay, ratio: Double)] = []
  /// The latest probe since then, known or not.
  private var lastProbe: TrainingDay?
  /// Verdicts of the latest sessions, oldest first.
  private var verdicts: [Verdict] = []

  /// What a session and the two probes before it say. Each probe is a test with an error of its
  /// own, and two sessions may share one: only two probes that agree move anything.
  private struct Verdict {
    /// As far as score, scatter and *both* probes carry: what an athlete may move up to.
    let proved: LearningStage.Stage
    /// As far as score, scatter and *one* of the probes carry: below it nobody may stay.
    let allowed: LearningStage.Stage
  }

  /// The stage in `exercise` as it is when the session of `day` begins.
  package init(of exercise: String, in past: AthletePast, on day: TrainingDay) {
    let sessions = past.sessions(of: exercise).filter { session in
      session.day < day && session.sets.contains(where: \.isWork)
    }
    for index in sessions.indices {
      if index > 0 { forget(sessions[index].day.days(since: sessions[index - 1].day)) }
      note(sessions, index)
    }
    guard let last = sessions.last else { return }
    forget(day.days(since: last.day))
    // Before the own share is known, a score hardly tells what was forgotten from what was kept.
    isProbeDue =
      sessions.count >= AthleteBaseline.sessionsForRatios && day > last.day
      && lastProbe.map { day.days(since: $0) >= Self.probeInterval } ?? true
  }

  /// What was kept before a long absence says nothing about now.
  private mutating func forget(_ days: Int) {
    guard days >= Self.absence else { return }
    probes = []
    lastProbe = nil
    retention = nil
    verdicts = []
    if stage == .autonomous { stage = .associative }
  }

  private mutating func note(_ sessions: [PastSession], _ index: Int) {
    let session = sessions[index]
    if session.sets.contains(where: { $0.purpose == .probe }) { lastProbe = session.day }
    if let ratio = Self.retention(session, before: sessions[..<index]) {
      probes.append((session.day, ratio))
      retention = ratio
    }
    verdicts.append(verdict(sessions[...index]))
    let latest = verdicts.suffix(2)
    guard latest.count == 2 else { return }
    // One step at a time.
    if latest.allSatisfy({ $0.proved > stage }) {
      stage = stage.next
    } else if latest.allSatisfy({ $0.allowed < stage }) {
      stage = stage.previous
    } else {
      return
    }
    since = session.day
  }

  private func verdict(_ sessions: ArraySlice<PastSession>) -> Verdict {
    let shown = Self.shown(sessions)
    let recent = probes.suffix(2)
    guard recent.count == 2, let first = recent.first, let last = recent.last else {
      return Verdict(proved: .cognitive, allowed: shown)
    }
    let isApart = last.day.days(since: first.day) >= Self.probeInterval
    let proved = Self.kept(min(first.ratio, last.ratio), isApart: isApart)
    let allowed = Self.kept(max(first.ratio, last.ratio), isApart: true)
    return Verdict(proved: min(shown, proved), allowed: min(shown, allowed))
  }

  /// As far as level and scatter of the scores with feedback carry.
  private static func shown(_ sessions: ArraySlice<PastSession>) -> LearningStage.Stage {
    let latest = sessions.suffix(3).flatMap(\.sets).filter { $0.isWork && $0.shown != .none }
    guard sessions.count >= fewestSessions,
      let level = Statistics.median(latest.compactMap(\.score)),
      let variation = Statistics.median(latest.compactMap(\.scoreVariation)),
      level >= 60, variation <= 0.20
    else { return .cognitive }
    return level >= 75 && variation <= 0.12 ? .autonomous : .associative
  }

  /// As far as so much of the score without feedback carries.
  private static func kept(_ ratio: Double, isApart: Bool) -> LearningStage.Stage {
    if ratio >= 0.95, isApart { return .autonomous }
    return ratio >= 0.80 ? .associative : .cognitive
  }

  /// The score of the probe over that of the nearest set with feedback at the same load: of the
  /// same day, else of the day before. Unknown while the share in either was not taken against the
  /// athlete's own.
  private static func retention(
    _ session: PastSession, before: ArraySlice<PastSession>
  ) -> Double? {
    guard let probe = session.sets.first(where: { $0.purpose == .probe }), let score = probe.score
    else { return nil }
    func isJudged(_ set: PastSet) -> Bool { set.share == nil || set.ownShare != nil }
    guard isJudged(probe) else { return nil }
    func isMeasure(_ set: PastSet) -> Bool {
      set.purpose == .training && set.shown != .none && set.hasLoad(of: probe)
        && set.score ?? 0 > 0 && isJudged(set)
    }
    let near =
      session.sets.first(where: isMeasure)?.score
      ?? before.last?.sets.last(where: isMeasure)?.score
    return near.map { score / $0 }
  }

  /// As a message.
  package var message: LearningStage {
    LearningStage {
      $0.stage = stage
      $0.retention = retention
      $0.since = since?.text
      $0.feedbackShare = stage.feedbackShare
    }
  }
}

extension LearningStage.Stage: Comparable {
  private var rank: Int {
    switch self {
    case .cognitive: 0
    case .associative: 1
    case .autonomous: 2
    }
  }

  var next: Self { self == .cognitive ? .associative : .autonomous }
  var previous: Self { self == .autonomous ? .associative : .cognitive }

  /// Part of the repetitions with feedback (science 4.13); the last stage sees the summary alone.
  var feedbackShare: Double {
    switch self {
    case .cognitive: 1
    case .associative: 0.5
    case .autonomous: 0
    }
  }

  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
