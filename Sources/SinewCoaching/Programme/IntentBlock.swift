package import SinewFeedback

/// What may be tried on a plateau (science 4.14): four weeks at the same load, slowly, attention on
/// the muscle, a drill of it first. An experiment that somebody agrees to, not a promise: at its end
/// its sessions are set against those before, once.
package struct IntentBlock: Sendable, Hashable, Codable {
  /// Catalogue id.
  package var exercise: String
  /// From this day.
  package var day: TrainingDay
  /// The load that stays; nil: none was known.
  package var loadKg: Double?

  package init(exercise: String, day: TrainingDay, loadKg: Double?) {
    self.exercise = exercise
    self.day = day
    self.loadKg = loadKg
  }

  /// Days it lasts (science 4.14).
  package static let days = 28
  /// Its tempo (science 4.14).
  package static let tempo = Tempo(eccentric: 3, stretched: 1, concentric: 1, contracted: 1)
  /// Sessions of which the block and the time before must have so many to be compared. Ours.
  package static let fewestSessions = 6
  /// Sessions before it that it is set against, at most.
  package static let mostBefore = 12

  /// The first day after it.
  package var end: TrainingDay { day.advanced(byDays: Self.days) }

  /// Whether a day lies in it.
  package func isRunning(on day: TrainingDay) -> Bool { self.day <= day && day < end }

  /// What came of it.
  package struct Result: Sendable, Hashable {
    package let outcome: Plateau.Block
    /// Activation per load in the block against the sessions before, percent, with its 95 %
    /// confidence interval.
    package let percent: Double
    package let interval: ClosedRange<Double>
  }

  /// What came of it by what was known before a day; nil while it runs, and where one side has too
  /// few sessions.
  package func result(in past: AthletePast, on today: TrainingDay) -> Result? {
    guard today >= end else { return nil }
    let sets = past.sets.filter { set in
      set.exercise == exercise && set.isWork && set.shown != .none && set.confidence >= .medium
        && set.day < end
    }
    let kind = sets.last { $0.day >= day }?.target?.reference
    let values = PastSession.sessions(sets.filter { $0.target?.reference == kind }).compactMap {
      session in
      Statistics.median(session.sets.compactMap { $0.value(of: .activationPerLoad) }).map {
        (session.day, $0)
      }
    }
    let before = values.filter { $0.0 < day }.suffix(Self.mostBefore).map(\.1)
    let during = values.filter { $0.0 >= day }.map(\.1)
    guard before.count >= Self.fewestSessions, during.count >= Self.fewestSessions,
      let change = MeanChange(before, during), let usual = Statistics.mean(before), usual > 0
    else { return nil }
    let low = 100 * change.interval.lowerBound / usual
    let high = 100 * change.interval.upperBound / usual
    return Result(
      outcome: low > 0 ? .rose : high < 0 ? .fell : .noClearChange,
      percent: 100 * change.difference / usual, interval: low...high)
  }
}

extension AthletePast {
  /// The block of an exercise that runs on a day.
  package func block(of exercise: String, on day: TrainingDay) -> IntentBlock? {
    blocks?.last { $0.exercise == exercise && $0.isRunning(on: day) }
  }
}

extension IntentBlock {
  /// Adds to the news about a trend what may be tried, and to that about activation per load, by
  /// which it is judged, that it runs or what came of it.
  static func tell(
    _ plateau: inout Plateau, exercise: String, _ past: AthletePast, on day: TrainingDay,
    lang: String
  ) {
    let latest = past.blocks?.last { $0.exercise == exercise }
    let isJudge = plateau.measure == .activationPerLoad
    if let latest, latest.isRunning(on: day) {
      guard isJudge else { return }
      plateau.block = .running
      plateau.text = LocalizedText(
        en: "the intent block runs until \(latest.end.text)",
        de: "der Block mit Absicht läuft bis \(latest.end.text)"
      ).text(lang)
      plateau.arguments = ["until": .string(latest.end.text)]
    } else if let latest, isJudge, day.days(since: latest.end) < days,
      let result = latest.result(in: past, on: day)
    {
      plateau.block = result.outcome
      plateau.changePercent = result.percent
      plateau.changeCI95 = Bounds(result.interval.lowerBound, result.interval.upperBound)
      plateau.text = sentence(result.outcome).text(lang)
    } else if plateau.verdict == .plateau {
      plateau.block = .offered
      plateau.text = LocalizedText(
        en: "level for weeks: you can try four weeks at this load, 3-1-1-1, attention on the "
          + "muscle, a drill of it first; then we look whether it made a difference",
        de: "seit Wochen gleich: Du kannst vier Wochen bei dieser Last versuchen, 3-1-1-1, "
          + "Aufmerksamkeit im Muskel, vorher eine Übung nur für ihn; dann sehen wir, ob es etwas "
          + "geändert hat"
      ).text(lang)
    }
  }

  private static func sentence(_ outcome: Plateau.Block) -> LocalizedText {
    switch outcome {
    case .rose:
      LocalizedText(
        en: "more activation per load in the block than before",
        de: "im Block mehr Aktivierung je Last als davor")
    case .fell:
      LocalizedText(
        en: "less activation per load in the block than before",
        de: "im Block weniger Aktivierung je Last als davor")
    default:
      LocalizedText(en: "the block made no clear change", de: "der Block änderte nichts klar")
    }
  }
}
