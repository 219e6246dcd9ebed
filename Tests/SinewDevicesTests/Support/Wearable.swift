import SinewDevices
import SinewSignal

/// A wearable as a driver's handshake sees it: answers each request by a rule, keeps what was asked.
struct Wearable {
  /// Values to be read, by characteristic.
  var readable: [UInt8: [UInt8]] = [:]
  /// Requests on these characteristics fail with this ATT error.
  var refused: [UInt8: UInt8] = [:]
  /// Characteristics that never answer.
  var mute: Set<UInt8> = []
  /// What the wearable notifies after a request: characteristic and value.
  var reaction: (GATTRecord) -> [(UInt8, [UInt8])] = { _ in [] }
  private(set) var heard: [GATTRecord] = []

  mutating func answer(_ bytes: [UInt8]) -> [UInt8] {
    var answer: [UInt8] = []
    for request in records(bytes) {
      heard.append(request)
      guard !mute.contains(request.characteristic) else { continue }
      if let code = refused[request.characteristic] {
        answer += GATTRecord(.failed, request.characteristic, [code]).bytes
        continue
      }
      if request.kind != .writeCommand {
        let value = request.kind == .read ? readable[request.characteristic] ?? [] : []
        answer += GATTRecord(request.kind, request.characteristic, value).bytes
      }
      for (characteristic, value) in reaction(request) {
        answer += GATTRecord(.notification, characteristic, value).bytes
      }
    }
    return answer
  }

  /// Talks to the driver until it is ready or refuses.
  mutating func shakeHands<Driver: DeviceDriver & ~Copyable>(
    _ driver: inout Driver
  ) -> Conversation {
    var step = converse(&driver)
    for _ in 0..<500 {
      switch step {
      case .ready, .refuse: return step
      case .wait: step = converse(&driver)
      case .say(let bytes, _): step = converse(&driver, answer(bytes))
      }
    }
    return step
  }
}

/// The whole records of these bytes, which must be undamaged.
func records(_ bytes: [UInt8]) -> [GATTRecord] {
  var found: [GATTRecord] = []
  var rest = bytes[...]
  while rest.count >= 7, rest.first == GATTRecord.mark {
    let at = rest.startIndex
    let size = Int(rest[at + 3])
    guard let kind = GATTRecord.Kind(rawValue: rest[at + 1]), rest.count >= size + 7 else { break }
    let record = GATTRecord(kind, rest[at + 2], Array(rest[(at + 5)..<(at + 5 + size)]))
    guard record.bytes.elementsEqual(rest.prefix(size + 7)) else { break }
    found.append(record)
    rest = rest.dropFirst(size + 7)
  }
  return found
}

/// A notification as the link passes it on.
func notification(_ characteristic: UInt8, _ value: [UInt8]) -> [UInt8] {
  GATTRecord(.notification, characteristic, value).bytes
}

func notification(_ characteristic: UInt8, _ value: String) -> [UInt8] {
  notification(characteristic, hex(value))
}

/// The sentence of a refusal.
func refusal(_ step: Conversation) -> String? {
  if case .refuse(let why) = step { why } else { nil }
}
