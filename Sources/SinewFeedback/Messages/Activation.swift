/// `activation`: the levels of the muscles of a station at one instant.
package struct Activation: Payload {
  /// Counter of the newest device sample in it, as it came over the wire.
  package var sample: Int?
  package var muscles: [MuscleLevel] = []

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.integer("sample", &sample, .count, "counter of the newest device sample in it")
    fields.objects("muscles", &muscles, "the levels, in the order of `set.started`")
  }
}

/// The level of one muscle: exactly one of `level`, `level_uv`, `level_counts`.
package struct MuscleLevel: Payload {
  package var muscle = ""
  package var side: Side?
  package var level: Double?
  package var levelMicrovolts: Double?
  package var levelCounts: Double?
  package var isActive: Bool?
  package var quality: Quality?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.number("level", &level, .level, "envelope; present when there is a reference")
    fields.number("level_uv", &levelMicrovolts, .microvolts, "envelope without a reference")
    fields.number("level_counts", &levelCounts, .counts, "envelope without reference and scale")
    fields.flag("active", &isActive, "in functional activity")
    fields.word("quality", &quality, "how far the channel can be trusted")
  }
}
