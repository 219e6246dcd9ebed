import Glibc
import SinewFeedback
import SinewLinks

/// One client of the control socket. Answers are short and few, so what the socket does not take
/// waits in one buffer, and a client that lets it grow is closed.
final class ControlConnection {
  let tag: UInt64
  let link: Descriptor
  /// Who asks, for the log: user id of the peer.
  let uid: UInt32
  let isPermitted: Bool
  var framer = LineFramer()
  /// It asks nothing more and waits for its answers.
  var hasEnded = false
  /// Answers that are still to come.
  var owed = 0
  private var waiting: [UInt8] = []
  private static let mostWaiting = 1 << 20

  init(tag: UInt64, link: consuming Descriptor, uid: UInt32, isPermitted: Bool) {
    self.tag = tag
    self.link = link
    self.uid = uid
    self.isPermitted = isPermitted
  }

  var isBlocked: Bool { !waiting.isEmpty }

  /// Sends one answer. Returns false when the client is gone or takes nothing.
  func answer(_ value: JSONValue) -> Bool {
    waiting += Array(value.text.utf8)
    waiting.append(0x0A)
    return drain() && waiting.count < Self.mostWaiting
  }

  /// Sends what waits. Returns false when the client is gone.
  func drain() -> Bool {
    while !waiting.isEmpty {
      let taken = unsafe waiting.withUnsafeBytes {
        unsafe send(
          link.raw, $0.baseAddress, $0.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
      }
      if taken < 0 { return errno == EAGAIN || errno == EINTR }
      waiting.removeFirst(taken)
    }
    return true
  }
}
