import SinewEmulators
import Testing

@Suite struct SpikerBoxEmulatorTests {
  private static let identity = Wire.bytes(
    "ff ff 01 01 80 ff 48 57 54 3a 4d 55 53 43 4c 45 53 53 3b ff ff 01 01 81 ff")

  private func link(
    _ configuration: SpikerBoxConfiguration = SpikerBoxConfiguration(),
    _ source: any SignalSource = ConstantSource()
  ) -> FakeLink<SpikerBoxEmulator> {
    FakeLink(SpikerBoxEmulator(configuration, source: source))
  }

  /// The codes of a clean stream of one channel count.
  private func frames(_ bytes: [UInt8]) -> [[Int]] {
    var frames: [[Int]] = []
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      if bytes[index] & 0x80 != 0 { frames.append([]) }
      guard !frames.isEmpty else { continue }
      frames[frames.count - 1].append(Int(bytes[index] & 0x7F) << 7 | Int(bytes[index + 1]))
    }
    return frames
  }

  @Test func framesMatchTheVectors() {
    #expect(SpikerBoxFrame.bytes(codes: [512]) == Wire.bytes("84 00"))
    #expect(SpikerBoxFrame.bytes(codes: [0, 1023]) == Wire.bytes("80 00 07 7f"))
    #expect(SpikerBoxFrame.bytes(codes: [300, 700, 5]) == Wire.bytes("82 2c 05 3c 00 05"))
    #expect(
      SpikerBoxFrame.bytes(codes: [1023, 1, 128, 127, 256, 640])
        == Wire.bytes("87 7f 00 01 01 00 00 7f 02 00 05 00"))
    #expect(SpikerBoxFrame.bytes(codes: [12_345]) == Wire.bytes("e0 39"))
    #expect(SpikerBoxFrame.message("HWT:MUSCLESS;") == Self.identity)
  }

  @Test func anEventStandsBetweenTwoFrames() {
    var configuration = SpikerBoxConfiguration()
    configuration.channels = 2
    configuration.gain = 1
    configuration.events = [1: 3]
    // 0 and 1023 of a 5 V converter.
    let source = ConstantSource(microvolts: [-2.5e6, 2.5e6])
    var link = link(configuration, source)
    #expect(
      link.run(forSeconds: 2.5 / SpikerBoxEmulator.arduinoRate(channels: 2))
        == Wire.bytes(
          "80 00 07 7f ff ff 01 01 80 ff 45 56 4e 54 3a 33 3b ff ff 01 01 81 ff 80 00 07 7f"))
  }

  @Test func aMessageMaySplitASample() {
    var configuration = SpikerBoxConfiguration.human
    configuration.splitsSamples = true
    configuration.events = [0: 1]
    var link = link(configuration)
    let bytes = link.run(forSeconds: 0.0003)
    #expect(bytes.first == 0xC0 && bytes[1] == 0xFF)
    #expect(Array(bytes.suffix(3)) == [0x00, 0x40, 0x00])
  }

  @Test func theChannelsShareTenKilohertz() {
    var link = link(SpikerBoxConfiguration(), SineSource())
    let one = frames(link.run(forSeconds: 1))
    #expect((10_049...10_051).contains(one.count))
    link.send("conf s:10000;c:3;\n")
    _ = link.run(forSeconds: 0.01)
    let three = frames(link.run(forSeconds: 1))
    #expect((3349...3351).contains(three.count))
    #expect(three.allSatisfy { $0.count == 3 })
    link.send("c:9;\n")
    #expect(link.device.channels == 3)
  }

  @Test func theProbeIsAnsweredWithTheIdentity() {
    var link = link()
    link.send("b:;\n")
    let bytes = link.run(forSeconds: 0.01)
    #expect(bytes.starts(with: Self.identity))
    // Two milliseconds of samples are lost to the parser.
    #expect((79...81).contains(frames(Array(bytes.dropFirst(Self.identity.count))).count))
  }

  @Test func anOldSketchGreetsAndAnswersNothing() {
    var configuration = SpikerBoxConfiguration()
    configuration.hardware = nil
    var device = SpikerBoxEmulator(configuration, source: ConstantSource())
    device.portOpened(at: 1)
    #expect(device.advance(to: 2.4).isEmpty)
    _ = device.receive(Array("b:;\n".utf8), at: 2.4)
    let bytes = device.advance(to: 3)
    #expect(Wire.text(Array(bytes.prefix(10))) == "StartUp!\r\n")
    #expect(bytes.dropFirst(10).allSatisfy { $0 == 0x84 || $0 == 0 })
  }

  @Test func aBoxKeepsItsRateAndKnowsMoreQuestions() {
    var link = link(.human, SineSource())
    link.send("c:1;\n")
    #expect(frames(link.run(forSeconds: 1)).count == 5000)
    link.send("?:;\nboard:;\n")
    let text = Wire.text(link.run(forSeconds: 0.0003).filter { $0 >= 0x20 && $0 < 0x7F })
    #expect(text.contains("FWV:1.0;HWT:HUMANSB;HWV:1.0;"))
    #expect(text.contains("BRD:0;"))
  }

  @Test func plannedFaultsAreNoted() {
    var configuration = SpikerBoxConfiguration()
    configuration.faults = FaultSchedule(planned: [3: .drop, 5: .cut])
    var link = link(configuration)
    let bytes = link.run(forSeconds: 10.5 / SpikerBoxEmulator.arduinoRate(channels: 1))
    #expect(bytes.count == 17)
    #expect(link.device.strikes.map(\.packet) == [3, 5])
  }
}
