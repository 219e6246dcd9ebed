/// `station`: who is there, wearing what, doing what.
package struct StationState: Payload {
  /// What goes on at the station.
  package enum Activity: String, Word {
    case idle
    case signedIn = "signed_in"
    case calibrating
    case set
    case rest
  }

  /// A channel of a device on a muscle.
  package struct Worn: Payload {
    package var device = ""
    /// The channel as the maker numbers it; absent for a motion sensor.
    package var channel: Int?
    package var muscle: String?
    package var side: Side?
    /// Where it sits: the electrode site, or the segment of a motion sensor.
    package var site: String?

    package init() {}

    /// Lists the fields in the order in which they are written.
    package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
      fields.text("device", &device, "id of the device")
      fields.integer("channel", &channel, .count, "channel as the maker numbers it")
      fields.text("muscle", &muscle, "muscle under the electrode")
      fields.word("side", &side, "side of the body")
      fields.text("site", &site, "electrode site, or segment of a motion sensor")
    }
  }

  package var state = Activity.idle
  package var nickname: String?
  package var lang: String?
  package var isPrivate: Bool?
  package var wearing: [Worn]?
  /// Who waits for the turn, by nickname, in order.
  package var queue: [String]?

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("state", &state, "what goes on at the station")
    fields.text("nickname", &nickname, "what the athlete wants to be called in public")
    fields.text("lang", &lang, "language of the station, ISO 639-1")
    fields.flag("private", &isPrivate, "whether the athlete can sign in with a PIN here")
    fields.objects("wearing", &wearing, "channels worn by the athlete")
    fields.texts("queue", &queue, "nicknames of those who wait for the turn")
  }
}
