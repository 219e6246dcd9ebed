package import SinewSignal

/// Movella DOT (formerly Xsens DOT): IMU with fusion, 1 to 60 Hz.
///
/// Link: Bluetooth LE, known by the maker's company identifier or its name. All little-endian. Each
/// notification is one sample: the sensor's clock u32 in microseconds, then the quantities of the
/// payload mode (float32; the magnetic field int16/4096), then zeros up to 20, 40 or 63 bytes. A
/// small ATT MTU cuts the zeros off, which does no harm.
///
/// The usual mode is 21, acceleration (with gravity, given here in g) and turn rate (deg/s);
/// `DriverSettings.payloadMode` names another one. The time stamp is the sample's own and tells what
/// is missing.
///
/// Sources: Movella DOT BLE Service Specification XD0506P; xsens_dot_server (Movella's example,
/// which divides the magnetic field by 4096).
package struct MovellaDOT: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "movella-dot", name: "Movella DOT", links: [.ble],
    streams: DOTMode.usual.streams(rateHz: 60), gatt: gatt, isolation: nil)

  // Places in the profile's list of characteristics.
  static let information: UInt8 = 0
  static let deviceControl: UInt8 = 1
  static let measurementControl: UInt8 = 2
  static let shortPayload: UInt8 = 3
  static let mediumPayload: UInt8 = 4
  static let longPayload: UInt8 = 5

  private static let gatt: GATTProfile = {
    func uuid(_ short: UInt64) -> BluetoothUUID {
      BluetoothUUID(high: 0x1517_0000_4947_11E9 | short << 32, low: 0x8646_D663_BD87_3D93)
    }
    let measured = [0x2001, 0x2004, 0x2003, 0x2002].map {
      GATTCharacteristic(service: uuid(0x2000), uuid: uuid($0))
    }
    return GATTProfile(
      characteristics: [0x1001, 0x1002].map {
        GATTCharacteristic(service: uuid(0x1000), uuid: uuid($0))
      } + measured,
      advertisement: AdvertisementPattern(
        namePrefixes: ["Movella DOT", "Movella Dot", "Xsens DOT", "Xsens Dot"], company: 0x0886),
      connectionIntervalMs: 15...30,
      // Visit mask: only the identify bit.
      identify: GATTRecord(.write, deviceControl, [1, 1] + [UInt8](repeating: 0, count: 30)).bytes)
  }()

  private let mode: DOTMode
  private var handshake: DOTHandshake
  private var reader = GATTRecordReader()
  private var isUnstarted = true

  package init(settings: DriverSettings) {
    mode = DOTMode(settings.payloadMode) ?? .usual
    handshake = DOTHandshake(settings: settings, mode: mode)
  }

  package var streams: [StreamProfile] { mode.streams(rateHz: handshake.rateHz) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation { handshake.step(heard) }

  package func farewell() -> [UInt8] {
    GATTRecord(.write, Self.measurementControl, [1, 0, mode.number]).bytes
  }

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      reader.append(bytes[index])
      index &+= 1
      while reader.holdsRecord(&batch) {
        if reader.isNotification { take(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    guard reader.characteristic == mode.characteristic else {
      batch.note(.unknownKind, bytes: reader.count &+ 7)
      return
    }
    guard reader.count >= mode.size, isFinite() else {
      batch.note(.framing, bytes: reader.count &+ 7)
      return
    }
    let time = UInt32(truncatingIfNeeded: reader.littleEndian(at: 0, size: 4))
    let isClipped =
      mode.statusOffset > 0 && reader.littleEndian16(at: mode.statusOffset) & 0x1FF != 0
    var stream = 0
    while stream < mode.streamCount {
      var frame = Frame(
        arrival: arrival, counter: time, stream: UInt8(truncatingIfNeeded: stream))
      if isUnstarted { frame.add(.restarted) }
      if isClipped { frame.add(.clipped) }
      fill(&frame, stream)
      batch.append(frame)
      stream &+= 1
    }
    isUnstarted = false
  }

  @_noLocks @_noAllocation
  private func fill(_ frame: inout Frame, _ stream: Int) {
    var index = 0
    while index < mode.fieldCount {
      let field = mode.field(index)
      index &+= 1
      guard field.stream == stream else { continue }
      var place = 0
      while place < field.count {
        frame.values[field.slot &+ place] = Float(value(field, place) * field.scale)
        place &+= 1
      }
    }
  }

  @_noLocks @_noAllocation
  private func value(_ field: DOTField, _ place: Int) -> Double {
    switch field.quantity {
    case .magneticField: Double(reader.littleEndian16(at: field.offset &+ 2 &* place))
    default: Double(reader.littleEndianFloat(at: field.offset &+ 4 &* place))
    }
  }

  /// A number that is none, or infinite, can't have been measured.
  @_noLocks @_noAllocation
  private func isFinite() -> Bool {
    var index = 0
    while index < mode.fieldCount {
      let field = mode.field(index)
      var place = 0
      while place < field.count {
        let number = value(field, place)
        guard number - number == 0 else { return false }
        place &+= 1
      }
      index &+= 1
    }
    return true
  }
}
