internal import Glibc

/// The kernel's `sockaddr_l2` on the ATT channel, as bytes: family u16, psm u16, bdaddr[6], cid
/// u16, bdaddr_type u8, one byte of padding; 14 in all (include/net/bluetooth/l2cap.h).
struct L2CAPAddress {
  /// AF_BLUETOOTH and BTPROTO_L2CAP, macros that Swift's Glibc does not give.
  static let family: CInt = 31
  static let protocolNumber: CInt = 0
  /// L2CAP_CID_ATT, the fixed channel of the Attribute Protocol.
  static let attChannel: UInt16 = 4

  let bytes: [UInt8]

  init(_ peer: BLEAddress) {
    // The family is a number of this machine, the rest goes low byte first on every machine.
    var bytes = unsafe withUnsafeBytes(of: UInt16(Self.family)) { unsafe Array($0) }
    bytes.append(littleEndian: 0)
    bytes += peer.address.littleEndianBytes
    bytes.append(littleEndian: Self.attChannel)
    bytes += [peer.kind.rawValue, 0]
    self.bytes = bytes
  }

  func withSockaddr(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> CInt) -> CInt {
    unsafe bytes.withUnsafeBytes {
      unsafe body(
        $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
  }
}

extension BLEAddress {
  /// The first adapter, by its public address.
  static let anyAdapter = BLEAddress(.any, .public)
}
