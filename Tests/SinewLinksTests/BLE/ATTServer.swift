import SinewLinks
import SinewSignal

/// Bytes from the way the sheets write them: `1b 2b 00`.
func hex(_ text: String) -> [UInt8] {
  text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}

/// A second way to the same words, for messages of failed expectations.
func words(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

/// A GATT server with a table, that answers as the specification says: what the client is tried
/// against when nobody lies.
struct ATTServer {
  struct Attribute {
    let handle: UInt16
    let type: BluetoothUUID
    var value: [UInt8]
    /// The last handle of a service; of everything else its own.
    var end: UInt16
  }

  var attributes: [Attribute] = []
  var mtu: UInt16 = 185
  /// Write requests and commands, as they came.
  var writes: [(handle: UInt16, value: [UInt8])] = []
  /// Errors to give to writes and reads of a handle.
  var errors: [UInt16: ATTError] = [:]
  private var agreed: UInt16 = 23

  mutating func service(_ uuid: BluetoothUUID, _ handles: ClosedRange<UInt16>) {
    attributes.append(
      Attribute(
        handle: handles.lowerBound, type: BluetoothUUID(0x2800), value: uuid.littleEndian,
        end: handles.upperBound))
  }

  mutating func characteristic(
    _ uuid: BluetoothUUID, _ properties: UInt8, _ declaration: UInt16, value: [UInt8] = [],
    configuration: UInt16? = nil
  ) {
    let place = declaration + 1
    let declared =
      [properties, UInt8(truncatingIfNeeded: place), UInt8(place >> 8)] + uuid.littleEndian
    add(declaration, BluetoothUUID(0x2803), declared)
    add(place, uuid, value)
    if let configuration { add(configuration, BluetoothUUID(0x2902), [0, 0]) }
  }

  mutating func add(_ handle: UInt16, _ type: BluetoothUUID, _ value: [UInt8]) {
    attributes.append(Attribute(handle: handle, type: type, value: value, end: handle))
  }

  /// The answer to one PDU, nil for what needs none.
  mutating func answer(_ pdu: [UInt8]) -> [UInt8]? {
    guard let asked = ATTPDU(pdu), let first = pdu.first else { return nil }
    func refuse(_ handle: UInt16, _ error: ATTError) -> [UInt8] {
      ATTPDU.errorResponse(request: first, handle: handle, error).bytes
    }
    switch asked {
    case .exchangeMTURequest(let theirs):
      agreed = max(23, min(mtu, theirs))
      return ATTPDU.exchangeMTUResponse(mtu).bytes
    case .readByGroupTypeRequest(let range, let type):
      let found = attributes.filter { range.contains($0.handle) && $0.type == type }
      guard let size = found.first?.value.count else {
        return refuse(range.lowerBound, .attributeNotFound)
      }
      let same = found.prefix { $0.value.count == size }.prefix((Int(agreed) - 2) / (size + 4))
      return ATTPDU.readByGroupTypeResponse(
        same.map { ATTGroup($0.handle...$0.end, $0.value) }
      ).bytes
    case .readByTypeRequest(let range, let type):
      let found = attributes.filter { range.contains($0.handle) && $0.type == type }
      guard let longest = found.first?.value.count else {
        return refuse(range.lowerBound, .attributeNotFound)
      }
      let size = min(longest, min(Int(agreed) - 4, 253))
      let same = found.prefix { $0.value.count == longest }.prefix((Int(agreed) - 2) / (size + 2))
      return ATTPDU.readByTypeResponse(
        same.map { ATTHandleValue($0.handle, Array($0.value.prefix(size))) }
      ).bytes
    case .findInformationRequest(let range):
      let found = attributes.filter { range.contains($0.handle) }
      guard let size = found.first?.type.littleEndian.count else {
        return refuse(range.lowerBound, .attributeNotFound)
      }
      let same = found.prefix { $0.type.littleEndian.count == size }
        .prefix((Int(agreed) - 2) / (size + 2))
      return ATTPDU.findInformationResponse(same.map { ATTAttribute($0.handle, $0.type) }).bytes
    case .readRequest(let handle):
      if let error = errors[handle] { return refuse(handle, error) }
      guard let found = attributes.first(where: { $0.handle == handle }) else {
        return refuse(handle, .invalidHandle)
      }
      return ATTPDU.readResponse(Array(found.value.prefix(Int(agreed) - 1))).bytes
    case .readBlobRequest(let handle, let offset):
      guard let found = attributes.first(where: { $0.handle == handle }) else {
        return refuse(handle, .invalidHandle)
      }
      guard Int(offset) <= found.value.count else { return refuse(handle, .invalidOffset) }
      return ATTPDU.readBlobResponse(
        Array(found.value.dropFirst(Int(offset)).prefix(Int(agreed) - 1))
      ).bytes
    case .writeRequest(let handle, let value):
      if let error = errors[handle] { return refuse(handle, error) }
      writes.append((handle, value))
      return ATTPDU.writeResponse.bytes
    case .writeCommand(let handle, let value):
      writes.append((handle, value))
      return nil
    default: return nil
    }
  }
}

extension ATTServer {
  static let emg = BluetoothUUID(high: 0xD506_0005_A904_DEB9, low: 0x4748_2C7F_4A12_4842)
  static let control = BluetoothUUID(high: 0xD506_0001_A904_DEB9, low: 0x4748_2C7F_4A12_4842)

  static func myo(_ number: UInt64) -> BluetoothUUID {
    BluetoothUUID(
      high: 0xD506_0000_A904_DEB9 | number << 32, low: 0x4748_2C7F_4A12_4842)
  }

  /// Battery and EMG of an armband, at the handles of real ones.
  static var armband: ATTServer {
    var server = ATTServer()
    server.service(BluetoothUUID(0x180F), 0x0F...0x12)
    server.characteristic(BluetoothUUID(0x2A19), 0x12, 0x10, value: [0x5B], configuration: 0x12)
    server.service(emg, 0x29...0x35)
    for index in 0..<4 {
      let start = 0x2A + 3 * UInt16(index)
      server.characteristic(
        myo(UInt64(0x0105 + 0x100 * index)), 0x10, start, configuration: start + 2)
    }
    return server
  }

  /// What a driver of the armband's EMG would declare; only the first of the four.
  static var armbandProfile: GATTProfile {
    GATTProfile(
      characteristics: [GATTCharacteristic(service: emg, uuid: myo(0x0105))],
      advertisement: AdvertisementPattern(services: [control]))
  }
}
