import SinewEmulators
import Testing

@Suite struct CytonPacketTests {
  private static let microvoltsPerCount = 4.5e6 / (8_388_607 * 24)

  private func stream(
    _ configuration: CytonConfiguration = CytonConfiguration(), _ source: any SignalSource,
    before: String = "", seconds: Double
  ) -> [[UInt8]] {
    var link = FakeLink(CytonEmulator(configuration, source: source))
    link.send(before)
    _ = link.run(forSeconds: 0.5)
    link.send("b")
    return Wire.packets(link.run(forSeconds: seconds + 0.001))
  }

  @Test func packetsMatchTheKnownVectors() {
    #expect(
      CytonPacket(
        counter: 0, codes: [0, 1, -1, 8_388_607, -8_388_608, 1000, -1000, 44739],
        aux: CytonPacket.words([0, 0, 8000])
      ).bytes
        == Wire.bytes(
          "a0 00 00 00 00 00 00 01 ff ff ff 7f ff ff 80 00 00 00 03 e8 ff fc 18 00 ae c3 "
            + "00 00 00 00 1f 40 c0"))
    #expect(
      CytonPacket(
        counter: 7, codes: [1, 2, 3, 4, 5, 6, 7, 8],
        aux: CytonPacket.stamped(word: -400, milliseconds: 123456), kind: 3
      ).bytes
        == Wire.bytes(
          "a0 07 00 00 01 00 00 02 00 00 03 00 00 04 00 00 05 00 00 06 00 00 07 00 00 08 "
            + "fe 70 00 01 e2 40 c3"))
  }

  @Test func aVoltageAndAnAccelerationBecomeTheVectorsBytes() {
    let codes = [100_000.0, -100_000, 12345, -12345, 2, -2, 4_194_304, -4_194_304]
    let source = ConstantSource(
      microvolts: codes.map { $0 * Self.microvoltsPerCount },
      sample: MotionSample(accelerationG: SIMD3(0.01, -0.02, 1.002), turnRateDPS: .zero))
    #expect(
      stream(source, seconds: 0.004).first
        == Wire.bytes(
          "a0 00 01 86 a0 fe 79 60 00 30 39 ff cf c7 00 00 02 ff ff fe 40 00 00 c0 00 00 "
            + "00 50 ff 60 1f 50 c0"))
  }

  private func stream(_ source: any SignalSource, seconds: Double) -> [[UInt8]] {
    stream(CytonConfiguration(), source, seconds: seconds)
  }

  @Test func theGainOfAChannelScalesItAlone() {
    let packet = stream(
      ConstantSource(microvolts: [134.110, 134.110]), before: "x2020000X", seconds: 0.004)
    #expect(packet.map { Wire.code($0, 0) } == [6000])
    #expect(packet.map { Wire.code($0, 1) } == [1000])
  }

  private func stream(
    _ source: any SignalSource, before: String, seconds: Double
  ) -> [[UInt8]] {
    stream(CytonConfiguration(), source, before: before, seconds: seconds)
  }

  @Test func anotherRateThrowsTheChannelSettingsAway() {
    var link = FakeLink(CytonEmulator(source: ConstantSource()))
    link.send("x1020000X~4")
    #expect(link.device.channels[0].gainCode == 6)
    link.send("x1020000X")
    #expect(link.device.channels[0].gainCode == 2)
    link.send("b")
    #expect(link.device.channels[0].gainCode == 6)
  }

  @Test func twoHundredFiftyPacketsASecondAndACounterThatWraps() {
    let packets = stream(SineSource(), seconds: 10)
    #expect(packets.count == 2500)
    #expect(packets.enumerated().allSatisfy { $1[1] == UInt8($0 % 256) })
  }

  @Test func aFastCrystalSendsMore() {
    var configuration = CytonConfiguration()
    configuration.clockSkewPPM = 1000
    #expect(stream(configuration, ConstantSource(), seconds: 100).count == 25025)
  }

  @Test func startBeginsTheCounterAgainAndStopEndsTheStream() {
    var link = FakeLink(CytonEmulator(source: ConstantSource()))
    link.send("b")
    _ = link.run(forSeconds: 0.1)
    link.send("s")
    #expect(link.run(forSeconds: 1).isEmpty)
    link.send("b")
    #expect(Wire.packets(link.run(forSeconds: 0.1)).first?[1] == 0)
  }

  @Test func theAccelerometerSpeaksInEveryTenthPacket() {
    let packets = stream(ConstantSource(), seconds: 2)
    let speaking = packets.indices.filter { packets[$0][26..<32].contains { $0 != 0 } }
    #expect(speaking == Array(stride(from: 0, to: 500, by: 10)))
    #expect(Wire.wordBE(packets[0], 30) == 8000)
  }

  @Test func daisyPacketsAlternateAndAverageTwoSamples() {
    var configuration = CytonConfiguration()
    configuration.daisy = true
    let counts = (1...16).map { Double($0 < 9 ? $0 : $0 + 92) }
    let packets = stream(
      configuration, ConstantSource(microvolts: counts.map { $0 * Self.microvoltsPerCount }),
      seconds: 0.02)
    // The first pair averages against nothing.
    #expect(Wire.code(packets[0], 0) == 50)
    #expect((0..<8).map { Wire.code(packets[2], $0) } == Array(101...108))
    #expect((0..<8).map { Wire.code(packets[3], $0) } == Array(1...8))
  }

  @Test func theModesFillTheAuxiliaryWords() {
    let analog = stream(ConstantSource(), before: "/2", seconds: 0.004)
    #expect(analog.map { Array($0[26...]) } == [Wire.bytes("02 00 03 ff 00 01 c1")])
    let marked = stream(ConstantSource(), before: "/4`1", seconds: 0.008)
    #expect(marked.map { Wire.wordBE($0, 26) } == [0x31, 0])
    var configuration = CytonConfiguration()
    configuration.userWords = [1, -2, 3]
    let user = stream(configuration, ConstantSource(), seconds: 0.004)
    #expect(user.map { Array($0[26...]) } == [Wire.bytes("00 01 ff fe 00 03 c2")])
  }

  @Test func theTimeStampTakesTurnsWithTheAxes() {
    let source = ConstantSource(
      sample: MotionSample(accelerationG: SIMD3(-0.05, 0.1, 1), turnRateDPS: .zero))
    let packets = stream(source, before: "<", seconds: 0.2)
    #expect(packets[0][32] == 0xC3)
    #expect(packets.dropFirst().allSatisfy { $0[32] == 0xC4 })
    #expect(packets[0..<10].map { Wire.wordBE($0, 26) } == [0, 0, 0, 0, 0, 0, 0, -400, 800, 8000])
    let stamps = packets.map { $0[28..<32].reduce(0) { $0 << 8 | Int($1) } }
    #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $1 - $0 == 4 })
    let raw = stream(source, before: "/2<", seconds: 0.012)
    #expect(raw.map { $0[32] } == [0xC5, 0xC6, 0xC6])
  }

  @Test func leadOffCurrentShowsTheElectrodesResistance() {
    let packets = stream(ConstantSource(), before: "z110Z", seconds: 4)
    let volts = packets.map { Double(Wire.code($0, 0)) * Self.microvoltsPerCount }
    let power = volts.reduce(0) { $0 + $1 * $1 } / Double(volts.count)
    let ohms = (2 * power).squareRoot() * 1e-6 / 6e-9 - 2200
    #expect(abs(ohms - 5000) < 50)
  }
}
