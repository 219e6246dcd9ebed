package import SinewFeedback

/// Where an athlete goes from here in the five phases (science 4.15). Never forward on missing data.
package struct ProgrammeRules: Sendable {
  private let table: PhaseTable

  package init(_ table: PhaseTable) { self.table = table }

  /// The decision that a day begins with; nil where all stays as it is.
  package func decide(_ past: AthletePast, on day: TrainingDay) -> ProgrammeDecision? {
    guard let current = past.programme.last else {
      return ProgrammeDecision(day: day, phase: 1, state: .hold, because: "start")
    }
    let sessions = PastSession.sessions(
      past.sets.filter { $0.isWork && $0.day >= current.day && $0.day < day })
    if let last = sessions.last, last.sets.contains(where: \.wasPainful), current.because != "pain"
    {
      // Whoever sent the athlete on after pain is the coach, by an override.
      return ProgrammeDecision(day: day, phase: current.phase, state: .hold, because: "pain")
    }
    if current.because == "pain" { return nil }
    if current.phase == 5 { return afterDeload(past, current, day) }
    if let reason = deload(past, current, sessions, day) {
      return ProgrammeDecision(day: day, phase: 5, state: .deload, because: reason)
    }
    let phase = table.phase(current.phase)
    if let reason = goBack(phase, sessions) {
      // From strength it goes back to skill, not to the phase before (the case of science 4.15).
      let earlier = current.phase == 4 ? 2 : current.phase - 1
      return ProgrammeDecision(day: day, phase: earlier, state: .goBack, because: reason)
    }
    guard let criteria = phase.advance, sessions.count >= 2,
      sessions.suffix(2).allSatisfy({ isFulfilled(criteria, $0, past, day) })
    else { return nil }
    return ProgrammeDecision(
      day: day, phase: current.phase + 1, state: .advance, because: "criteria_met")
  }

  /// A week of less ends by itself; everything else in phase 5 is for coach or clinician.
  private func afterDeload(
    _ past: AthletePast, _ current: ProgrammeDecision, _ day: TrainingDay
  ) -> ProgrammeDecision? {
    guard current.state == .deload, current.overriddenBy == nil,
      day.days(since: current.day) >= table.deload.days,
      let before = past.programme.dropLast().last(where: { $0.phase != 5 })
    else { return nil }
    return ProgrammeDecision(day: day, phase: before.phase, state: .advance, because: "deload_over")
  }

  private func deload(
    _ past: AthletePast, _ current: ProgrammeDecision, _ sessions: [PastSession], _ day: TrainingDay
  ) -> String? {
    if let weeks = table.deload.everyWeeks, isDue(past, weeks, day) { return "weeks" }
    let all = PastSession.sessions(past.sets.filter { $0.isWork && $0.day < day })
    let exercises = Set(sessions.last?.sets.map(\.exercise) ?? [])
    if exercises.contains(where: {
      Trend(.score, of: $0, in: past, before: day).verdict == .declining
    }) {
      return "declining"
    }
    let scores = all.map { Statistics.median($0.sets.compactMap(\.score)) }
    let recent = scores.suffix(table.deload.sessions)
    let earlier = scores.dropLast(table.deload.sessions).suffix(4).compactMap(\.self)
    guard sessions.count >= table.deload.sessions, earlier.count == 4,
      let usual = Statistics.median(earlier),
      recent.allSatisfy({ $0.map { $0 < usual - table.deload.scoreDrop } ?? false })
    else { return nil }
    return "score_down"
  }

  /// Weeks of training since the last week of less, or since the beginning.
  private func isDue(_ past: AthletePast, _ weeks: Int, _ day: TrainingDay) -> Bool {
    let last = past.programme.last { $0.phase == 5 || $0.because == "deload_over" }
    guard let start = last?.day ?? past.programme.first?.day else { return false }
    return day.monday.days(since: start.monday) >= 7 * (weeks - 1)
  }

  private func goBack(_ phase: ProgrammePhase, _ sessions: [PastSession]) -> String? {
    guard let limits = phase.goBack, let last = sessions.last else { return nil }
    if let least = limits.holdQuality, sessions.count >= 2,
      sessions.suffix(2).allSatisfy({ median($0, \.holdQuality).map { $0 < least } ?? false })
    {
      return "hold_quality"
    }
    if let most = limits.shareLoss, let change = LoadStep(sessions.flatMap(\.sets), last)?.change,
      change < -most
    {
      return "share_loss"
    }
    if let count = limits.balanceCues, sessions.count >= count,
      sessions.suffix(count).allSatisfy({ $0.sets.contains(where: \.hasDominantCompensator) })
    {
      return "dominant_compensator"
    }
    return nil
  }

  private func isFulfilled(
    _ limits: ProgrammePhase.Criteria, _ session: PastSession, _ past: AthletePast,
    _ day: TrainingDay
  ) -> Bool {
    let valid = session.sets.map(\.valid).reduce(0, +)
    let reached = session.sets.compactMap(\.reached).reduce(0, +)
    func holds(_ limit: Double?, _ value: Double?) -> Bool {
      guard let limit else { return true }
      return value.map { $0 >= limit } ?? false
    }
    let unsteady = median(session, \.consistency)
    return valid > 0 && session.sets.allSatisfy { $0.confidence >= .medium }
      && holds(limits.holdQuality, median(session, \.holdQuality))
      && holds(limits.reached, Double(reached) / Double(valid))
      && holds(limits.tempoInBand, median(session, \.tempoInBand))
      && holds(limits.score, median(session, \.score))
      && (limits.consistency.map { limit in unsteady.map { $0 < limit } ?? false } ?? true)
      && holds(limits.shareGain, shareGain(session, past))
      && holds(limits.retention, retention(session, past, day)) && hasBorne(limits, session, past)
  }

  private func shareGain(_ session: PastSession, _ past: AthletePast) -> Double? {
    guard let set = session.sets.first,
      let own = AthleteBaseline(
        past, exercise: set.exercise, loadKg: set.loadKg, before: session.day)?.share
    else { return nil }
    let shares = session.sets.filter { $0.exercise == set.exercise }.compactMap(\.share)
    return Statistics.median(shares).map { $0 - own }
  }

  private func retention(
    _ session: PastSession, _ past: AthletePast, _ day: TrainingDay
  ) -> Double? {
    let all = Set(session.sets.map(\.exercise)).compactMap {
      LearningProgress(of: $0, in: past, on: day).retention
    }
    return all.min()
  }

  /// The share was kept when the load last rose by so much.
  private func hasBorne(
    _ limits: ProgrammePhase.Criteria, _ session: PastSession, _ past: AthletePast
  ) -> Bool {
    guard let rise = limits.loadRise, let loss = limits.shareLoss else { return true }
    guard let step = LoadStep(past.sets.filter { $0.day <= session.day }, session) else {
      return false
    }
    return step.rise >= rise && step.change >= -loss
  }

  private func median(_ session: PastSession, _ value: (PastSet) -> Double?) -> Double? {
    Statistics.median(session.sets.compactMap(value))
  }
}

