/// `samples`: what one channel measured.
package struct Samples: Payload {
  /// What the values are measured in.
  package enum Unit: String, Word {
    case microvolts = "uV"
    case counts
    case gravities = "g"
    case degreesPerSecond = "dps"
    case degrees = "deg"
    case quaternion
    case celsius = "degC"
    case unitless
  }

  package var device = ""
  /// Name of the channel in its stream.
  package var channel = ""
  package var unit = Unit.unitless
  package var t0 = 0.0
  package var rateHz: Double?
  /// Not-a-number, `null` on the wire, where a sample is missing.
  package var values: [Double] = []
  package var gap: Int?
  package var tUncertaintyMs: Double?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("device", &device, "id of the device", .raw)
    fields.text("channel", &channel, "name of the channel", .raw)
    fields.word("unit", &unit, "unit of the values", .raw)
    fields.number("t0", &t0, .instant, "when the first value was true", .raw)
    fields.number("rate_hz", &rateHz, .hertz, "values a second, as measured", .raw)
    fields.numbers("values", &values, .sample, "the values; null: missing", .raw)
    fields.integer("gap", &gap, .count, "samples missing just before the first", .raw)
    fields.number(
      "t_uncertainty_ms", &tUncertaintyMs, .milliseconds, "one standard deviation of t0", .raw)
  }
}

/// `scan`: a device that was heard on the air.
package struct Scan: Payload {
  package var address = ""
  package var model: String?
  package var name: String?
  package var rssi: Int?
  package var isKnown: Bool?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("address", &address, "address on the link", .coach)
    fields.text("model", &model, "id of the family, if it is one of ours", .coach)
    fields.text("name", &name, "what it calls itself", .coach)
    fields.integer("rssi", &rssi, .signalStrength, "received signal strength", .coach)
    fields.flag("known", &isKnown, "paired already", .coach)
  }
}
