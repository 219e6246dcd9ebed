package import SinewSignal

/// Why the client gives a link up although the radio still holds it. Each case is one sentence.
package enum GATTFault: Error, Sendable, Hashable {
  /// No answer to a request within `GATTClient.patience`.
  case silent
  /// It answers, but the table was not complete within `GATTClient.longestSetUp`.
  case slow
  /// An answer that breaks the protocol's rules; `what` says which, as a clause.
  case malformed(what: String)
  /// The table has more entries than any wearable.
  case endless
  /// The device would not tell its table.
  case refused(ATTError)
  /// The characteristics the driver cannot do without are not there.
  case anotherModel(missing: [GATTCharacteristic])
  /// The device has changed its table, so the handles in use are void.
  case tableChanged
  /// The driver said bytes that are no records: a fault of this program.
  case noRecord
}

extension GATTFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .silent:
      "The sensor holds the connection but does not answer: switch it off and on again."
    case .slow:
      "The sensor answers too slowly to be read: bring it closer, or charge it."
    case .malformed(let what):
      "The sensor breaks the rules of Bluetooth, \(what): switch it off and on again,"
        + " or update its firmware."
    case .endless:
      "The sensor lists more services than a wearable can have: switch it off and on again."
    case .refused(let error) where error.wantsPairing:
      "The sensor wants to be paired first, which Sinew can not do, \(error): allow"
        + " connections without pairing in the maker's application."
    case .refused(let error):
      "The sensor does not tell what it offers, \(error): switch it off and on again."
    case .anotherModel(let missing):
      "The sensor has another model's table, \(Self.list(missing)) missing:"
        + " correct the driver in the configuration, or update the sensor's firmware."
    case .tableChanged:
      "The sensor has changed its services: it is connected anew."
    case .noRecord:
      "The driver said something that is no GATT record: please report this."
    }
  }

  private static func list(_ missing: [GATTCharacteristic]) -> String {
    let names = missing.prefix(3).map { "\($0.uuid) of \($0.service)" }
    let rest = missing.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
      + (missing.count == 1 ? " is" : " are")
  }
}
