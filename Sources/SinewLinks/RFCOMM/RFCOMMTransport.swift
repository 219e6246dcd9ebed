/// What a Bluetooth Classic link needs of the world outside, so that everything above it runs
/// without a radio.
package protocol RFCOMMTransport: Sendable {
  /// Connects to a channel, 1...30, of `peer`. Comes back when the device has answered or the page
  /// has run out, some seconds. The descriptor is a non-blocking stream of bytes.
  ///
  /// - Throws: `bluetooth` with the obstacle; `refused` where nothing serves on this channel.
  func connect(to peer: BluetoothAddress, channel: UInt8) async throws(LinkError) -> Descriptor

  /// The RFCOMM channels of the serial ports (service class 0x1101) that `peer` says it has, in its
  /// order, each 1...30 and once; empty where it has none.
  func serialPorts(of peer: BluetoothAddress) async throws(LinkError) -> [UInt8]
}

/// Channel numbers that RFCOMM knows (Bluetooth RFCOMM 1.2, 5.4: server channels 1...30).
package let rfcommChannels: ClosedRange<UInt8> = 1...30
