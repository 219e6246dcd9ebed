import Glibc
import SinewLinks
import Synchronization

/// The kernel's end of a management socket, on a thread of its own: answers, and reports a wearable
/// as soon as somebody scans.
final class KernelEnd: Sendable {
  let near: CInt
  private let far: CInt

  init() throws {
    var ends: [CInt] = [-1, -1]
    let kind = CInt(SOCK_SEQPACKET.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw LinkError(code: errno, action: "make a socket pair")
    }
    _ = fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK)
    near = ends[0]
    far = ends[1]
    let raw = ends[1]
    _ = try HardThread.start(name: "kernel") { Self.serve(raw) }
  }

  func end() { _ = shutdown(far, CInt(SHUT_RDWR)) }

  private static func serve(_ raw: CInt) {
    let socket = Descriptor(owning: raw)
    var kernel = FakeKernel()
    kernel.adapters = [0: .init(address: "00:11:22:33:44:55")]
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe recv(socket.raw, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      let packet = Array(buffer[..<count])
      if let answer = kernel.answer(packet) {
        _ = unsafe send(socket.raw, answer, answer.count, CInt(MSG_NOSIGNAL))
      }
      guard packet[0] == 0x23 else { continue }
      let report = hex("12 00 00 00 0e 00 c5 c4 c3 c2 c1 c0 02 c7 00 00 00 00 00 00")
      _ = unsafe send(socket.raw, report, report.count, CInt(MSG_NOSIGNAL))
    }
  }
}
