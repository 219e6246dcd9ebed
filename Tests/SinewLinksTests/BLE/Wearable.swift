import Glibc
import SinewLinks
import SinewSignal
import Synchronization

/// The far end of a socket pair, one datagram a PDU as on L2CAP, with a server behind it on a
/// thread of its own.
final class Wearable: ATTConnector {
  private let far: Descriptor
  private let near: Mutex<CInt?>
  let server: Mutex<ATTServer>

  /// - Parameter isMute: nothing answers; the test reads and writes the far end itself.
  init(_ server: ATTServer = .armband, isMute: Bool = false) throws {
    var ends: [CInt] = [-1, -1]
    let kind = CInt(SOCK_SEQPACKET.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw LinkError(code: errno, action: "make a socket pair")
    }
    _ = fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK)
    // A test that waits for what never comes fails rather than hangs.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    _ = unsafe setsockopt(
      ends[1], SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    near = Mutex(ends[0])
    far = Descriptor(owning: ends[1])
    self.server = Mutex(server)
    guard !isMute else { return }
    let raw = ends[1]
    _ = try HardThread.start(name: "wearable") { [self] in serve(raw) }
  }

  /// Once: a wearable has one connection.
  func connect(to peer: BLEAddress) async throws -> Descriptor {
    guard
      let raw = near.withLock({ near in
        defer { near = nil }
        return near
      })
    else { throw BLEError.owned(peer) }
    return Descriptor(owning: raw)
  }

  func say(_ pdu: [UInt8]) { _ = unsafe send(far.raw, pdu, pdu.count, CInt(MSG_NOSIGNAL)) }

  /// The next PDU, for a mute wearable; blocks, and is empty in the end.
  func heard() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = unsafe recv(far.raw, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(0, count)))
  }

  func hangUp() { _ = shutdown(far.raw, CInt(SHUT_RDWR)) }

  private func serve(_ raw: CInt) {
    while true {
      let pdu = heard()
      guard !pdu.isEmpty else { return }
      if let answer = server.withLock({ $0.answer(pdu) }) { say(answer) }
    }
  }

  static let address = BLEAddress("C0:C1:C2:C3:C4:C5,random") ?? BLEAddress(.any, .random)
}

/// Reads until something other than `notNow` comes, at most a few seconds.
func next(_ reader: NotificationReader, room: Int = 512) throws -> (Transfer, [UInt8]) {
  var poller = try Poller()
  try poller.add(reader.descriptor, tag: 1)
  var buffer = [UInt8](repeating: 0, count: room)
  for _ in 0..<500 {
    let transfer = unsafe buffer.withUnsafeMutableBytes { unsafe reader.read(into: $0) }
    switch transfer {
    case .bytes(let count): return (transfer, Array(buffer[..<count]))
    case .ended: return (transfer, [])
    case .notNow: poller.wait(timeoutMs: 10)
    }
  }
  return (.notNow, [])
}

/// Runs what blocks on a thread of its own: the pool has only as many threads as the machine has
/// cores, and the link under test needs them.
func onThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { done in
    do {
      _ = try HardThread.start(name: "test") { done.resume(with: Result { try body() }) }
    } catch {
      done.resume(throwing: error)
    }
  }
}
