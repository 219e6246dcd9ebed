internal import Glibc

/// Connects to a pretended wearable: a Unix socket of datagrams (SOCK_SEQPACKET) on which something
/// answers as a GATT server, one PDU a datagram.
package struct SocketConnector: ATTConnector {
  private let path: String

  package init(path: String) { self.path = path }

  package func connect(to peer: BLEAddress) async throws -> Descriptor {
    do {
      return try connectUnixSocket(path, kind: SOCK_SEQPACKET)
    } catch {
      throw BLEError.system(error)
    }
  }
}
