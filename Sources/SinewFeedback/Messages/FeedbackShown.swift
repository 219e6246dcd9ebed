/// `feedback`: how much is shown just now, so that a screen can tell hidden from broken. What is
/// withheld is withheld from `screen` and `own` only.
package struct FeedbackShown: Payload {
  /// How much is shown.
  package enum Show: String, Word {
    case live, rep, summary, none
  }

  /// Why not everything is shown.
  package enum Why: String, Word {
    case stage, probe
    case focusTrial = "focus_trial"
    case silence
  }

  /// What ends it.
  package enum Until: String, Word {
    case rep
    case setEnd = "set_end"
    case session, request
  }

  package var show = Show.live
  package var why: Why?
  package var until: Until?
  /// The reason for people: nobody should take hidden for broken.
  package var text: String?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("show", &show, "how much is shown")
    fields.word("why", &why, "why not everything")
    fields.word("until", &until, "what ends it")
    fields.text("text", &text, "the reason for people")
  }
}
