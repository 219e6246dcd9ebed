package import SinewSignal

// Movella (Xsens) DOT: one measurement of a chosen payload a sample, with the sensor's microseconds.
// Written from the device sheet alone, so that it can stand witness against the driver.

/// A pretend Movella DOT.
package struct MovellaDOTPeripheral: PeripheralModel {
  /// A UUID of the maker's by its 16-bit part.
  package static func uuid(_ short: UInt16) -> BluetoothUUID {
    BluetoothUUID(high: 0x1517_0000_4947_11E9 | UInt64(short) << 32, low: 0x8646_D663_BD87_3D93)
  }
  package static let deviceInfo = uuid(0x1001)
  package static let deviceControl = uuid(0x1002)
  package static let deviceReport = uuid(0x1004)
  package static let measurementControl = uuid(0x2001)
  package static let longPayload = uuid(0x2002)
  package static let mediumPayload = uuid(0x2003)
  package static let shortPayload = uuid(0x2004)
  package static let battery = uuid(0x3001)
  package static let message = uuid(0x7001)
  package static let acknowledge = uuid(0x7002)

  private static let rates: Set<UInt16> = [1, 4, 10, 12, 15, 20, 30, 60]

  package let configuration: MovellaDOTConfiguration
  /// The payload mode that runs; nil while it does not measure.
  package private(set) var mode: UInt8?
  /// Times the identify bit was written.
  package private(set) var identified = 0
  /// Samples a second now.
  package private(set) var rateHz: UInt16

  private var source: any SignalSource
  private let clock: DeviceClock
  private var timer: SampleTimer
  private var powerOffAt: Double?

  package init(
    _ configuration: MovellaDOTConfiguration = MovellaDOTConfiguration(),
    source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    rateHz = configuration.rateHz
    powerOffAt = configuration.powerOffAt
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    timer = SampleTimer(rateHz: Double(max(1, configuration.rateHz)), clock: clock)
  }

  package var name: String { configuration.name }
  /// It has a battery service of its own.
  package let batteryPercent: UInt8? = nil
  package var advertisement: [UInt8] {
    AdvertisingData.flags + AdvertisingData.manufacturer(0x0886)
  }

  package var services: [ServedService] {
    [
      ServedService(
        Self.uuid(0x1000),
        [
          ServedCharacteristic(Self.deviceInfo, .read, value: identity),
          ServedCharacteristic(
            Self.deviceControl, [.read, .write], value: control, writeLengths: 32...32),
          ServedCharacteristic(Self.deviceReport, .notify),
        ]),
      ServedService(
        Self.uuid(0x2000),
        [
          ServedCharacteristic(
            Self.measurementControl, [.read, .write], value: [1, 0, 0], writeLengths: 3...3),
          ServedCharacteristic(Self.longPayload, .notify),
          ServedCharacteristic(Self.mediumPayload, .notify),
          ServedCharacteristic(Self.shortPayload, .notify),
          ServedCharacteristic(
            Self.uuid(0x2006), [.read, .write], value: [0, 0], writeLengths: 2...2),
          ServedCharacteristic(Self.uuid(0x2007), .read, value: [0]),
        ]),
      ServedService(
        Self.uuid(0x3000),
        [
          ServedCharacteristic(
            Self.battery, [.read, .notify], value: [configuration.chargePercent, 0])
        ]),
      ServedService(
        Self.uuid(0x7000),
        [
          ServedCharacteristic(Self.message, .write, writeLengths: 1...160),
          ServedCharacteristic(Self.acknowledge, .read),
          ServedCharacteristic(Self.uuid(0x7003), .notify),
        ]),
    ]
  }

  /// Address, firmware, its build date, soft device, serial number, product code.
  private var identity: [UInt8] {
    var bytes = Array(configuration.address.prefix(6)) + configuration.firmware.prefix(3)
    bytes += LittleEndian.bytes(2023, 2) + [7, 1, 12, 0, 0]
    bytes += LittleEndian.bytes(0xB6, 4)
    bytes += LittleEndian.bytes(0xD422_CDAA_BBCC, 8)
    return bytes + Array("XS-T02".utf8)
  }

  /// Sleep times of ten minutes, the tag, the rate.
  private var control: [UInt8] {
    let tag = Array(name.utf8.prefix(16))
    var bytes: [UInt8] = [0, 0, 0, 10, 0, 10, 0, UInt8(tag.count)] + tag
    bytes += [UInt8](repeating: 0, count: 24 - bytes.count)
    bytes += LittleEndian.bytes(rateHz, 2)
    return bytes + [UInt8](repeating: 0, count: 6)
  }

  // MARK: Link

  package var nextDue: Double? {
    [mode == nil ? nil : timer.due, powerOffAt].compactMap { $0 }.min()
  }

  package mutating func disconnected(at seconds: Double) { mode = nil }

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    switch characteristic {
    case Self.deviceControl: return setControl(value, &server)
    case Self.measurementControl: return measure(value, at: seconds, &server)
    case Self.message:
      // Every byte of a message, its sum included, adds up to 0.
      guard value.reduce(0, &+) == 0 else { return .valueNotAllowed }
      server.set([0x02, 0x02, 0x03, 0x00, 0xF9], of: Self.acknowledge)
      return nil
    default: return nil
    }
  }

  /// Takes only what the mask names; the rate is fixed while it measures.
  private mutating func setControl(_ value: [UInt8], _ server: inout ATTServer) -> ATTError? {
    let mask = value[0]
    if mask & 0x01 != 0, value[1] == 1 { identified += 1 }
    if mask & 0x10 != 0 {
      let wanted = UInt16(LittleEndian.number(value[24...25]))
      guard mode == nil, Self.rates.contains(wanted) else { return .application }
      rateHz = wanted
    }
    server.set(control, of: Self.deviceControl)
    return nil
  }

  private mutating func measure(
    _ value: [UInt8], at seconds: Double, _ server: inout ATTServer
  ) -> ATTError? {
    guard value[0] == 1, value[1] <= 1, MovellaDOTPayload.modes[value[2]] != nil else {
      return .application
    }
    if value[1] == 1 {
      mode = value[2]
      timer.restart(at: seconds, rateHz: Double(rateHz))
    } else {
      mode = nil
    }
    server.set(value, of: Self.measurementControl)
    return nil
  }

  // MARK: Streams

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds {
      if due == powerOffAt {
        powerOffAt = nil
        mode = nil
        server.notify(Self.deviceReport, [1] + [UInt8](repeating: 0, count: 35))
        return server.hangUp()
      }
      send(at: due, &server)
      timer.step()
    }
  }

  private mutating func send(at seconds: Double, _ server: inout ATTServer) {
    guard let mode, let payload = MovellaDOTPayload.modes[mode] else { return }
    let elapsed = UInt64(max(0, clock.device(fromHost: seconds) * 1e6).rounded())
    let stamp = configuration.clockStart &+ UInt32(truncatingIfNeeded: elapsed)
    let bytes = payload.bytes(
      microseconds: stamp, source.motion(at: seconds), rateHz: Double(rateHz))
    switch payload.size {
    case .long: server.notify(Self.longPayload, bytes)
    case .medium: server.notify(Self.mediumPayload, bytes)
    case .short: server.notify(Self.shortPayload, bytes)
    }
  }
}
