internal import SinewFeedback

/// What a line of the daemon is to the bridge.
package enum MappedLine: Sendable, Equatable {
  /// The daemon's greeting; `boot` says which run of it.
  case hello(boot: String)
  /// What is in force: the scope by its name.
  case subscribed(scope: String)
  /// The present state is complete.
  case stateEnd
  /// The daemon left out so many lines for us.
  case missed(Int)
  /// For the broker.
  case event(BridgeLine, seq: Int64, isState: Bool)
  /// The retained state of a station or a device.
  case station(RetainedState)
  case device(RetainedState)
  /// Nothing for the broker.
  case passedOver
  /// No line of the protocol.
  case malformed
}

/// Makes of the daemon's lines what goes to the broker.
package struct LineMapper: Sendable {
  private let gym: String
  /// The id of every line but for its number.
  private var idMember = Array(#","id":"-"#.utf8)
  package private(set) var clock = UTCClock()
  private let gymMember: [UInt8]

  package init(gym: String) {
    self.gym = gym
    gymMember = Array(",\"gym\":\(JSONValue.string(gym).text)".utf8)
  }

  /// - Parameter now: when it was read, seconds of CLOCK_MONOTONIC.
  package mutating func map(_ line: [UInt8], now: Double) -> MappedLine {
    guard let fields = LineFields(line) else { return .malformed }
    switch fields.kind {
    case "hello": return hello(line)
    case "subscribed": return .subscribed(scope: member("scope", of: line)?.string ?? "")
    case "state.end": return .stateEnd
    case "missed": return .missed(member("count", of: line)?.integer ?? 0)
    case "clock":
      setClock((try? JSONValue(parsing: line, limits: .file)) ?? .null)
      return .passedOver
    case "station":
      return RetainedState(line, gym: gym, clock: clock).map(MappedLine.station) ?? .malformed
    case "device":
      return RetainedState(line, gym: gym, clock: clock).map(MappedLine.device) ?? .malformed
    case "error", "heartbeat", "samples", "scan": return .passedOver
    default: return event(line, fields, now)
    }
  }

  private mutating func hello(_ line: [UInt8]) -> MappedLine {
    guard let message = try? JSONValue(parsing: line, limits: .file),
      let boot = message["boot"]?.string, Self.isBoot(boot)
    else { return .malformed }
    idMember = Array(",\"id\":\"\(boot.prefix(13))-".utf8)
    if let clock = message["clock"] { setClock(clock) }
    return .hello(boot: boot)
  }

  /// An id is part of every payload and of the position on the disk.
  private static func isBoot(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
          || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "-")
      }
  }

  private mutating func setClock(_ clock: JSONValue) {
    self.clock.set(
      monotonic: clock["monotonic"]?.number, utc: clock["utc"]?.string,
      isSynchronised: clock["utc_synchronised"]?.bool)
  }

  private func member(_ name: String, of line: [UInt8]) -> JSONValue? {
    (try? JSONValue(parsing: line, limits: .file))?[name]
  }

  /// The line as it came, with what it lacks outside its gym: which gym, which line of all, and the
  /// time of day.
  private func event(_ line: [UInt8], _ fields: LineFields, _ now: Double) -> MappedLine {
    guard let seq = fields.seq, let end = line.lastIndex(of: UInt8(ascii: "}")) else {
      return .malformed
    }
    var payload: [UInt8] = []
    payload.reserveCapacity(line.count + gymMember.count + 96)
    payload.append(contentsOf: line[..<end])
    func add(_ name: String, _ member: some Sequence<UInt8>) {
      // No object has a member twice; `sync.mark` brings its own time of day.
      if !fields.own.contains(name) { payload.append(contentsOf: member) }
    }
    add("gym", gymMember)
    add("id", idMember + String(seq).utf8 + [UInt8(ascii: "\"")])
    if let instant = (fields.happened ?? fields.sent).flatMap(clock.utc) {
      add("utc", Array(#","utc":""#.utf8) + instant.bytes + [UInt8(ascii: "\"")])
      if !clock.isSynchronised { add("utc_synchronised", #","utc_synchronised":false"#.utf8) }
    }
    payload.append(UInt8(ascii: "}"))
    let event = BridgeLine(
      payload: payload, station: fields.station ?? "", kind: fields.kind,
      sent: fields.sent ?? now, arrived: now)
    return .event(event, seq: seq, isState: fields.isState)
  }
}
