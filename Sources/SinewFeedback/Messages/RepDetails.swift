/// The fields that `rep` and `rep.revised` share. Each may be absent: not measured, withheld, or,
/// in a revision, unchanged.
package struct RepDetails: Payload {
  package var side: Side?
  package var isPartial: Bool?
  package var isIncomplete: Bool?
  package var tStart: Double?
  package var tEnd: Double?
  package var phases: [PhaseSpan]?
  package var tempo: RepTempo?
  package var romDegrees: Double?
  package var romMetres: Double?
  package var velocityMetresPerSecond: Double?
  package var velocityDegreesPerSecond: Double?
  package var isEstimated: Bool?
  package var muscles: [RepMuscle]?
  package var share: Double?
  package var dominanceLog2: Double?
  package var order: [MuscleDelay]?
  package var score: Double?
  package var parts: ScoreParts?
  package var withheld: [Withheld]?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("side", &side, "the limb that moved")
    fields.flag("partial", &isPartial, "range below 80 % of this set's median")
    fields.flag("incomplete", &isIncomplete, "data are missing inside")
    fields.number("t_start", &tStart, .instant, "the first phase begins")
    fields.number("t_end", &tEnd, .instant, "the last phase ends")
    fields.objects("phases", &phases, "phases in time order")
    fields.object("tempo", &tempo, "durations of the phases")
    fields.number("rom_deg", &romDegrees, .degrees, "range of motion of the limb")
    fields.number("rom_m", &romMetres, .metres, "range of the hand or bar")
    fields.number(
      "velocity_m_s", &velocityMetresPerSecond, .metresPerSecond, "mean of the concentric phase")
    fields.number(
      "velocity_deg_s", &velocityDegreesPerSecond, .degreesPerSecond,
      "mean turn rate of the concentric phase")
    fields.flag("estimated", &isEstimated, "velocity comes from integrated acceleration")
    fields.objects("muscles", &muscles, "activation by muscle")
    fields.number("share", &share, .fraction, "target over target and compensators, concentric")
    fields.number(
      "dominance_log2", &dominanceLog2, .log2, "target over strongest compensator; 0: equal")
    fields.objects("order", &order, "when each muscle came in", .own)
    fields.number("score", &score, .score, "mind-muscle connection, a heuristic")
    fields.object("parts", &parts, "what the score is made of")
    fields.objects("withheld", &withheld, "metrics that can't be trusted now")
  }
}
