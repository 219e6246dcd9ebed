/// How far a channel can be trusted, best first.
package enum Quality: String, Word {
  case good, fair, poor, off
}

/// `signal`: the quality of a channel changed.
package struct SignalState: Payload {
  /// Why a channel is not good (science 1.6).
  package enum Flag: String, Word {
    case clip, flat, mains, noise, snr, motion, ecg, cross, drop
    case leadOff = "lead_off"
  }

  package var device: String?
  package var channel: Int?
  package var muscle: String?
  package var side: Side?
  package var quality = Quality.good
  package var flags: [Flag] = []
  package var snrDB: Double?
  /// Stable code of what the athlete can do, as `press_electrode`.
  package var mendCode: String?
  /// What the athlete can do, a sentence.
  package var mend: String?
  package var arguments: JSONObject?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("device", &device, "id of the device")
    fields.integer("channel", &channel, .count, "channel as the maker numbers it")
    fields.text("muscle", &muscle, "muscle under the electrode")
    fields.word("side", &side, "side of the body")
    fields.word("quality", &quality, "how far the channel can be trusted")
    fields.words("flags", &flags, "what is wrong with it")
    fields.number("snr_db", &snrDB, .decibels, "active level over rest level")
    fields.text("mend_code", &mendCode, "stable code of what the athlete can do")
    fields.text("mend", &mend, "what the athlete can do, a sentence")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
  }
}
