package import SinewFeedback

/// A sentence that the coach may say, and when.
package struct ExerciseCue: Sendable, Hashable {
  /// Unique in its exercise: `stretch_then_squeeze`.
  package let id: String
  /// What is said.
  package let text: LocalizedText
  /// The same in other words, tried in this order when those before failed too often.
  package let otherWords: [LocalizedText]
  /// The muscle it is about; nil for tempo and posture.
  package let muscle: String?
  /// To the muscle, or to the load and the result.
  package let focus: Focus
  /// Any one of them calls for the cue. Empty: only the coach beside the athlete can say it.
  package let triggers: [CueTrigger]
  /// Only in the summary of the set: a matter of safety or of pictures, not of one repetition.
  package let isSummaryOnly: Bool

  package init(
    id: String, text: LocalizedText, otherWords: [LocalizedText] = [], muscle: String? = nil,
    focus: Focus, triggers: [CueTrigger], isSummaryOnly: Bool = false
  ) {
    self.id = id
    self.text = text
    self.otherWords = otherWords
    self.muscle = muscle
    self.focus = focus
    self.triggers = triggers
    self.isSummaryOnly = isSummaryOnly
  }

  /// All ways to say it, the first choice first.
  package var wordings: [LocalizedText] { [text] + otherWords }

  /// Letters that are read at a glance between two repetitions. Ours.
  package static let longestText = 48
}
