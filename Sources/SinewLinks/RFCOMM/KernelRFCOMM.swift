/// RFCOMM as the kernel offers it.
package struct KernelRFCOMM: RFCOMMTransport {
  /// A page takes 5.12 s (the controller's default page timeout), and a device in a low-power mode
  /// may need a second one; seconds.
  private static let longest = 10.0

  private let waiter: DescriptorWaiter

  /// `waiter` waits for all its sockets.
  package init(waiter: DescriptorWaiter) { self.waiter = waiter }

  /// An RFCOMM socket, connected or given up after 10 s.
  package func connect(
    to peer: BluetoothAddress, channel: UInt8
  ) async throws(LinkError) -> Descriptor {
    let socket = try BluetoothSocket.serialPort(of: peer, channel: channel)
    try await BluetoothSocket.connected(socket, peer, seconds: Self.longest, waiter)
    return socket
  }

  /// Asks over a connection of its own to the service discovery of `peer`, at most 10 s for the
  /// connection and for each answer.
  package func serialPorts(of peer: BluetoothAddress) async throws(LinkError) -> [UInt8] {
    let socket = try BluetoothSocket.serviceDiscovery(of: peer)
    try await BluetoothSocket.connected(socket, peer, seconds: Self.longest, waiter)
    return try await ServiceDiscovery.serialPorts(
      of: peer, over: socket, seconds: Self.longest, waiter)
  }
}
