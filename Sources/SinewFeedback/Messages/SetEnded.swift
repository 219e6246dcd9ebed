/// `set.ended`: the set is over.
package struct SetEnded: Payload {
  /// Stable code: `still`, `rack`, `walking`, `coach`, `athlete`, `restart`, `recording`.
  package var why = ""
  package var text: String?
  package var arguments: JSONObject?
  package var tStart: Double?
  package var summary = SetSummary()

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("why", &why, "stable code of the reason")
    fields.text("text", &text, "the reason for people")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
    fields.number("t_start", &tStart, .instant, "the set began")
    fields.object("summary", &summary, "the set in numbers")
  }
}

/// `set.revised`: the set as it stands after a correction; the original is kept.
package struct SetRevised: Payload {
  /// Stable code: `amended`, `rep_corrected`, `discarded`, `reopened`.
  package var why = ""
  package var text: String?
  package var arguments: JSONObject?
  package var isDiscarded: Bool?
  package var isReopened: Bool?
  package var exerciseBefore: String?
  package var loadKg: Double?
  package var loadKind: LoadKind?
  package var focus: Focus?
  package var isWarmUp: Bool?
  package var summary: SetSummary?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("why", &why, "stable code of the reason")
    fields.text("text", &text, "the reason for people")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
    fields.flag("discarded", &isDiscarded, "the set does not count")
    fields.flag("reopened", &isReopened, "the set goes on")
    fields.text("exercise_before", &exerciseBefore, "the exercise it was taken for")
    fields.number("load_kg", &loadKg, .kilograms, "corrected external load")
    fields.word("load_kind", &loadKind, "what the load counts")
    fields.word("focus", &focus, "corrected focus")
    fields.flag("warm_up", &isWarmUp, "whether it was a warm-up set")
    fields.object("summary", &summary, "the set in numbers, as corrected")
  }
}