/// What the latest rise of the load did to the share.
private struct LoadStep {
  /// Rise as a part of the lighter load.
  let rise: Double
  /// Share at the heavier less share at the lighter load.
  let change: Double

  init?(_ sets: [PastSet], _ session: PastSession) {
    guard let set = session.sets.last(where: { $0.share != nil && $0.loadKg ?? 0 > 0 }),
      let load = set.loadKg
    else { return nil }
    let alike = sets.filter { $0.exercise == set.exercise && $0.isWork }
    let lighter = alike.filter { ($0.loadKg ?? load) < load * 0.975 }
    guard let before = lighter.last?.loadKg, before > 0,
      let earlier = Statistics.median(
        lighter.filter { $0.loadKg == before }.compactMap(\.share)),
      let now = Statistics.median(alike.filter { $0.loadKg == load }.compactMap(\.share))
    else { return nil }
    rise = load / before - 1
    change = now - earlier
  }
}

extension ProgrammeDecision {
  /// As a message.
  package func message(_ table: PhaseTable, lang: String) -> Programme {
    Programme {
      $0.phase = phase
      $0.state = state
      $0.because = because
      $0.text =
        Self.sentence(because, table.phase(phase)).text(lang) + (note.map { ": \($0)" } ?? "")
      $0.overriddenBy = overriddenBy
    }
  }

  private static func sentence(_ because: String, _ phase: ProgrammePhase) -> LocalizedText {
    let (en, de): (String, String) =
      switch because {
      case "start": ("the programme begins", "das Programm beginnt")
      case "criteria_met":
        (
          "two sessions running met what this phase asks",
          "zwei Einheiten in Folge erfüllten die Phase"
        )
      case "weeks": ("a week of less, by the calendar", "eine leichtere Woche nach Kalender")
      case "declining": ("the score has been going down", "die Wertung geht zurück")
      case "score_down": ("the score fell in two sessions", "die Wertung fiel in zwei Einheiten")
      case "deload_over": ("the lighter week is over", "die leichtere Woche ist vorbei")
      case "hold_quality": ("the holds broke off", "die Halteübungen brachen ab")
      case "share_loss":
        (
          "the target lost its share under the new load",
          "der Zielmuskel verlor Anteil unter der neuen Last"
        )
      case "dominant_compensator":
        ("another muscle led in two sessions", "ein anderer Muskel führte in zwei Einheiten")
      case "pain":
        (
          "pain was reported: nothing goes on before the coach says so",
          "Schmerz gemeldet: weiter erst, wenn der Trainer es sagt"
        )
      default: ("decided by the coach", "vom Trainer entschieden")
      }
    return LocalizedText(
      en: "\(phase.names.text("en")) (\(phase.goal.text("en"))): \(en)",
      de: "\(phase.names.text("de")) (\(phase.goal.text("de"))): \(de)")
  }
}
