/// Makes connections over which ATT PDUs pass in order, one a datagram: the kernel's sockets, or in
/// a test the other end of a socket pair.
package protocol ATTConnector: Sendable {
  /// A connected descriptor that does not block.
  ///
  /// - Throws: the obstacle; `CancellationError` when the task is cancelled.
  func connect(to peer: BLEAddress) async throws -> Descriptor
}
