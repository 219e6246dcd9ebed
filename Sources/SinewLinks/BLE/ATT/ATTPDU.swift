package import SinewSignal

/// One message of the Attribute Protocol: what one datagram on L2CAP channel 4 holds (Core
/// Specification, Vol 3 Part F, 3.4). All numbers go low byte first.
package enum ATTPDU: Sendable, Hashable {
  case errorResponse(request: UInt8, handle: UInt16, ATTError)
  /// The most bytes this side can receive in one PDU.
  case exchangeMTURequest(UInt16)
  case exchangeMTUResponse(UInt16)
  case findInformationRequest(ClosedRange<UInt16>)
  case findInformationResponse([ATTAttribute])
  case readByTypeRequest(ClosedRange<UInt16>, BluetoothUUID)
  case readByTypeResponse([ATTHandleValue])
  case readRequest(UInt16)
  case readResponse([UInt8])
  case readBlobRequest(UInt16, offset: UInt16)
  case readBlobResponse([UInt8])
  case readByGroupTypeRequest(ClosedRange<UInt16>, BluetoothUUID)
  case readByGroupTypeResponse([ATTGroup])
  case writeRequest(UInt16, [UInt8])
  case writeResponse
  case writeCommand(UInt16, [UInt8])
  case notification(UInt16, [UInt8])
  case indication(UInt16, [UInt8])
  case confirmation
  case multipleNotification([ATTHandleValue])

  /// The MTU before any exchange, bytes.
  package static let defaultMTU: UInt16 = 23
}

/// A handle and its type, as Find Information lists them.
package struct ATTAttribute: Sendable, Hashable {
  package let handle: UInt16
  package let type: BluetoothUUID

  package init(_ handle: UInt16, _ type: BluetoothUUID) {
    self.handle = handle
    self.type = type
  }
}

/// A handle and its value, as Read By Type lists them.
package struct ATTHandleValue: Sendable, Hashable {
  package let handle: UInt16
  package let value: [UInt8]

  package init(_ handle: UInt16, _ value: [UInt8]) {
    self.handle = handle
    self.value = value
  }
}

/// A group of handles (a service) and its value, as Read By Group Type lists them.
package struct ATTGroup: Sendable, Hashable {
  package let handles: ClosedRange<UInt16>
  package let value: [UInt8]

  package init(_ handles: ClosedRange<UInt16>, _ value: [UInt8]) {
    self.handles = handles
    self.value = value
  }
}
