package import SinewFeedback

/// What the coach has to say about one finding.
package struct CoachResponse: Sendable, Equatable {
  /// Goes out before the finding's own line: a set that ended or began before it.
  package var opening: [FeedbackMessage] = []
  /// The set and number of a repetition or of its revision; nil for every other finding, and for
  /// a revision of a repetition that is no longer remembered.
  package var repetition: RepetitionNumber?
  /// The numbers of that repetition, as revised; nil with `repetition`, and when it was removed.
  package var numbers: RepetitionNumbers?
  /// Goes out after the finding's own line.
  package var following: [FeedbackMessage] = []

  package init() {}
}

/// The place of a repetition among all the athlete's.
package struct RepetitionNumber: Sendable, Hashable {
  /// Never used again.
  package let set: Int
  /// From 1 in each set, never used again; one that is removed leaves a hole.
  package let rep: Int

  package init(set: Int, rep: Int) {
    self.set = set
    self.rep = rep
  }
}
