/// First bytes of PDUs (Core Specification, Vol 3 Part F, 3.4.8).
package enum ATTOpcode: UInt8, Sendable, Hashable, CaseIterable {
  case errorResponse = 0x01
  case exchangeMTURequest = 0x02
  case exchangeMTUResponse = 0x03
  case findInformationRequest = 0x04
  case findInformationResponse = 0x05
  case readByTypeRequest = 0x08
  case readByTypeResponse = 0x09
  case readRequest = 0x0A
  case readResponse = 0x0B
  case readBlobRequest = 0x0C
  case readBlobResponse = 0x0D
  case readByGroupTypeRequest = 0x10
  case readByGroupTypeResponse = 0x11
  case writeRequest = 0x12
  case writeResponse = 0x13
  case notification = 0x1B
  case indication = 0x1D
  case confirmation = 0x1E
  case multipleNotification = 0x23
  case writeCommand = 0x52

  /// Whether a byte that begins a PDU asks for an answer. Requests are even, answers odd; bit 6
  /// marks commands, which are never answered, not even where they are unknown (3.3.1).
  package static func isRequest(_ first: UInt8) -> Bool {
    first & 0x41 == 0 && first != confirmation.rawValue
  }

  /// The first byte of the answer to a request.
  package static func answer(to request: UInt8) -> UInt8 { request | 1 }
}

extension ATTPDU {
  package var opcode: ATTOpcode {
    switch self {
    case .errorResponse: .errorResponse
    case .exchangeMTURequest: .exchangeMTURequest
    case .exchangeMTUResponse: .exchangeMTUResponse
    case .findInformationRequest: .findInformationRequest
    case .findInformationResponse: .findInformationResponse
    case .readByTypeRequest: .readByTypeRequest
    case .readByTypeResponse: .readByTypeResponse
    case .readRequest: .readRequest
    case .readResponse: .readResponse
    case .readBlobRequest: .readBlobRequest
    case .readBlobResponse: .readBlobResponse
    case .readByGroupTypeRequest: .readByGroupTypeRequest
    case .readByGroupTypeResponse: .readByGroupTypeResponse
    case .writeRequest: .writeRequest
    case .writeResponse: .writeResponse
    case .writeCommand: .writeCommand
    case .notification: .notification
    case .indication: .indication
    case .confirmation: .confirmation
    case .multipleNotification: .multipleNotification
    }
  }
}
