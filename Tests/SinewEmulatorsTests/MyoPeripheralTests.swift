import SinewEmulators
import SinewSignal
import Testing

@Suite struct MyoPeripheralTests {
  private func started(
    _ source: any SignalSource = SineSource(), faults: [Int: PeripheralFault] = [:]
  ) -> FakeCentral {
    var central = FakeCentral(
      EmulatedPeripheral(MyoPeripheral(source: source), faults: FaultSchedule(planned: faults)))
    for uuid in [MyoPeripheral.motion] + MyoPeripheral.emg {
      #expect(central.subscribe(uuid) == nil)
    }
    #expect(central.write([0x09, 1, 1], to: MyoPeripheral.command) == nil)
    #expect(central.write([0x01, 3, 3, 1, 0], to: MyoPeripheral.command) == nil)
    return central
  }

  /// Handles that three clients have in their code.
  @Test func handlesAreThoseOfTheSheet() {
    var peripheral = EmulatedPeripheral(MyoPeripheral(source: SineSource()))
    peripheral.connect(at: 0)
    func ask(_ hex: String) -> [UInt8] {
      peripheral.receive(Wire.bytes(hex), at: 0).first ?? []
    }
    #expect(ask("0a 0e 00") == [0x0B] + Array("Thalmic Labs".utf8))
    #expect(ask("0a 11 00") == [0x0B, 91])
    #expect(ask("0a 17 00") == Wire.bytes("0b 01 00 05 00 b2 07 02 00"))
    #expect(
      ask("0a 15 00")
        == Wire.bytes("0b 01 02 03 04 05 06 05 00 00 00 00 00 01 00 00 00 00 00 00 00"))
    // pyomyo's order, the illegal CCCD value at the end included.
    for hex in [
      "12 1d 00 01 00", "12 24 00 02 00", "12 2c 00 01 00", "12 2f 00 01 00", "12 32 00 01 00",
      "12 35 00 01 00", "12 19 00 01 03 03 01 00", "12 19 00 09 01 01", "12 12 00 01 10",
    ] { #expect(ask(hex) == [0x13], "\(hex)") }
    #expect(ask("12 39 00 02 00") == [0x13])
    #expect(ask("02 05 02") == [0x03, 23, 0])
  }

  @Test func emgComesInTurnsAtItsRate() {
    var central = started()
    let heard = central.run(forSeconds: 1.0001).filter { $0.value.count == 16 }
    #expect(heard.count == 100)
    let turns = heard.compactMap { MyoPeripheral.emg.firstIndex(of: $0.characteristic) }
    #expect(turns == (0..<100).map { $0 % 4 })
    #expect(
      central.peripheral.model is MyoPeripheral && !central.peripheral.wantsHangUp)
  }

  @Test func emgIsTheSourceInCounts() {
    let volts = [8.0, -8, 1016, -1024, 40, -40, 80, 9e9]
    var central = started(ConstantSource(microvolts: volts))
    let value = central.values(of: MyoPeripheral.emg[0], forSeconds: 0.02).first
    #expect(value == Wire.bytes("01 ff 7f 80 05 fb 0a 7f 01 ff 7f 80 05 fb 0a 7f"))
  }

  @Test func motionIsScaledByTheSheet() {
    let sample = MotionSample(accelerationG: SIMD3(0, 0, 1), turnRateDPS: SIMD3(1, -10, 3000))
    var central = started(ConstantSource(sample: sample))
    let values = central.values(of: MyoPeripheral.motion, forSeconds: 1.0001)
    #expect(values.count == 50)
    #expect(
      values.first
        == Wire.bytes("00 40 00 00 00 00 00 00 00 00 00 00 00 08 10 00 60 ff ff 7f"))
  }

  @Test func withoutNeverSleepTheLinkEndsAfter30Seconds() {
    var central = FakeCentral(MyoPeripheral(source: SineSource()))
    _ = central.write([0x01, 3, 3, 1, 0], to: MyoPeripheral.command)
    _ = central.run(forSeconds: 29.9)
    #expect(!central.peripheral.wantsHangUp)
    _ = central.run(forSeconds: 0.2)
    #expect(central.peripheral.wantsHangUp)
  }

  @Test func modeOffAndANewLinkEndTheStreams() {
    var central = started()
    #expect(!central.run(forSeconds: 0.1).isEmpty)
    _ = central.write([0x01, 3, 0, 0, 0], to: MyoPeripheral.command)
    #expect(central.run(forSeconds: 0.1).isEmpty)
    _ = central.write([0x01, 3, 2, 0, 0], to: MyoPeripheral.command)
    #expect(central.run(forSeconds: 0.1).count == 10)
    central.disconnect()
    central.connect(mtu: 23)
    #expect(central.run(forSeconds: 0.1).isEmpty)
  }

  @Test func theClassifierIndicatesSixBytes() {
    var central = FakeCentral(MyoPeripheral(source: SineSource()))
    #expect(central.subscribe(MyoPeripheral.classifier, 2) == nil)
    #expect(central.write([0x01, 3, 2, 3, 1], to: MyoPeripheral.command) == nil)
    #expect(
      central.values(of: MyoPeripheral.classifier, forSeconds: 0) == [[1, 1, 2, 0, 0, 0]])
  }
}
