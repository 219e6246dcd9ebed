/// What passes between a Bluetooth LE link and a driver, as bytes, so that a wearable is bytes in and
/// frames out like any other device and its recordings can be replayed:
///
///     B1 | kind | characteristic | size, low byte first (2) | value (0...`longestValue`) | sum (2)
///
/// `characteristic` is the place in `GATTProfile.characteristics`. The sum is Fletcher's with modulus
/// 255 over everything between `B1` and itself, first sum first (RFC 1146): a radio link delivers
/// whole values, but a recording of one may be cut or damaged.
package struct GATTRecord: Sendable, Hashable {
  /// What a record says. The numbers are those of the ATT operations that carry it.
  package enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// From the link: the last request on this characteristic failed; the value is the ATT error
    /// code, one byte.
    case failed = 0x01
    /// To the link: read the characteristic. From it: what was read.
    case read = 0x0A
    /// To the link: write and wait for the answer. From it: done, no value.
    case write = 0x12
    /// To the link: subscribe to notifications (value `01`) or end that (`00`). From it: done.
    case subscribe = 0x14
    /// To the link: the same for indications, which the link confirms by itself.
    case subscribeIndications = 0x15
    /// From the link: a notification or an indication.
    case notification = 0x1B
    /// To the link: write without an answer.
    case writeCommand = 0x52
  }

  /// First byte of each record.
  package static let mark: UInt8 = 0xB1
  /// Bytes before the value.
  package static let headSize = 5
  /// Bytes after it.
  package static let sumSize = 2
  /// Most bytes of a value: the link agrees on an ATT MTU of at most 247, the longest that fits one
  /// packet of the radio (Core Specification 4.2, 251 bytes with the L2CAP header).
  package static let longestValue = 244

  package var kind: Kind
  package var characteristic: UInt8
  package var value: [UInt8]

  package init(_ kind: Kind, _ characteristic: UInt8, _ value: [UInt8] = []) {
    self.kind = kind
    self.characteristic = characteristic
    self.value = value
  }

  /// The record as bytes; a value longer than `longestValue` is cut.
  package var bytes: [UInt8] {
    let value = value.prefix(Self.longestValue)
    let body =
      [kind.rawValue, characteristic, UInt8(truncatingIfNeeded: value.count), 0] + value
    var first = 0
    var second = 0
    for byte in body {
      first = (first + Int(byte)) % 255
      second = (second + first) % 255
    }
    return [Self.mark] + body + [UInt8(first), UInt8(second)]
  }
}
