/// Asks a device for its serial ports over a connected socket to its service discovery.
package enum ServiceDiscovery {
  /// An L2CAP channel of the default kind carries at most 672 bytes a message; the rest of a longer
  /// one is cut off and refused.
  private static let longestMessage = 1024

  /// The channels of its serial ports, each 1...30 and once; empty where it has none. `socket` keeps
  /// the bounds of messages. Takes at most `seconds` for each message.
  ///
  /// - Throws: `bluetooth` with the obstacle; `system` with ECANCELED when the task is cancelled.
  package static func serialPorts(
    of peer: BluetoothAddress, over socket: borrowing Descriptor, seconds: Double,
    _ waiter: DescriptorWaiter
  ) async throws(LinkError) -> [UInt8] {
    var query = ServiceQuery()
    var request = query.begin()
    while true {
      try send(request, to: socket, peer)
      let message = try await receive(from: socket, peer, seconds, waiter)
      switch query.take(message) {
      case .ask(let next): request = next
      case .malformed: throw .bluetooth(.unreadableServices, peer)
      case .answer(let lists):
        guard let channels = ServiceRecords.channels(in: lists) else {
          throw .bluetooth(.unreadableServices, peer)
        }
        return channels
      }
    }
  }

  /// A message is one send: a socket of messages takes it whole or not at all.
  private static func send(
    _ message: [UInt8], to socket: borrowing Descriptor, _ peer: BluetoothAddress
  ) throws(LinkError) {
    guard case .bytes(message.count) = Transfer.write(socket.raw, message[...]) else {
      throw .bluetooth(.dropped, peer)
    }
  }

  private static func receive(
    from socket: borrowing Descriptor, _ peer: BluetoothAddress, _ seconds: Double,
    _ waiter: DescriptorWaiter
  ) async throws(LinkError) -> [UInt8] {
    try await BluetoothSocket.wait(for: .readable, socket, peer, seconds: seconds, waiter)
    var buffer = [UInt8](repeating: 0, count: longestMessage)
    let raw = socket.raw
    let transfer = unsafe buffer.withUnsafeMutableBytes { unsafe Transfer.read(raw, into: $0) }
    guard case .bytes(let count) = transfer else { throw .bluetooth(.dropped, peer) }
    return Array(buffer[..<count])
  }
}
