internal import CBluetooth
internal import Glibc
internal import SinewSignal

/// Sockets of the kernel's Bluetooth, connected without blocking. No privilege is needed.
package enum BluetoothSocket {
  /// Begins to connect to an RFCOMM channel; `connected` tells how it ends.
  static func serialPort(
    of peer: BluetoothAddress, channel: UInt8
  ) throws(LinkError) -> Descriptor {
    let socket = try make(SOCK_STREAM, BTPROTO_RFCOMM, peer)
    var address = sockaddr_rc()
    address.rc_family = UInt16(AF_BLUETOOTH)
    address.rc_bdaddr = peer.bdaddr
    address.rc_channel = channel
    try begin(socket, address, peer)
    return socket
  }

  /// Begins to connect to the service that knows the services, one datagram a message.
  static func serviceDiscovery(of peer: BluetoothAddress) throws(LinkError) -> Descriptor {
    let socket = try make(SOCK_SEQPACKET, BTPROTO_L2CAP, peer)
    var address = sockaddr_l2()
    address.l2_family = UInt16(AF_BLUETOOTH)
    address.l2_psm = UInt16(SDP_PSM).littleEndian
    address.l2_bdaddr = peer.bdaddr
    try begin(socket, address, peer)
    return socket
  }

  private static func make(
    _ kind: __socket_type, _ protocolNumber: CInt, _ peer: BluetoothAddress
  ) throws(LinkError) -> Descriptor {
    let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    let raw = socket(AF_BLUETOOTH, CInt(kind.rawValue) | flags, protocolNumber)
    guard raw >= 0 else { throw LinkError(code: errno, connecting: peer) }
    return Descriptor(owning: raw)
  }

  private static func begin<Address: BitwiseCopyable>(
    _ socket: borrowing Descriptor, _ address: Address, _ peer: BluetoothAddress
  ) throws(LinkError) {
    let result = unsafe withUnsafeBytes(of: address) { bytes in
      unsafe connect(
        socket.raw, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
        socklen_t(bytes.count))
    }
    let code = errno
    // EINTR: the kernel goes on with it all the same (connect(2)).
    guard result == 0 || code == EINPROGRESS || code == EINTR else {
      throw LinkError(code: code, connecting: peer)
    }
  }

  /// Waits until the connecting of `socket` has ended well, at most `seconds`.
  ///
  /// - Throws: the obstacle; `system` with ECANCELED when the task is cancelled.
  package static func connected(
    _ socket: borrowing Descriptor, _ peer: BluetoothAddress, seconds: Double,
    _ waiter: DescriptorWaiter
  ) async throws(LinkError) {
    try await wait(for: .writable, socket, peer, seconds: seconds, waiter)
    var code: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    guard unsafe getsockopt(socket.raw, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else {
      throw LinkError(code: errno, connecting: peer)
    }
    guard code == 0 else { throw LinkError(code: code, connecting: peer) }
  }

  /// Waits for `interest` or the end of the connection, at most `seconds`.
  ///
  /// - Throws: as `connected`.
  static func wait(
    for interest: Readiness, _ socket: borrowing Descriptor, _ peer: BluetoothAddress,
    seconds: Double, _ waiter: DescriptorWaiter
  ) async throws(LinkError) {
    let now = MonotonicClock.now()
    let end = MonotonicTime(nanoseconds: now.nanoseconds + Int64(seconds * 1e9))
    guard await waiter.ready(socket.raw, for: interest, until: end) else {
      throw LinkError(code: Task.isCancelled ? ECANCELED : ETIMEDOUT, connecting: peer)
    }
  }
}

extension BluetoothAddress {
  fileprivate var bdaddr: bdaddr_t {
    let bytes = littleEndianBytes
    return bdaddr_t(b: (bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]))
  }
}
