/// Why the other side refused a request (Core Specification, Vol 3 Part F, 3.4.1.1).
package struct ATTError: RawRepresentable, Error, Sendable, Hashable, BitwiseCopyable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let invalidHandle = ATTError(rawValue: 0x01)
  package static let readNotPermitted = ATTError(rawValue: 0x02)
  package static let writeNotPermitted = ATTError(rawValue: 0x03)
  package static let invalidPDU = ATTError(rawValue: 0x04)
  package static let insufficientAuthentication = ATTError(rawValue: 0x05)
  package static let requestNotSupported = ATTError(rawValue: 0x06)
  package static let invalidOffset = ATTError(rawValue: 0x07)
  package static let insufficientAuthorization = ATTError(rawValue: 0x08)
  package static let attributeNotFound = ATTError(rawValue: 0x0A)
  package static let attributeNotLong = ATTError(rawValue: 0x0B)
  package static let encryptionKeyTooShort = ATTError(rawValue: 0x0C)
  package static let invalidValueLength = ATTError(rawValue: 0x0D)
  package static let unlikely = ATTError(rawValue: 0x0E)
  package static let insufficientEncryption = ATTError(rawValue: 0x0F)
  package static let unsupportedGroup = ATTError(rawValue: 0x10)
  package static let insufficientResources = ATTError(rawValue: 0x11)
  package static let outOfSync = ATTError(rawValue: 0x12)
  package static let valueNotAllowed = ATTError(rawValue: 0x13)
  package static let clientConfigurationImproper = ATTError(rawValue: 0xFD)
  package static let procedureInProgress = ATTError(rawValue: 0xFE)
  package static let outOfRange = ATTError(rawValue: 0xFF)

  /// True where the device wants to be paired before it obeys.
  package var wantsPairing: Bool {
    [
      .insufficientAuthentication, .insufficientAuthorization, .encryptionKeyTooShort,
      .insufficientEncryption,
    ].contains(self)
  }

  private static let words: [ATTError: String] = [
    .invalidHandle: "invalid handle", .readNotPermitted: "read not permitted",
    .writeNotPermitted: "write not permitted", .invalidPDU: "invalid PDU",
    .insufficientAuthentication: "insufficient authentication",
    .requestNotSupported: "request not supported", .invalidOffset: "invalid offset",
    .insufficientAuthorization: "insufficient authorization",
    .attributeNotFound: "attribute not found", .attributeNotLong: "attribute not long",
    .encryptionKeyTooShort: "encryption key too short",
    .invalidValueLength: "invalid value length", .unlikely: "unlikely error",
    .insufficientEncryption: "insufficient encryption",
    .unsupportedGroup: "unsupported group type",
    .insufficientResources: "insufficient resources", .outOfSync: "database out of sync",
    .valueNotAllowed: "value not allowed",
    .clientConfigurationImproper: "client configuration improperly configured",
    .procedureInProgress: "procedure already in progress", .outOfRange: "out of range",
  ]
}

extension ATTError: CustomStringConvertible {
  /// The words of the specification with the number: `attribute not found (ATT error 0x0A)`.
  package var description: String {
    let digits = String(rawValue, radix: 16, uppercase: true)
    let number = "ATT error 0x" + (digits.count < 2 ? "0" : "") + digits
    switch rawValue {
    case 0x80...0x9F: return "an error of the device's own (\(number))"
    default: return (Self.words[self] ?? "unknown error") + " (\(number))"
    }
  }
}
