internal import SinewSignal

/// What goes out: one request at a time, the driver's before our own.
extension GATTClient {
  /// Sends whatever may be sent now.
  mutating func pump() {
    guard fault == nil else { return }
    outgoing += replies.map(\.bytes)
    replies = []
    while let request = nextRequest() {
      outgoing.append(request.pdu.bytes)
      guard request.isAnswered else { continue }
      outstanding = Outstanding(request: request, opcode: request.pdu.opcode, since: now)
    }
  }

  private mutating func nextRequest() -> GATTRequest? {
    if let request = nextOfDriver() { return request }
    guard outstanding == nil else { return nil }
    if !ownQueue.isEmpty { return ownQueue.removeFirst() }
    return discovery?.request.map { GATTRequest(pdu: $0, purpose: .discovery) }
  }

  private mutating func nextOfDriver() -> GATTRequest? {
    guard isReady, outstanding?.isDrivers != true else { return nil }
    while let first = driverQueue.first {
      switch first {
      case .refuse(let record):
        driverQueue.removeFirst()
        events.append(.record(record))
      case .ask(let request):
        // A command overtakes our own question, for nothing answers it.
        guard outstanding == nil || !request.isAnswered else { return nil }
        driverQueue.removeFirst()
        return request
      }
    }
    return nil
  }

  /// Takes the answer to the outstanding request.
  mutating func answered(_ asked: Outstanding, by pdu: ATTPDU) {
    if wantsMore(asked, pdu) { return }
    outstanding = nil
    var answer = pdu
    if !asked.value.isEmpty {
      // Whatever ended a long value, its parts are the answer.
      var value = asked.value
      if case .readBlobResponse(let part) = pdu { value += part }
      answer = .readResponse(Array(value.prefix(Self.longestAttribute)))
    }
    finish(asked.request, answer)
  }

  /// A value that fills its answer may be longer: asks for the next part (3.4.4.5).
  private mutating func wantsMore(_ asked: Outstanding, _ pdu: ATTPDU) -> Bool {
    let part: [UInt8]
    switch pdu {
    case .readResponse(let value), .readBlobResponse(let value): part = value
    default: return false
    }
    let value = asked.value + part
    guard let handle = asked.request.readHandle, part.count >= Int(mtu) - 1,
      value.count < Self.longestAttribute, let offset = UInt16(exactly: value.count)
    else { return false }
    outstanding?.value = value
    outstanding?.opcode = .readBlobRequest
    outstanding?.since = now
    outgoing.append(ATTPDU.readBlobRequest(handle, offset: offset).bytes)
    return true
  }

  private mutating func finish(_ request: GATTRequest, _ answer: ATTPDU) {
    switch request.purpose {
    case .exchangeMTU: agreeOnMTU(answer)
    case .firmwareCheck: checkFirmware(answer)
    case .discovery: discover(answer)
    case .record(let kind, let characteristic, let isTold):
      if isTold { events.append(.record(Self.record(kind, characteristic, answer))) }
    case .information(let uuid): tookInformation(uuid, answer)
    case .battery:
      if case .readResponse(let value) = answer {
        events.append(.battery(percent: BatteryLevel.percent(value)))
      }
    case .batterySubscription:
      // No notifications, then: look from time to time.
      if case .errorResponse = answer { pollBattery() }
    case .changeSubscription: break
    }
  }

  private static func record(
    _ kind: GATTRecord.Kind, _ characteristic: UInt8, _ answer: ATTPDU
  ) -> GATTRecord {
    switch answer {
    case .errorResponse(_, _, let error): GATTRecord(.failed, characteristic, [error.rawValue])
    case .readResponse(let value): GATTRecord(kind, characteristic, value)
    default: GATTRecord(kind, characteristic)
    }
  }
}

extension GATTClient.Outstanding {
  var isDrivers: Bool {
    if case .record = request.purpose { return true }
    return false
  }
}
