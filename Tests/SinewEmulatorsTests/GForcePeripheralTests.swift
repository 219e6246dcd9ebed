import SinewEmulators
import Testing

@Suite struct GForcePeripheralTests {
  private typealias GForce = GForcePeripheral

  private func central(
    _ source: ConstantSource = ConstantSource(microvolts: [0, -65.617, 49.213, 9e9, -9e9]),
    mtu: UInt16 = 247
  ) -> FakeCentral {
    var central = FakeCentral(GForce(source: source), mtu: mtu)
    #expect(central.subscribe(GForce.command) == nil)
    #expect(central.subscribe(GForce.data) == nil)
    return central
  }

  private func say(_ command: [UInt8], _ central: inout FakeCentral) -> [UInt8] {
    #expect(central.write(command, to: GForce.command) == nil)
    return central.values(of: GForce.command, forSeconds: 0.0001).first ?? []
  }

  private static let eightBit: [UInt8] = [0x3F, 0xF4, 0x01, 0xFF, 0x00, 0x80, 0x08]
  private static let emgOn: [UInt8] = [0x4F, 0x80, 0, 0, 0]

  @Test func commandsAreAnsweredWithTheirCode() {
    var central = central()
    #expect(say([0x01], &central) == [0x00, 0x01, 0x9F, 0, 0, 0])
    #expect(say([0x08], &central) == [0x00, 0x08, 87])
    #expect(say(Self.eightBit, &central) == [0x00, 0x3F])
    #expect(say([0x46], &central) == [0x00, 0x46] + Self.eightBit.dropFirst())
    #expect(say([0x77], &central) == [0x01, 0x77])
    // 12 bits at 1000 Hz, half a sample a packet, no channel.
    #expect(say([0x3F, 0xE8, 0x03, 0xFF, 0x00, 0x80, 0x0C], &central) == [0x02, 0x3F])
    #expect(say([0x3F, 0xF4, 0x01, 0xFF, 0x00, 0x7F, 0x08], &central) == [0x02, 0x3F])
    #expect(say([0x3F, 0xF4, 0x01, 0x00, 0x00, 0x80, 0x08], &central) == [0x02, 0x3F])
  }

  /// Codes of the sheet's third vector.
  @Test func eightBitPacketsAreTheSheets() {
    var central = central()
    _ = say(Self.eightBit, &central)
    _ = say(Self.emgOn, &central)
    let packets = central.values(of: GForce.data, forSeconds: 0.3201)
    // 500 Hz, 16 samples a packet.
    #expect(packets.count == 10)
    #expect(packets.allSatisfy { $0.count == 129 && $0[0] == 0x08 })
    #expect(packets[0][1...8] == [0x80, 0x7C, 0x83, 0xFF, 0x00, 0x80, 0x80, 0x80])
  }

  /// Codes of the sheet's fourth vector: 2048, 0, 4095, 2047 ...
  @Test func twelveBitPacketsAreTheSheets() {
    var central = central(
      ConstantSource(microvolts: [0, -2084.351, 2083.333, -1.01775, 1.01775, -1042.176, 1042.176]))
    #expect(say([0x3F, 0xF4, 0x01, 0xFF, 0x00, 0x80, 0x0C], &central) == [0x00, 0x3F])
    _ = say(Self.emgOn, &central)
    let packets = central.values(of: GForce.data, forSeconds: 0.1601)
    #expect(packets.count == 10)
    #expect(
      packets[0][1...14] == [
        0x00, 0x08, 0x00, 0x00, 0xFF, 0x0F, 0xFF, 0x07, 0x01, 0x08, 0x00, 0x04, 0x00, 0x0C,
      ])
  }

  @Test func whatIsLongerThanANotificationGoesInFragments() {
    var central = central(mtu: 50)
    _ = say(Self.eightBit, &central)
    _ = say(Self.emgOn, &central)
    let parts = central.values(of: GForce.data, forSeconds: 0.0321)
    #expect(parts.map { Array($0.prefix(2)) } == [[0xFF, 2], [0xFF, 1], [0xFF, 0]])
    let joined = parts.flatMap { $0.dropFirst(2) }
    #expect(joined.count == 129 && joined[0] == 0x08)
  }

  @Test func fragmentsOfACommandAreJoined() {
    var central = central()
    #expect(say([0xFF, 1] + Self.eightBit.prefix(3), &central).isEmpty)
    #expect(say([0xFF, 0] + Self.eightBit.dropFirst(3), &central) == [0x00, 0x3F])
  }

  @Test func motionComesOnlyWithoutEMG() {
    let sample = MotionSample(
      accelerationG: SIMD3(1, -0.5, 1.5), turnRateDPS: SIMD3(100, 0, 2000))
    var central = central(ConstantSource(sample: sample))
    #expect(say([0x4F, 0x03, 0, 0, 0], &central) == [0x00, 0x4F])
    let values = central.values(of: GForce.data, forSeconds: 0.0201)
    #expect(
      values == [
        [0x01, 0x00, 0x00, 0x01, 0x00, 0x00, 0x80, 0xFF, 0xFF, 0x00, 0x80, 0x01, 0x00],
        [0x02, 0x00, 0x00, 0x64, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xD0, 0x07],
      ])
    _ = say([0x4F, 0x83, 0, 0, 0], &central)
    let types = central.values(of: GForce.data, forSeconds: 0.5).map { $0[0] }
    #expect(Set(types) == [0x08])
  }

  @Test func switchedOffOrDisconnectedItIsSilent() {
    var central = central()
    _ = say(Self.emgOn, &central)
    _ = say([0x4F, 0, 0, 0, 0], &central)
    #expect(central.values(of: GForce.data, forSeconds: 1).isEmpty)
    _ = say(Self.emgOn, &central)
    central.disconnect()
    central.connect()
    #expect(central.subscribe(GForce.data) == nil)
    #expect(central.values(of: GForce.data, forSeconds: 1).isEmpty)
  }
}
