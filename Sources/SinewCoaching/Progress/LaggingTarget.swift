internal import SinewFeedback

/// A target that lags behind its own past (science 4.3): in each of the latest three sessions it did
/// less than in *any* earlier session at this load.
///
/// Science asks for three sessions under the own lower quarter; looked at after each session that
/// is true of 4 in 10 seasons of people in whom nothing changed. Where nothing changed every order
/// of the sessions is as likely as any other, so the latest three are the three lowest of n in one
/// of n (n-1) (n-2) / 6 looks, whatever the scatter. Looks at 12, 16, 20 ... 36 sessions together:
/// 0.84 %.
package struct LaggingTarget: Sendable, Hashable {
  /// Sessions that must be low.
  package static let latest = 3
  /// Sessions at the first look, and between looks.
  package static let firstLook = 12
  package static let lookEvery = 4

  /// Catalogue id.
  package let muscle: String
  /// The latest against those before, percent, below 0.
  package let percent: Double
  /// Sessions it rests on.
  package let sessions: Int

  /// Whether a look is due with so many sessions.
  package static func isLook(_ sessions: Int) -> Bool {
    sessions >= firstLook && (sessions - firstLook).isMultiple(of: lookEvery)
  }

  /// nil between looks, and where nothing lags.
  ///
  /// - Parameter levels: Concentric level of the target, one a session, oldest first.
  package init?(_ levels: [Double], muscle: String) {
    guard Self.isLook(levels.count) else { return nil }
    let now = levels.suffix(Self.latest)
    let before = levels.dropLast(Self.latest)
    guard let highest = now.max(), let lowest = before.min(), highest < lowest,
      let usual = Statistics.median(Array(before)), usual > 0,
      let today = Statistics.median(Array(now))
    else { return nil }
    self.muscle = muscle
    percent = 100 * (today / usual - 1)
    sessions = levels.count
  }

  /// What the sessions before a day tell of the targets of an exercise, at the load and against the
  /// reference of the latest of them.
  static func all(
    of exercise: String, in past: AthletePast, before day: TrainingDay
  ) -> [LaggingTarget] {
    let sets = past.sets.filter { set in
      set.exercise == exercise && set.day < day && set.isWork && set.shown != .none
        && set.confidence >= .medium
    }
    guard let last = sets.last, let kind = last.target?.reference else { return [] }
    let sessions = PastSession.sessions(
      sets.filter { $0.hasLoad(of: last) && $0.target?.reference == kind })
    let targets = last.muscles.filter { $0.role == .target }.map(\.muscle)
    return targets.enumerated().filter { targets.firstIndex(of: $1) == $0 }.compactMap {
      _, muscle in
      LaggingTarget(sessions.compactMap { level(of: muscle, in: $0) }, muscle: muscle)
    }
  }

  private static func level(of muscle: String, in session: PastSession) -> Double? {
    Statistics.median(
      session.sets.compactMap { set in
        Statistics.mean(set.muscles.filter { $0.muscle == muscle }.compactMap(\.concentric))
      })
  }

  /// As a message.
  func message(lang: String) -> LaggingMuscle {
    let name = String(muscle.map { $0 == "_" ? " " : $0 })
    return LaggingMuscle {
      $0.muscle = muscle
      $0.percent = percent
      $0.sessions = sessions
      $0.text = LocalizedText(
        en: "\(name): less in each of the last three sessions than in any before",
        de: "\(name): in jeder der letzten drei Einheiten weniger als in allen davor"
      ).text(lang)
      $0.arguments = ["muscle": .string(muscle)]
    }
  }
}
