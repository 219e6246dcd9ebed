import SinewEmulators
import Testing

@Suite struct Thingy52PeripheralTests {
  private typealias Thingy = Thingy52Peripheral

  private static let moving = MotionSample(
    accelerationG: SIMD3(1, -0.5, 0.015625), turnRateDPS: SIMD3(1, -100, 1000))

  /// The sheet's first vector up to the compass.
  @Test func theRawValueIsTheSheets() {
    var central = FakeCentral(Thingy(source: ConstantSource(sample: Self.moving)))
    #expect(central.subscribe(Thingy.raw) == nil)
    let values = central.values(of: Thingy.raw, forSeconds: 1.001)
    #expect(values.count == 50)
    #expect(
      values[0].prefix(12) == [
        0x00, 0x04, 0x00, 0xFE, 0x10, 0x00, 0x20, 0x00, 0x80, 0xF3, 0x00, 0x7D,
      ])
    #expect(values[0].count == 18)
  }

  @Test func fastSwingsSaturate() {
    let wild = MotionSample(
      accelerationG: SIMD3(40, -40, 0), turnRateDPS: SIMD3(2000, -2000, 0))
    var central = FakeCentral(Thingy(source: ConstantSource(sample: wild)))
    #expect(central.subscribe(Thingy.raw) == nil)
    let value = central.values(of: Thingy.raw, forSeconds: 0.05).first ?? []
    // 31 g and 1023 deg/s.
    #expect(value.prefix(4) == [0x00, 0x7C, 0x00, 0x84])
    #expect(value.dropFirst(6).prefix(4) == [0xE0, 0x7F, 0x20, 0x80])
  }

  @Test func aStillThingyHasTheUnitQuaternionAndGravity() {
    var central = FakeCentral(Thingy(source: ConstantSource()))
    #expect(central.subscribe(Thingy.quaternion) == nil)
    #expect(central.subscribe(Thingy.gravity) == nil)
    let heard = central.run(forSeconds: 0.021)
    #expect(heard.map(\.characteristic) == [Thingy.quaternion, Thingy.gravity])
    #expect(heard[0].value == [0, 0, 0, 0x40] + [UInt8](repeating: 0, count: 12))
    // 9.80665 as float32.
    #expect(heard[1].value.suffix(4) == [0x0A, 0xE8, 0x1C, 0x41])
  }

  @Test func theRateIsSetAndOutlivesTheConnection() {
    var central = FakeCentral(Thingy(source: ConstantSource()))
    let wanted: [UInt8] = [0xF4, 0x01, 0x88, 0x13, 0xF4, 0x01, 0xC8, 0x00, 0x01]
    #expect(central.write(wanted, to: Thingy.settings) == nil)
    central.disconnect()
    central.connect()
    #expect(central.read(Thingy.settings) == wanted)
    #expect(central.subscribe(Thingy.raw) == nil)
    #expect(central.values(of: Thingy.raw, forSeconds: 1.001).count == 200)
    #expect(central.subscribe(Thingy.raw, 0) == nil)
    #expect(central.values(of: Thingy.raw, forSeconds: 1).isEmpty)
  }

  @Test func valuesOutOfRangeAreRefusedAndAWrongLengthKillsIt() {
    var central = FakeCentral(Thingy(source: ConstantSource()))
    let tooFast: [UInt8] = [0xF4, 0x01, 0x88, 0x13, 0xF4, 0x01, 0xC9, 0x00, 0x01]
    #expect(central.write(tooFast, to: Thingy.settings) != nil)
    #expect(!central.peripheral.wantsHangUp)
    _ = central.write([1, 2, 3], to: Thingy.settings)
    #expect(central.peripheral.wantsHangUp)
  }
}
