/// One datagram of the kernel's Bluetooth management socket (BlueZ, doc/mgmt-protocol): opcode,
/// controller index and size, low byte first, then so many bytes of parameters.
package struct ManagementPacket: Sendable, Hashable {
  /// The index of packets that belong to no controller.
  package static let noController: UInt16 = 0xFFFF
  /// The largest datagram the kernel sends: a head and what its size can say.
  package static let longest = 6 + 0xFFFF

  package let opcode: UInt16
  package let controller: UInt16
  package let parameters: [UInt8]

  package init(_ opcode: UInt16, _ controller: UInt16, _ parameters: [UInt8] = []) {
    self.opcode = opcode
    self.controller = controller
    self.parameters = parameters
  }

  /// Nil unless the size fits exactly.
  package init?(_ bytes: some Collection<UInt8>) {
    var cursor = ByteCursor(bytes)
    guard let opcode = cursor.word(), let controller = cursor.word(), let size = cursor.word(),
      cursor.rest.count == Int(size)
    else { return nil }
    self.init(opcode, controller, Array(cursor.rest))
  }

  package var bytes: [UInt8] {
    var made: [UInt8] = []
    made.append(littleEndian: opcode)
    made.append(littleEndian: controller)
    made.append(littleEndian: UInt16(truncatingIfNeeded: parameters.count))
    return made + parameters
  }
}
