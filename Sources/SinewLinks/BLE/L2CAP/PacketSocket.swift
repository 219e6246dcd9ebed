internal import Glibc

/// A socket that carries one PDU or packet a datagram, shared by the thread that reads and the task
/// that writes; closed when both have let it go.
final class PacketSocket: Sendable {
  let raw: CInt

  init(_ descriptor: consuming Descriptor) { raw = descriptor.release() }

  deinit { Descriptor(owning: raw).closeApart() }

  /// Sends one whole or not at all.
  func send(_ pdu: [UInt8]) -> Transfer { Transfer.write(raw, pdu[...]) }

  /// Ends the connection for whoever reads or writes it, and leaves the number valid.
  func end() { _ = shutdown(raw, CInt(SHUT_RDWR)) }
}
