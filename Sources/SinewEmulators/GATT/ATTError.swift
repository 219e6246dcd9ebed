/// Why an ATT request was refused, as the code on the wire (Core Specification, Vol 3 Part F 3.4.1.1).
package struct ATTError: Error, Sendable, Hashable {
  package let code: UInt8

  package init(code: UInt8) { self.code = code }

  package static let invalidHandle = ATTError(code: 0x01)
  package static let readNotPermitted = ATTError(code: 0x02)
  package static let writeNotPermitted = ATTError(code: 0x03)
  package static let invalidPDU = ATTError(code: 0x04)
  package static let requestNotSupported = ATTError(code: 0x06)
  package static let invalidOffset = ATTError(code: 0x07)
  package static let attributeNotFound = ATTError(code: 0x0A)
  package static let invalidValueLength = ATTError(code: 0x0D)
  package static let unlikely = ATTError(code: 0x0E)
  package static let unsupportedGroup = ATTError(code: 0x10)
  package static let valueNotAllowed = ATTError(code: 0x13)
  /// 0x80...0x9F are the application's own.
  package static let application = ATTError(code: 0x80)
  /// Client characteristic configuration improperly configured.
  package static let badConfiguration = ATTError(code: 0xFD)
}
