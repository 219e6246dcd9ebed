internal import Glibc

/// The socket by which the kernel's Bluetooth adapters are managed.
package enum ManagementSocket {
  /// AF_BLUETOOTH, BTPROTO_HCI and HCI_CHANNEL_CONTROL, macros that Swift's Glibc does not give.
  private static let family: CInt = 31
  private static let protocolNumber: CInt = 1
  private static let controlChannel: UInt16 = 3
  private static let noDevice: UInt16 = 0xFFFF

  /// A socket of our own. The kernel looks for CAP_NET_ADMIN here and never again: without it the
  /// socket tells of adapters but neither scans nor sets anything.
  package static func open() throws(LinkError) -> Descriptor {
    let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    let raw = socket(family, CInt(SOCK_RAW.rawValue) | flags, protocolNumber)
    guard raw >= 0 else { throw LinkError(code: errno, action: "open Bluetooth management") }
    let made = Descriptor(owning: raw)
    // sockaddr_hci: three numbers of this machine's order, 6 bytes.
    let address = [UInt16(family), noDevice, controlChannel]
    let result = unsafe address.withUnsafeBytes {
      unsafe bind(
        raw, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    guard result == 0 else { throw LinkError(code: errno, action: "bind Bluetooth management") }
    return made
  }

  /// A socket that a launcher has bound and passed on: made non-blocking and closed at exec, as our
  /// own is. Nil where the descriptor is no socket.
  package static func adopt(_ raw: CInt) -> Descriptor? {
    var kind: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    guard unsafe getsockopt(raw, SOL_SOCKET, SO_TYPE, &kind, &size) == 0 else { return nil }
    _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
    _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
    return Descriptor(owning: raw)
  }
}
