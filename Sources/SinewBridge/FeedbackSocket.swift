internal import Glibc
internal import SinewFeedback

/// The connection to the daemon's feedback socket; never waits.
///
/// What is not read in time stays in the daemon's own bounded queue, which drops levels first and
/// says `missed`: nothing here can hold the daemon up.
final class FeedbackSocket {
  /// Longest line taken from the daemon, bytes; its own stay far below.
  private static let longestLine = 1 << 20
  /// Bytes read at a time.
  private static let readBytes = 65_536

  let descriptor: CInt
  private var framer = LineFramer(limit: FeedbackSocket.longestLine)
  private var buffer = [UInt8](repeating: 0, count: FeedbackSocket.readBytes)

  /// Connects and asks for what `request` says; nil when the daemon is away.
  init?(path: String, request: JSONObject) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { target -> Bool in
      guard bytes.count < target.count else { return false }
      unsafe target.copyBytes(from: bytes)
      return true
    }
    guard fits else { return nil }
    let kind = CInt(SOCK_STREAM.rawValue) | CInt(O_CLOEXEC) | CInt(O_NONBLOCK)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return nil }
    let isConnected = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    let line = Array((JSONValue.object(request).text + "\n").utf8)
    let sent = unsafe line.withUnsafeBytes {
      unsafe send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
    }
    guard isConnected, sent == line.count else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// What has come; false when the daemon has closed, or says what is no line.
  func read(_ take: ([UInt8]) -> Void) -> Bool {
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(descriptor, $0.baseAddress, $0.count, CInt(MSG_DONTWAIT))
    }
    guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
    var isSound = true
    for item in framer.feed(Array(buffer[..<count])) {
      if case .line(let line) = item { take(line) } else { isSound = false }
    }
    return isSound
  }
}
