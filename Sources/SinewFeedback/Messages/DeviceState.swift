/// `device`: how a device and its link are.
package struct DeviceState: Payload {
  /// How it is, from not found to lost.
  package enum State: String, Word {
    case searching, connecting, talking, streaming, silent, noisy, gone
  }

  /// How bytes come from it.
  package enum Link: String, Word {
    case serial, rfcomm, ble, socket, replay, file, pty, usb, udp, tcp
  }

  /// What keeps mains voltage from the person.
  package enum Isolation: String, Word {
    case battery, isolated
    case mainsPossible = "mains_possible"
  }

  package var device = ""
  package var model: String?
  package var link: Link?
  package var state = State.searching
  /// Stable code of the reason for the state.
  package var why: String?
  package var text: String?
  package var arguments: JSONObject?
  package var battery: Double?
  package var rateHz: Double?
  /// Absent where the device has no electrodes.
  package var isolation: Isolation?
  /// What a person must know before the electrodes touch the skin.
  package var warning: String?
  package var frames: Int?
  package var gaps: Int?
  package var dropped: Int?
  package var pauses: Int?
  package var faults: Int?
  package var faultsByKind: Tally?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.text("device", &device, "id of the device")
    fields.text("model", &model, "id of the family, vendor-product")
    fields.word("link", &link, "how it is connected")
    fields.word("state", &state, "how it is")
    fields.text("why", &why, "stable code of the reason")
    fields.text("text", &text, "the reason for people")
    fields.arguments("args", &arguments, "what the sentence names, for a translation")
    fields.number("battery", &battery, .fraction, "charge left")
    fields.number("rate_hz", &rateHz, .hertz, "frames a second, as measured")
    fields.word("isolation", &isolation, "what keeps mains voltage from the person")
    fields.text("warning", &warning, "what to know before the electrodes touch the skin")
    fields.integer("frames", &frames, .count, "frames since the device was connected")
    fields.integer("gaps", &gaps, .count, "places where the counter jumped")
    fields.integer("dropped", &dropped, .count, "frames that are missing at these places")
    fields.integer("pauses", &pauses, .count, "silences in which nobody knows what is missing")
    fields.integer("faults", &faults, .count, "times that bytes were refused")
    fields.tally("faults_by_kind", &faultsByKind, "the same by kind of fault")
  }
}
