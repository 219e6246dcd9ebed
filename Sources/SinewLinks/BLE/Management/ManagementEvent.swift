/// What the management socket tells.
package enum ManagementEvent: Sendable, Hashable {
  /// The end of a command, with what it returns; a bare status has no return parameters.
  case finished(opcode: UInt16, ManagementStatus, [UInt8])
  case controllerAdded
  case controllerRemoved
  case newSettings(Controller.Settings)
  case connected(BLEAddress)
  case disconnected(BLEAddress, DisconnectReason)
  case connectFailed(BLEAddress, ManagementStatus)
  case found(AdvertisingReport)
  case discovering(Bool)
  /// Interval in units of 1.25 ms, timeout of 10 ms.
  case newConnectionParameters(
    BLEAddress, interval: UInt16, latency: UInt16, timeout: UInt16)

  /// Nil for events that are not needed and for those of the wrong size.
  package init?(_ packet: ManagementPacket) {
    var cursor = ByteCursor(packet.parameters)
    guard let event = Self.parse(packet.opcode, &cursor) else { return nil }
    self = event
  }

  private static func parse(_ opcode: UInt16, _ cursor: inout ByteCursor) -> ManagementEvent? {
    switch opcode {
    case 0x0001, 0x0002:
      guard let command = cursor.word(), let status = cursor.byte() else { return nil }
      return .finished(
        opcode: command, ManagementStatus(rawValue: status), Array(cursor.rest))
    case 0x0004: return .controllerAdded
    case 0x0005: return .controllerRemoved
    case 0x0006: return cursor.long().map { .newSettings(Controller.Settings(rawValue: $0)) }
    case 0x000B: return BLEAddress(&cursor).map { .connected($0) }
    case 0x000C:
      guard let peer = BLEAddress(&cursor), let reason = cursor.byte() else { return nil }
      return .disconnected(peer, DisconnectReason(rawValue: reason) ?? .unspecified)
    case 0x000D:
      guard let peer = BLEAddress(&cursor), let status = cursor.byte() else { return nil }
      return .connectFailed(peer, ManagementStatus(rawValue: status))
    case 0x0012: return AdvertisingReport(&cursor).map { .found($0) }
    case 0x0013:
      guard cursor.byte() != nil, let state = cursor.byte() else { return nil }
      return .discovering(state != 0)
    case 0x001C: return parameters(&cursor)
    default: return nil
    }
  }

  private static func parameters(_ cursor: inout ByteCursor) -> ManagementEvent? {
    guard let peer = BLEAddress(&cursor), cursor.byte() != nil, let shortest = cursor.word(),
      let longest = cursor.word(), let latency = cursor.word(), let timeout = cursor.word(),
      shortest <= longest
    else { return nil }
    return .newConnectionParameters(
      peer, interval: longest, latency: latency, timeout: timeout)
  }
}

/// Why the kernel says that a connection ended.
package enum DisconnectReason: UInt8, Sendable, Hashable, CaseIterable {
  case unspecified = 0
  case timeout = 1
  case local = 2
  case remote = 3
  case authenticationFailure = 4
  case suspend = 5
}

/// One advertisement or scan response, as it was heard.
package struct AdvertisingReport: Sendable, Hashable {
  package let peer: BLEAddress
  /// Strength at the adapter, dBm; nil where the adapter does not say.
  package let rssi: Int8?
  package let isConnectable: Bool
  package let isScanResponse: Bool
  package let advertisement: Advertisement

  init?(_ cursor: inout ByteCursor) {
    guard let peer = BLEAddress(&cursor), let rssi = cursor.byte(), let flags = cursor.long(),
      let size = cursor.word(), let data = cursor.take(Int(size))
    else { return nil }
    self.peer = peer
    self.rssi = rssi == 127 ? nil : Int8(bitPattern: rssi)
    isConnectable = flags & 1 << 2 == 0
    isScanResponse = flags & 1 << 5 != 0
    advertisement = Advertisement(data)
  }
}
