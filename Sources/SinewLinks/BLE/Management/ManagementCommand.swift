package import SinewSignal

/// What the management socket is asked to do. All but the first three need a socket that was bound
/// with CAP_NET_ADMIN; others are answered with "permission denied".
package enum ManagementCommand: Sendable, Hashable {
  case readVersion
  case readIndexList
  case readControllerInformation
  case setPowered(Bool)
  case setLowEnergy(Bool)
  case disconnect(BLEAddress)
  case startDiscovery
  case stopDiscovery
  /// Reports only what advertises one of the services, at least so strong (dBm; 127 for any).
  case startServiceDiscovery(rssi: Int8, [BluetoothUUID])
  /// All of them in one command: each load clears what was loaded before.
  case loadConnectionParameters([ConnectionParameters])
  /// Connects whenever the device advertises.
  case addDevice(BLEAddress)

  /// Both kinds of LE address (bits 1 and 2 of the address type mask).
  package static let lowEnergyMask: UInt8 = 0x06

  package var opcode: UInt16 {
    switch self {
    case .readVersion: 0x0001
    case .readIndexList: 0x0003
    case .readControllerInformation: 0x0004
    case .setPowered: 0x0005
    case .setLowEnergy: 0x000D
    case .disconnect: 0x0014
    case .startDiscovery: 0x0023
    case .stopDiscovery: 0x0024
    case .startServiceDiscovery: 0x003A
    case .loadConnectionParameters: 0x0035
    case .addDevice: 0x0033
    }
  }

  /// - Parameter controller: ignored where the command belongs to none.
  package func packet(for controller: UInt16) -> ManagementPacket {
    switch self {
    case .readVersion, .readIndexList:
      ManagementPacket(opcode, ManagementPacket.noController)
    default: ManagementPacket(opcode, controller, parameters)
    }
  }

  private var parameters: [UInt8] {
    switch self {
    case .readVersion, .readIndexList, .readControllerInformation: return []
    case .setPowered(let isOn), .setLowEnergy(let isOn): return [isOn ? 1 : 0]
    case .disconnect(let peer): return peer.bytes
    case .startDiscovery, .stopDiscovery: return [Self.lowEnergyMask]
    case .startServiceDiscovery(let rssi, let services):
      var made = [Self.lowEnergyMask, UInt8(bitPattern: rssi)]
      made.append(littleEndian: UInt16(clamping: services.count))
      return made + services.flatMap(\.allLittleEndian)
    case .loadConnectionParameters(let all):
      var made: [UInt8] = []
      made.append(littleEndian: UInt16(clamping: all.count))
      return made + all.flatMap(\.bytes)
    case .addDevice(let peer): return peer.bytes + [2]
    }
  }
}

extension BLEAddress {
  /// Six bytes of address, one of type.
  var bytes: [UInt8] { address.littleEndianBytes + [kind.rawValue] }

  init?(_ cursor: inout ByteCursor) {
    guard let bytes = cursor.take(6), let address = BluetoothAddress(littleEndian: bytes),
      let kind = cursor.byte().flatMap(Kind.init)
    else { return nil }
    self.init(address, kind)
  }
}

extension BluetoothUUID {
  /// Sixteen bytes, also where there is a short form.
  fileprivate var allLittleEndian: [UInt8] {
    [low, high].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> (8 * UInt64($0))) }
    }
  }
}
