package import SinewFeedback

/// A set as the history holds it, with everything that belongs to it.
package struct StoredSet: Sendable {
  package var facts: SetFacts
  package var opening: SetStarted
  /// Nil while it runs.
  package var closing: SetEnded?
  /// In the order of their numbers, removed ones too.
  package var repetitions: [StoredRepetition] = []
  /// What was said during the set, oldest first.
  package var statements: [StoredStatement] = []
  /// What stood before corrections, oldest first.
  package var corrections: [StoredCorrection] = []
}

/// The part of a set that is looked up and compared.
package struct SetFacts: Sendable, Equatable {
  package var number: Int
  /// The box it was done on, and its number there.
  package var box: String
  package var boxNumber: Int
  package var athlete: String?
  package var station: String?
  package var exercise: String?
  /// Number of the first set of the session.
  package var session: Int
  /// Seconds of UTC since 1970.
  package var started: Double
  package var ended: Double?
  /// Seconds to add to the instants of its messages for UTC.
  package var clock: Double
  package var side: String?
  package var loadKg: Double?
  package var loadKind: String?
  package var focus: String?
  package var isWarmUp: Bool
  /// Reference of the first target.
  package var reference: String?
  package var why: String?
  package var isDiscarded: Bool
  /// Median concentric level of the first target, a fraction of its reference.
  package var level: Double?
  package var share: Double?
  package var score: Double?
  package var confidence: String?
  /// Rating of perceived exertion, 1...10, told after the set.
  package var rpe: Double?
  /// Full repetitions that stand.
  package var counted: Int
  /// Partial ones that stand.
  package var partial: Int
}

/// A repetition.
package struct StoredRepetition: Sendable, Equatable {
  package var rep: Rep
  package var isRemoved: Bool
}

/// Something said or decided.
package struct StoredStatement: Sendable {
  package var kind: FeedbackKind
  package var body: FeedbackBody
  package var athlete: String?
  package var set: Int?
  package var station: String?
  package var exercise: String?
  /// Seconds of UTC since 1970.
  package var at: Double
  /// Of a cue: what became of it.
  package var outcome: CueOutcome.Outcome?
}

/// What stood before a correction.
package struct StoredCorrection: Sendable, Equatable {
  package var set: Int
  package var rep: Int?
  package var at: Double
  /// User who asked for it; nil: the daemon found out by itself.
  package var uid: Int?
  /// Stable code: `not_a_lift`, `coach`, `amended`, `discarded`, `reopened`, ...
  package var what: String
  /// JSON texts.
  package var before: String
  package var after: String
}
