internal import SinewSignal

/// What comes in: answers, notifications, and questions of the wearable's own.
extension GATTClient {
  mutating func take(_ pdu: ATTPDU) {
    switch pdu {
    case .notification(let handle, let value):
      heard(handle, value)
    case .indication(let handle, let value):
      // At once, before anything is made of it: the wearable waits.
      reply(.confirmation)
      heard(handle, value)
    case .exchangeMTURequest:
      reply(.exchangeMTUResponse(Self.mtuAsked))
    case .findInformationRequest(let handles), .readByTypeRequest(let handles, _),
      .readByGroupTypeRequest(let handles, _):
      // We offer nothing, and to say so ends the questions.
      reply(
        .errorResponse(
          request: pdu.opcode.rawValue, handle: handles.lowerBound, .attributeNotFound))
    case .readRequest(let handle), .readBlobRequest(let handle, _), .writeRequest(let handle, _):
      reply(.errorResponse(request: pdu.opcode.rawValue, handle: handle, .requestNotSupported))
    case .writeCommand, .confirmation, .multipleNotification:
      strayPDUs &+= 1
    default:
      guard let outstanding, answers(pdu, outstanding) else {
        strayPDUs &+= 1
        return
      }
      answered(outstanding, by: pdu)
    }
  }

  mutating func reply(_ pdu: ATTPDU) {
    guard replies.count + outgoing.count < Self.mostReplies else { return }
    replies.append(pdu)
  }

  /// Whether a PDU that can't be read was meant as the answer.
  func isAnswer(_ first: UInt8, to outstanding: Outstanding) -> Bool {
    first == ATTOpcode.errorResponse.rawValue
      || first == ATTOpcode.answer(to: outstanding.opcode.rawValue)
  }

  private func answers(_ pdu: ATTPDU, _ outstanding: Outstanding) -> Bool {
    if case .errorResponse(let request, _, _) = pdu {
      return request == outstanding.opcode.rawValue
    }
    return pdu.opcode.rawValue == ATTOpcode.answer(to: outstanding.opcode.rawValue)
  }

  /// A notification or indication.
  private mutating func heard(_ handle: UInt16, _ value: [UInt8]) {
    if handle == changedCharacteristic?.value { tableMayHaveChanged() }
    guard isReady else { return }
    if handle == batteryCharacteristic?.value {
      events.append(.battery(percent: BatteryLevel.percent(value)))
    }
    guard let place = resolved.firstIndex(where: { $0?.value == handle }),
      let characteristic = UInt8(exactly: place)
    else { return }
    guard value.count <= GATTRecord.longestValue else {
      strayPDUs &+= 1
      return
    }
    events.append(.record(GATTRecord(.notification, characteristic, value)))
  }
}
