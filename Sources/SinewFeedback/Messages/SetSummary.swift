/// A set in numbers. A metric that can't be trusted has `why` in place of `value`.
package struct SetSummary: Payload {
  /// How many repetitions.
  package struct Reps: Payload {
    package var counted = 0
    package var valid: Int?
    package var partial: Int?

    package init() {}

    package init(counted: Int, valid: Int?, partial: Int?) {
      self.counted = counted
      self.valid = valid
      self.partial = partial
    }

    /// Lists the fields in the order in which they are written.
    package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
      fields.integer("counted", &counted, .count, "full repetitions")
      fields.integer("valid", &valid, .count, "those with numbers that can be trusted")
      fields.integer("partial", &partial, .count, "repetitions below 80 % of the median range")
    }
  }

  package var reps = Reps()
  package var tempo: TempoSummary?
  package var activation: ActivationSummary?
  package var share: Metric<Share>?
  package var dominance: Metric<Dominance>?
  package var symmetry: Metric<Symmetry>?
  package var consistency: Metric<Variation>?
  package var tempoConsistency: Metric<Variation>?
  package var rangeConsistency: Metric<Variation>?
  package var steadiness: Metric<Variation>?
  package var cocontraction: Metric<Cocontraction>?
  package var fatigue: Metric<FrequencySlope>?
  package var velocityLoss: Metric<VelocityLoss>?
  package var score: Metric<Points>?
  package var parts: ScoreParts?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.object("reps", &reps, "how many repetitions")
    fields.object("tempo", &tempo, "median durations of the phases")
    fields.object("activation", &activation, "medians by muscle")
    fields.object("share", &share, "target over target and compensators, concentric")
    fields.object("dominance", &dominance, "target over strongest compensator; 0: equal")
    fields.object("symmetry", &symmetry, "left against right, positive: left higher", .own)
    fields.object("consistency", &consistency, "coefficient of variation of the target")
    fields.object(
      "tempo_consistency", &tempoConsistency, "coefficient of variation of the length")
    fields.object("range_consistency", &rangeConsistency, "coefficient of variation of the range")
    fields.object("steadiness", &steadiness, "coefficient of variation in holds")
    fields.object(
      "cocontraction", &cocontraction, "target and strongest compensator at once, concentric", .own)
    fields.object("fatigue", &fatigue, "change of the median frequency", .own)
    fields.object("velocity_loss", &velocityLoss, "from the best to the last repetition", .own)
    fields.object("score", &score, "mind-muscle connection, a heuristic")
    fields.object("parts", &parts, "what the score is made of")
  }
}
