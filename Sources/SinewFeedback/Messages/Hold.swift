/// `hold`: an isometric hold goes on or is over.
package struct Hold: Payload {
  package var muscle = ""
  package var side: Side?
  package var seconds = 0.0
  package var targetS: Double?
  package var inBand: Bool?
  package var quality: Double?
  package var steadiness: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("muscle", &muscle, "id of the muscle")
    fields.word("side", &side, "side of the body")
    fields.number("seconds", &seconds, .seconds, "held so far")
    fields.number("target_s", &targetS, .seconds, "how long it should last")
    fields.flag("in_band", &inBand, "the level is where it should be")
    fields.number("quality", &quality, .score, "time in band and steadiness together")
    fields.number(
      "steadiness", &steadiness, .ratio, "coefficient of variation beyond that of the signal")
  }
}
