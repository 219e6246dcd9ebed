/// `rep`: a complete repetition with its numbers.
package struct Rep: Payload {
  /// Starts at 1 in each set, never used twice.
  package var rep = 0
  /// Starts as neither partial nor incomplete: whoever counts needs both said.
  package var details = RepDetails {
    $0.isPartial = false
    $0.isIncomplete = false
  }

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.integer("rep", &rep, .ordinal, "number in the set, from 1, never used twice")
    details.visit(&fields)
  }
}

/// `rep.revised`: a repetition was none after all, or some of its fields are corrected. A field
/// that is absent stays as it was.
package struct RepRevised: Payload {
  package var rep = 0
  package var removed: Bool?
  /// Stable code: `pause_shared`, `not_a_lift`, `unloaded`, `coach`.
  package var why: String?
  package var text: String?
  package var details = RepDetails()

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.integer("rep", &rep, .ordinal, "the repetition that is corrected")
    fields.flag("removed", &removed, "it was none after all")
    fields.text("why", &why, "stable code of the reason")
    fields.text("text", &text, "the reason for people")
    details.visit(&fields)
  }
}
