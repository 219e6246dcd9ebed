import Glibc
import SinewFeedback

/// A blocking client of one of the daemon's sockets, as any screen would write it.
final class SocketClient {
  /// Why there is no conversation; a sentence that says what to do.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let descriptor: CInt
  private var framer = LineFramer(limit: 1 << 20)
  private var waiting: [[UInt8]] = []
  /// True once the daemon has closed the connection.
  private(set) var hasEnded = false

  /// Connects to the socket at `path`.
  init(path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { target -> Bool in
      guard bytes.count < target.count else { return false }
      unsafe target.copyBytes(from: bytes)
      return true
    }
    guard fits else { throw Failure(description: "the socket path is too long: \(path)") }
    descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(O_CLOEXEC), 0)
    guard descriptor >= 0 else { throw Failure(description: "no socket could be made") }
    let connected = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if connected != 0 { throw Self.failure(errno, path: path) }
  }

  deinit { close(descriptor) }

  /// Writes one line.
  func send(_ line: String) throws {
    var bytes = Array(line.utf8)
    bytes.append(0x0A)
    var sent = 0
    while sent < bytes.count {
      let taken = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      guard taken > 0 else { throw Failure(description: "the daemon closed the connection") }
      sent += taken
    }
  }

  /// The next line without its line end; nil when the daemon closed the connection, or nothing
  /// came for `timeoutSeconds` (nil: waits for ever).
  func line(timeoutSeconds: Double? = nil) -> [UInt8]? {
    while waiting.isEmpty {
      if let timeoutSeconds {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&entry, 1, CInt(timeoutSeconds * 1000)) > 0 else { return nil }
      }
      var buffer = [UInt8](repeating: 0, count: 65536)
      let got = unsafe read(descriptor, &buffer, buffer.count)
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        hasEnded = true
        return nil
      }
      for case .line(let bytes) in framer.feed(Array(buffer[..<got])) { waiting.append(bytes) }
    }
    return waiting.removeFirst()
  }

  /// Asks the control socket and returns the `ok` part of the answer.
  static func ask(_ path: String, _ request: JSONObject) throws -> JSONValue {
    try SocketClient(path: path).ask(request)
  }

  /// As the static `ask`, on this connection: what a request begins goes on as long as it is open.
  func ask(_ request: JSONObject) throws -> JSONValue {
    var whole = request
    whole["id"] = 1
    try send(JSONValue.object(whole).text)
    while let line = line(timeoutSeconds: 15) {
      guard let answer = try? JSONValue(parsing: line), answer["id"]?.integer == 1 else { continue }
      if let error = answer["error"] {
        throw Failure(description: error["text"]?.string ?? "the daemon refused")
      }
      return answer["ok"] ?? .null
    }
    throw Failure(description: "the daemon did not answer within 15 s")
  }

  private static func failure(_ number: CInt, path: String) -> Failure {
    switch number {
    case ENOENT, ECONNREFUSED:
      return Failure(
        description: "no daemon listens on \(path): start it (systemctl start sinewd),"
          + " or name another socket with --socket")
    case EACCES, EPERM:
      let group = path.contains("control") ? "sinew-control" : "sinew-feedback"
      return Failure(
        description: "\(path) is closed to this user: join the group \(group)"
          + " (sudo usermod -aG \(group) $USER, then log in again)")
    default:
      return Failure(
        description: "can't reach \(path): \(unsafe String(cString: strerror(number)))")
    }
  }
}
