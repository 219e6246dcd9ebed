internal import SinewSignal

extension ATTPDU {
  /// Reads one datagram; nil for an unknown opcode, a wrong size, an empty listing, handles that
  /// run backwards.
  package init?(_ bytes: some Collection<UInt8>) {
    var cursor = ByteCursor(bytes)
    guard let opcode = cursor.byte().flatMap(ATTOpcode.init) else { return nil }
    guard let parsed = Self.parse(opcode, &cursor), cursor.isAtEnd else { return nil }
    self = parsed
  }

  private static func parse(_ opcode: ATTOpcode, _ cursor: inout ByteCursor) -> ATTPDU? {
    switch opcode {
    case .exchangeMTURequest: cursor.word().map { .exchangeMTURequest($0) }
    case .exchangeMTUResponse: cursor.word().map { .exchangeMTUResponse($0) }
    case .findInformationRequest: handles(&cursor).map { .findInformationRequest($0) }
    case .readByTypeRequest: typed(&cursor).map { .readByTypeRequest($0.0, $0.1) }
    case .readByGroupTypeRequest: typed(&cursor).map { .readByGroupTypeRequest($0.0, $0.1) }
    case .readRequest: cursor.word().map { .readRequest($0) }
    case .readResponse: .readResponse(remainder(&cursor))
    case .readBlobResponse: .readBlobResponse(remainder(&cursor))
    case .writeRequest: addressed(&cursor).map { .writeRequest($0.handle, $0.value) }
    case .writeCommand: addressed(&cursor).map { .writeCommand($0.handle, $0.value) }
    case .notification: addressed(&cursor).map { .notification($0.handle, $0.value) }
    case .indication: addressed(&cursor).map { .indication($0.handle, $0.value) }
    case .writeResponse: .writeResponse
    case .confirmation: .confirmation
    case .errorResponse: error(&cursor)
    case .readBlobRequest: blobRequest(&cursor)
    case .findInformationResponse: attributes(&cursor)
    case .readByTypeResponse: values(&cursor)
    case .readByGroupTypeResponse: groups(&cursor)
    case .multipleNotification: notifications(&cursor)
    }
  }

  private static func remainder(_ cursor: inout ByteCursor) -> [UInt8] {
    Array(cursor.take(cursor.rest.count) ?? [])
  }

  /// A range of handles; handle 0 does not exist.
  private static func handles(_ cursor: inout ByteCursor) -> ClosedRange<UInt16>? {
    guard let start = cursor.word(), let end = cursor.word(), start > 0, start <= end else {
      return nil
    }
    return start...end
  }

  private static func typed(
    _ cursor: inout ByteCursor
  ) -> (ClosedRange<UInt16>, BluetoothUUID)? {
    guard let handles = handles(&cursor), [2, 16].contains(cursor.rest.count),
      let type = BluetoothUUID(littleEndian: remainder(&cursor))
    else { return nil }
    return (handles, type)
  }

  private static func addressed(_ cursor: inout ByteCursor) -> ATTHandleValue? {
    guard let handle = cursor.word() else { return nil }
    return ATTHandleValue(handle, remainder(&cursor))
  }

  private static func error(_ cursor: inout ByteCursor) -> ATTPDU? {
    guard let request = cursor.byte(), let handle = cursor.word(), let code = cursor.byte() else {
      return nil
    }
    return .errorResponse(request: request, handle: handle, ATTError(rawValue: code))
  }

  private static func blobRequest(_ cursor: inout ByteCursor) -> ATTPDU? {
    guard let handle = cursor.word(), let offset = cursor.word() else { return nil }
    return .readBlobRequest(handle, offset: offset)
  }

  private static func attributes(_ cursor: inout ByteCursor) -> ATTPDU? {
    guard let format = cursor.byte(), (1...2).contains(format) else { return nil }
    var found: [ATTAttribute] = []
    while !cursor.isAtEnd {
      guard let handle = cursor.word(), let type = cursor.take(format == 1 ? 2 : 16),
        let uuid = BluetoothUUID(littleEndian: type)
      else { return nil }
      found.append(ATTAttribute(handle, uuid))
    }
    return found.isEmpty ? nil : .findInformationResponse(found)
  }

  private static func values(_ cursor: inout ByteCursor) -> ATTPDU? {
    guard let size = cursor.byte(), size >= 2 else { return nil }
    var found: [ATTHandleValue] = []
    while !cursor.isAtEnd {
      guard let handle = cursor.word(), let value = cursor.take(Int(size) - 2) else { return nil }
      found.append(ATTHandleValue(handle, Array(value)))
    }
    return found.isEmpty ? nil : .readByTypeResponse(found)
  }

  private static func groups(_ cursor: inout ByteCursor) -> ATTPDU? {
    guard let size = cursor.byte(), size >= 4 else { return nil }
    var found: [ATTGroup] = []
    while !cursor.isAtEnd {
      guard let handles = handles(&cursor), let value = cursor.take(Int(size) - 4) else {
        return nil
      }
      found.append(ATTGroup(handles, Array(value)))
    }
    return found.isEmpty ? nil : .readByGroupTypeResponse(found)
  }

  private static func notifications(_ cursor: inout ByteCursor) -> ATTPDU? {
    var found: [ATTHandleValue] = []
    while !cursor.isAtEnd {
      guard let handle = cursor.word(), let size = cursor.word(),
        let value = cursor.take(Int(size))
      else { return nil }
      found.append(ATTHandleValue(handle, Array(value)))
    }
    return found.isEmpty ? nil : .multipleNotification(found)
  }
}
