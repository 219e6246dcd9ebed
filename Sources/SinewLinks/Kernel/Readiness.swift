internal import CLinux

/// What a descriptor is ready for, or what has happened to it. `error` and `hangUp` are always
/// reported, asked for or not.
package struct Readiness: OptionSet, Sendable, Hashable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Bytes to read, a connection to accept, or the end of the stream.
  package static let readable = Readiness(rawValue: SINEW_READABLE)
  /// Room to write.
  package static let writable = Readiness(rawValue: SINEW_WRITABLE)
  package static let error = Readiness(rawValue: SINEW_ERROR)
  /// The other end is gone; bytes may still be waiting.
  package static let hangUp = Readiness(rawValue: SINEW_HANG_UP)
  /// The peer of a stream socket will send no more.
  package static let peerClosed = Readiness(rawValue: SINEW_PEER_CLOSED)
  /// Of an interest: each event is told once, not for as long as the descriptor is ready. A
  /// `WakeUp` watched so need not be drained, which saves its reader a system call each time.
  package static let edge = Readiness(rawValue: SINEW_EDGE)
}
