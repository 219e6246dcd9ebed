/// The activation of one muscle in a repetition, or the median over a set. The suffix says the
/// unit: none for fractions of the reference, `_uv` and `_counts` where there is no reference.
/// `out` and `back` stand for the phases of an unknown movement.
package struct RepMuscle: Payload {
  package var muscle = ""
  package var side: Side?
  package var level = Activity()
  package var microvolts = Activity()
  package var counts = Activity()
  /// The class of the concentric level.
  package var zone: Zone?

  /// Classes of activation (science 4.1): of a maximum below 20, 40, 60 % and above; of a reference
  /// set below 80, 110, 130 % of usual and above.
  package enum Zone: String, Word {
    case low, moderate, high
    case veryHigh = "very_high"
  }

  /// The root mean square over each phase, and the highest 250 ms, in one unit.
  package struct Activity: Sendable, Equatable {
    package var concentric: Double?
    package var eccentric: Double?
    package var out: Double?
    package var back: Double?
    package var peak: Double?

    package init() {}
  }

  package init() {}

  package init(muscle: String, side: Side? = nil) {
    self.muscle = muscle
    self.side = side
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    let shortens = "RMS over the concentric phase" as StaticString
    let lengthens = "RMS over the eccentric phase" as StaticString
    let first = "RMS over the first direction of an unknown movement" as StaticString
    let second = "RMS over the second direction of an unknown movement" as StaticString
    let top = "highest 250 ms of the repetition" as StaticString
    fields.number("concentric", &level.concentric, .level, shortens)
    fields.number("eccentric", &level.eccentric, .level, lengthens)
    fields.number("out", &level.out, .level, first)
    fields.number("back", &level.back, .level, second)
    fields.number("peak", &level.peak, .level, top)
    fields.word("zone", &zone, "class of the concentric level")
    fields.number("concentric_uv", &microvolts.concentric, .microvolts, shortens)
    fields.number("eccentric_uv", &microvolts.eccentric, .microvolts, lengthens)
    fields.number("out_uv", &microvolts.out, .microvolts, first)
    fields.number("back_uv", &microvolts.back, .microvolts, second)
    fields.number("peak_uv", &microvolts.peak, .microvolts, top)
    fields.number("concentric_counts", &counts.concentric, .counts, shortens)
    fields.number("eccentric_counts", &counts.eccentric, .counts, lengthens)
    fields.number("out_counts", &counts.out, .counts, first)
    fields.number("back_counts", &counts.back, .counts, second)
    fields.number("peak_counts", &counts.peak, .counts, top)
  }
}
