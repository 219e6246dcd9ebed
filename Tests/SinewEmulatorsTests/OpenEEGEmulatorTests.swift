import SinewEmulators
import Testing

@Suite struct OpenEEGEmulatorTests {
  private func link(
    _ configuration: OpenEEGConfiguration = OpenEEGConfiguration(),
    _ source: any SignalSource = ConstantSource()
  ) -> FakeLink<OpenEEGEmulator> {
    FakeLink(OpenEEGEmulator(configuration, source: source))
  }

  private func cut(_ bytes: [UInt8], _ size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count - size + 1, by: size).map { Array(bytes[$0..<$0 + size]) }
  }

  @Test func packetsMatchTheVectors() {
    #expect(
      OpenEEGPacket.p2(counter: 0, codes: [512, 512, 512, 512, 512, 512], switches: 1)
        == Wire.bytes("a5 5a 02 00 02 00 02 00 02 00 02 00 02 00 02 00 01"))
    #expect(
      OpenEEGPacket.p2(counter: 1, codes: [0, 1023, 1, 2, 3, 4], switches: 1)
        == Wire.bytes("a5 5a 02 01 00 00 03 ff 00 01 00 02 00 03 00 04 01"))
    #expect(
      OpenEEGPacket.p2(counter: 255, codes: [700, 333, 90, 165, 514, 258], switches: 15)
        == Wire.bytes("a5 5a 02 ff 02 bc 01 4d 00 5a 00 a5 02 02 01 02 0f"))
    #expect(
      OpenEEGPacket.p3(counter: 0, auxiliary: 0x6D, codes: [512, 512, 512, 512, 512, 512])
        == Wire.bytes("00 6d 00 00 44 00 00 44 00 00 c4"))
    #expect(
      OpenEEGPacket.p3(counter: 37, auxiliary: 0, codes: [0, 1023, 300, 700, 127, 128])
        == Wire.bytes("4a 00 00 7f 07 2c 3c 25 7f 00 81"))
    #expect(
      OpenEEGPacket.p3(counter: 63, auxiliary: 0, codes: [1, 2, 3, 4, 5, 1023])
        == Wire.bytes("7e 00 01 02 00 03 04 00 05 7f 87"))
  }

  @Test func aFittedBoardSendsTheVoltagesAndCounts() {
    var configuration = OpenEEGConfiguration()
    configuration.fittedChannels = 6
    configuration.gain = 1
    let codes = [0, 1023, 1, 2, 3, 4].map { ($0 - 512.0) * 5 / 1024 * 1e6 }
    var link = link(configuration, ConstantSource(microvolts: codes))
    let packets = cut(link.run(forSeconds: 2.002), 17)
    #expect(packets.count == 500)
    #expect(packets[1] == Wire.bytes("a5 5a 02 01 00 00 03 ff 00 01 00 02 00 03 00 04 01"))
    #expect(packets.enumerated().allSatisfy { $1[3] == UInt8($0 & 0xFF) })
  }

  @Test func openChannelsDriftAboutTheMiddle() {
    var link = link()
    let packets = cut(link.run(forSeconds: 4), 17)
    let open = packets.map { Wire.wordBE($0, 14) }
    #expect(packets.allSatisfy { Wire.wordBE($0, 4) == 512 })
    #expect(Set(open).count > 20)
    #expect(abs(open.reduce(0, +) / open.count - 512) < 10)
  }

  @Test func aP3BoardSpellsItsNameAndItsSwitches() {
    var configuration = OpenEEGConfiguration()
    configuration.format = .p3
    configuration.rateHz = 256
    configuration.switches = 5
    var link = link(configuration, SineSource())
    let packets = cut(link.run(forSeconds: 1.001), 11)
    #expect(packets.count == 256)
    #expect(packets.allSatisfy { $0[10] & 0x80 != 0 && $0[..<10].allSatisfy { $0 < 0x80 } })
    #expect(packets[65][0] >> 1 == 1)
    let spelt = stride(from: 0, to: 72, by: 8).map { packets[$0][1] }
    #expect(Wire.text(Array(spelt.dropLast())) == "mEEGv1.0" && spelt.last == 0)
    #expect(packets[4][1] == 5 && packets[3][1] == 0)
  }

  @Test func openingThePortRestartsTheCounterAfterTheBoot() {
    var device = OpenEEGEmulator(source: ConstantSource())
    #expect(!device.advance(to: 1).isEmpty)
    device.portOpened(at: 1)
    #expect(device.advance(to: 2.5).isEmpty)
    #expect(device.advance(to: 2.505).starts(with: [0xA5, 0x5A, 0x02, 0]))
    #expect(device.receive([1, 2, 3], at: 2.506).isEmpty)
  }

  @Test func aLostPacketIsCounted() {
    var configuration = OpenEEGConfiguration()
    configuration.faults = FaultSchedule(planned: [2: .silence(frames: 3)])
    var link = link(configuration)
    #expect(cut(link.run(forSeconds: 0.0301), 17).map { $0[3] } == [0, 1, 5, 6])
  }
}
