internal import Glibc
internal import SinewSignal

/// Connects to wearables through the kernel's L2CAP sockets, which needs no privilege: a socket on
/// the fixed channel 4, where ATT lives, is one datagram a PDU.
package struct KernelConnector: ATTConnector {
  /// Seconds the kernel listens for a wearable before it gives up. Present ones took 1 to 2 s, and
  /// the next attempt follows at once. Less than the 4 s (HCI_LE_AUTOCONN_TIMEOUT) that the kernel
  /// gives itself from hearing a wearable to being connected: Linux 6.1.192 breaks where a socket is
  /// closed whose attempt has ended by that limit, so it must never come to it.
  package static let longestConnect = 3.5
  /// Bytes of receive buffer to ask for. The kernel drops notifications without a word when it is
  /// full, and books far more than their size: 212,992 bytes held 57 notifications of 20 bytes,
  /// 0.28 s of an armband.
  package static let receiveBuffer = 4 << 20
  /// Bytes below which a pause of a second loses notifications of a fast wearable.
  package static let enoughReceiveBuffer = 1 << 20

  private let waiter: DescriptorWaiter
  /// The adapter to use; nil for the first.
  private let adapter: BLEAddress?
  private let warn: @Sendable (String) -> Void

  /// - Parameter warn: gets a sentence for what would be nice and can't be had.
  package init(
    waiter: DescriptorWaiter, adapter: BLEAddress? = nil,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.waiter = waiter
    self.adapter = adapter
    self.warn = warn
  }

  package func connect(to peer: BLEAddress) async throws -> Descriptor {
    let socket = try begin(to: peer)
    // A little longer than the kernel, whose answer says more than our impatience.
    let limit = MonotonicClock.now().advanced(bySeconds: Self.longestConnect + 2)
    let isReady = await waiter.ready(socket.raw, for: .writable, until: limit)
    let code = isReady ? Self.pendingError(of: socket.raw) : 0
    guard isReady, code == 0, !Task.isCancelled else {
      socket.closeApart()
      try Task.checkCancellation()
      throw isReady
        ? BLEError(code: code, connecting: peer, isAtOnce: false) : BLEError.notHeard(peer)
    }
    return socket
  }

  private func begin(to peer: BLEAddress) throws(BLEError) -> Descriptor {
    let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    let raw = Glibc.socket(
      L2CAPAddress.family, CInt(SOCK_SEQPACKET.rawValue) | flags, L2CAPAddress.protocolNumber)
    guard raw >= 0 else { throw BLEError(code: errno, connecting: peer, isAtOnce: true) }
    let socket = Descriptor(owning: raw)
    // Without this the socket is no fixed channel, and connecting is refused.
    try check(
      unsafe L2CAPAddress(adapter ?? .anyAdapter).withSockaddr { unsafe bind(raw, $0, $1) }, peer)
    // The connect timer, also of a socket that does not block; 40 s by default.
    var limit = timeval(
      tv_sec: Int(Self.longestConnect),
      tv_usec: Int(Self.longestConnect.truncatingRemainder(dividingBy: 1) * 1e6))
    _ = unsafe setsockopt(
      raw, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let got = Self.enlargeReceiveBuffer(raw)
    if got < Self.enoughReceiveBuffer {
      warn(
        "The kernel buffers only \(got / 1024) KiB of a wearable, so that pauses of this computer"
          + " lose samples: set net.core.rmem_max to \(Self.receiveBuffer).")
    }
    try check(unsafe L2CAPAddress(peer).withSockaddr { unsafe Glibc.connect(raw, $0, $1) }, peer)
    return socket
  }

  /// Asks for the buffer and returns what was got, bytes as the kernel counts them.
  package static func enlargeReceiveBuffer(_ raw: CInt) -> Int {
    var size = CInt(receiveBuffer)
    var length = socklen_t(MemoryLayout<CInt>.size)
    _ = unsafe setsockopt(raw, SOL_SOCKET, SO_RCVBUF, &size, length)
    guard unsafe getsockopt(raw, SOL_SOCKET, SO_RCVBUF, &size, &length) == 0 else { return 0 }
    return Int(size)
  }

  private func check(_ result: CInt, _ peer: BLEAddress) throws(BLEError) {
    let code = errno
    // EINTR: the kernel goes on with it all the same (connect(2)).
    guard result == 0 || code == EINPROGRESS || code == EINTR else {
      throw BLEError(code: code, connecting: peer, isAtOnce: true)
    }
  }

  private static func pendingError(of raw: CInt) -> CInt {
    var code: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    let result = unsafe getsockopt(raw, SOL_SOCKET, SO_ERROR, &code, &length)
    return result == 0 ? code : errno
  }
}
