/// What a set asks for.
package struct Target: Payload {
  /// Prescribed durations, in the order of the notation: eccentric, pause stretched, concentric,
  /// pause contracted (science 3.4).
  package struct Tempo: Payload {
    package var eccentricS: Double?
    package var stretchedS: Double?
    package var concentricS: Double?
    package var contractedS: Double?
    /// The concentric phase is meant as fast as it goes.
    package var isExplosive: Bool?

    package init() {}

    /// Lists the fields in the order in which they are written.
    package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
      fields.number("eccentric_s", &eccentricS, .seconds, "lengthening under load")
      fields.number("stretched_s", &stretchedS, .seconds, "pause in the stretched position")
      fields.number("concentric_s", &concentricS, .seconds, "shortening")
      fields.number("contracted_s", &contractedS, .seconds, "pause in the contracted position")
      fields.flag("explosive", &isExplosive, "the concentric phase as fast as it goes")
    }
  }

  package var reps: Pair?
  package var holdS: Double?
  package var tempo: Tempo?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.pair("reps", &reps, .count, "fewest and most repetitions")
    fields.number("hold_s", &holdS, .seconds, "length of a hold")
    fields.object("tempo", &tempo, "prescribed durations")
  }
}

/// A muscle that a set measures.
package struct SetMuscle: Payload {
  /// What a muscle is in the exercise.
  package enum Role: String, Word {
    case target, compensator, other
  }

  package var muscle = ""
  package var side: Side?
  package var role = Role.other
  package var reference = Reference.none
  /// Where the level should be; above is not better.
  package var band: Bounds?

  package init() {}

  package init(muscle: String, side: Side?, role: Role, reference: Reference, band: Bounds?) {
    self.muscle = muscle
    self.side = side
    self.role = role
    self.reference = reference
    self.band = band
  }

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.word("role", &role, "what it is in this exercise")
    fields.word("reference", &reference, "what its levels are fractions of")
    fields.bounds("band", &band, .level, "where the level should be")
  }
}
