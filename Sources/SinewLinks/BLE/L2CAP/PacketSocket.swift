internal import Glibc

/// A socket that carries one PDU or packet a datagram, shared by the thread that reads and the task
/// that writes; closed when both have let it go.
final class PacketSocket: Sendable {
  private let descriptor: Descriptor

  init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

  var raw: CInt { descriptor.raw }

  /// Sends one whole or not at all.
  func send(_ pdu: [UInt8]) -> Transfer { Transfer.write(raw, pdu[...]) }

  /// Ends the connection for whoever reads or writes it, and leaves the number valid.
  func end() { _ = shutdown(raw, CInt(SHUT_RDWR)) }
}
