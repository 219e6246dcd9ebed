import SinewEmulators
import SinewSignal
import Testing

@Suite struct MovellaDOTPeripheralTests {
  private typealias DOT = MovellaDOTPeripheral

  private func started(
    mode: UInt8, on characteristic: BluetoothUUID,
    _ configuration: MovellaDOTConfiguration = .init(),
    source: any SignalSource = SineSource(), mtu: UInt16 = 247
  ) -> FakeCentral {
    var central = FakeCentral(DOT(configuration, source: source), mtu: mtu)
    #expect(central.subscribe(characteristic) == nil)
    #expect(central.write([1, 1, mode], to: DOT.measurementControl) == nil)
    return central
  }

  private func float(_ bytes: [UInt8], _ offset: Int) -> Float {
    Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) })
  }

  @Test func deviceInformationHas34Bytes() {
    var central = FakeCentral(DOT(source: SineSource()))
    let value = central.read(DOT.deviceInfo)
    #expect(value.count == 34)
    #expect(Array(value[..<9]) == Wire.bytes("cc bb aa cd 22 d4 03 00 00"))
    #expect(Array(value[28...]) == Array("XS-T02".utf8))
    #expect(central.read(DOT.deviceControl).count == 32)
    #expect(central.read(DOT.battery) == [88, 0])
  }

  @Test func rateQuantitiesAreInMetresAndDegrees() {
    let sample = MotionSample(
      accelerationG: SIMD3(0, 0, 1), turnRateDPS: SIMD3(-100.5, 2000, 0.0625))
    var central = started(
      mode: 20, on: DOT.mediumPayload, source: ConstantSource(sample: sample))
    let values = central.values(of: DOT.mediumPayload, forSeconds: 1.001)
    #expect(values.count == 60)
    let value = values[0]
    #expect(value.count == 40)
    #expect(abs(float(value, 12) - 9.80665) < 1e-5)
    #expect(
      Array(value[16..<34]) == Wire.bytes("00 00 c9 c2 00 00 fa 44 00 00 80 3d 00 08 00 00 00 f4"))
    #expect(value[34...].allSatisfy { $0 == 0 })
    let stamps = values.map { value in (0..<4).reduce(0) { $0 | Int(value[$1]) << (8 * $1) } }
    #expect(zip(stamps.dropFirst(), stamps).allSatisfy { (16_666...16_667).contains($0 - $1) })
  }

  @Test(arguments: [
    (5 as UInt8, 0x2004 as UInt16, 20), (4, 0x2004, 20), (24, 0x2003, 40), (26, 0x2002, 63),
    (2, 0x2003, 40), (19, 0x2003, 40),
  ])
  func everyModeFillsItsCharacteristic(_ mode: UInt8, _ short: UInt16, _ size: Int) {
    var central = started(mode: mode, on: DOT.uuid(short))
    let values = central.values(of: DOT.uuid(short), forSeconds: 0.1)
    #expect(!values.isEmpty && values.allSatisfy { $0.count == size })
  }

  @Test func aShortMTUCutsTheValue() {
    var central = started(mode: 26, on: DOT.longPayload, mtu: 43)
    #expect(central.values(of: DOT.longPayload, forSeconds: 0.1).allSatisfy { $0.count == 40 })
  }

  @Test func theClockWraps() {
    var configuration = MovellaDOTConfiguration()
    configuration.clockStart = .max - 10_000
    var central = started(mode: 5, on: DOT.shortPayload, configuration)
    let stamps = central.values(of: DOT.shortPayload, forSeconds: 0.05)
      .map { value in (0..<4).reduce(0) { $0 | Int(value[$1]) << (8 * $1) } }
    #expect(stamps.contains { $0 < 50_000 } && stamps.count == 3)
  }

  @Test func theRateChangesOnlyBetweenMeasurements() {
    var central = FakeCentral(DOT(source: SineSource()))
    var control = central.read(DOT.deviceControl)
    control[0] = 0x10
    control[24] = 30
    #expect(central.write(control, to: DOT.deviceControl) == nil)
    #expect(central.read(DOT.deviceControl)[24] == 30)
    control[24] = 17
    #expect(central.write(control, to: DOT.deviceControl) == 0x80)
    #expect(central.subscribe(DOT.shortPayload) == nil)
    #expect(central.write([1, 1, 5], to: DOT.measurementControl) == nil)
    control[24] = 60
    #expect(central.write(control, to: DOT.deviceControl) == 0x80)
    #expect(central.values(of: DOT.shortPayload, forSeconds: 1.001).count == 30)
    #expect(central.write([1, 0, 5], to: DOT.measurementControl) == nil)
    #expect(central.values(of: DOT.shortPayload, forSeconds: 1).isEmpty)
  }

  @Test func aSwitchOffIsReportedFirst() {
    var configuration = MovellaDOTConfiguration()
    configuration.powerOffAt = 0.1
    var central = FakeCentral(DOT(configuration, source: SineSource()))
    #expect(central.subscribe(DOT.deviceReport) == nil)
    let report = central.values(of: DOT.deviceReport, forSeconds: 1)
    #expect(report == [[1] + [UInt8](repeating: 0, count: 35)])
    #expect(central.peripheral.wantsHangUp)
  }

  @Test func messagesNeedTheirChecksum() {
    var central = FakeCentral(DOT(source: SineSource()))
    let start = Wire.bytes("02 07 01 cc bb aa cd 22 d4 02")
    #expect(central.write(start, to: DOT.message) == nil)
    #expect(central.read(DOT.acknowledge) == Wire.bytes("02 02 03 00 f9"))
    #expect(central.write(Wire.bytes("02 01 02 fc"), to: DOT.message) == 0x13)
  }
}
