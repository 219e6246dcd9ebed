import SinewEmulators
import Testing

/// The byte sheet's vectors, which PyPI bitalino 1.2.6 decodes.
@Suite struct BITalinoEmulatorTests {
  private func levels(_ codes: [Int]) -> BITalinoConfiguration {
    var configuration = BITalinoConfiguration()
    configuration.inputs = codes.map { .level($0) }
    return configuration
  }

  private func link(
    _ configuration: BITalinoConfiguration, _ source: any SignalSource = ConstantSource()
  ) -> FakeLink<BITalinoEmulator> {
    FakeLink(BITalinoEmulator(configuration, source: source))
  }

  private func frames(_ bytes: [UInt8], size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count - size + 1, by: size).map { Array(bytes[$0..<$0 + size]) }
  }

  private func channel1(_ frame: [UInt8]) -> Int {
    let end = frame.count
    return Int(frame[end - 2] & 0x0F) << 6 | Int(frame[end - 3] >> 2)
  }

  @Test(arguments: [
    (0, UInt8(0b0000), [512], "00 08 0e"),
    (5, 0b1111, [1023, 0], "00 fc ff 5c"),
    (9, 0b1000, [1, 2, 3], "c0 00 02 04 80 90"),
    (15, 0b0101, [1023, 512, 256, 128], "00 08 40 00 fe 5f f1"),
    (3, 0b0000, [1, 2, 3, 4, 1023], "c0 4f c0 00 02 04 00 3b"),
    (12, 0b0011, [100, 200, 300, 400, 500, 600], "e5 07 19 4b c8 90 31 c3"),
  ])
  func framesAreTheVectors(sequence: Int, digital: UInt8, codes: [Int], hex: String) {
    #expect(
      BITalinoFrame.bytes(sequence: sequence, digital: digital, codes: codes)
        == Wire.bytes(hex))
  }

  @Test func theStateBlockIsTheVector() {
    var configuration = levels([512, 256, 0, 1023, 700, 300])
    configuration.digitalInputs = [true, false]
    var link = link(configuration)
    link.send(Wire.bytes("a3 64 bf 00 0b"))
    #expect(
      link.run(forSeconds: 0.1)
        == Wire.bytes("00 02 00 01 00 00 ff 03 bc 02 2c 01 30 02 00 64 bd"))
  }

  @Test func olderFirmwareTellsNoPWM() {
    var configuration = BITalinoConfiguration()
    configuration.version = "BITalino_v4.2"
    configuration.tellsPWM = false
    var link = link(configuration)
    link.send([0x07])
    #expect(Wire.text(link.run(forSeconds: 0.1)) == "BITalino_v4.2\n")
    link.send([0x0B])
    #expect(link.run(forSeconds: 0.1).count == 16)
  }

  @Test(arguments: [(UInt8(0x43), 10), (0x83, 100), (0xC3, 1000)])
  func theRateIsTheOneSent(command: UInt8, hertz: Int) {
    var link = link(BITalinoConfiguration())
    link.send([command, 0x05])
    let bytes = link.run(forSeconds: 2.0005)
    #expect(bytes.count == 3 * 2 * hertz)
    #expect(frames(bytes, size: 3).enumerated().allSatisfy { $1[2] >> 4 == $0 & 15 })
  }

  @Test func atAThousandFramesComeInPairs() {
    var link = link(BITalinoConfiguration())
    link.send([0xC3, 0xFD])
    #expect(Set(link.chunks(forSeconds: 0.1).map(\.bytes.count)) == [16])
  }

  @Test func onlyEnabledInputsAreSentInAscendingOrder() {
    var link = link(levels([111, 222, 333, 444, 555, 666]))
    link.send([0x83, 0x95])
    let bytes = link.run(forSeconds: 0.0105)
    #expect(
      bytes == BITalinoFrame.bytes(sequence: 0, digital: 0, codes: [111, 333, 666]))
  }

  @Test func aThousandthOfAVoltIsTheSheetsCode() {
    // (1e-3 x 1009 / 3.3 + 0.5) x 1024 = 825.1
    var link = link(BITalinoConfiguration(), ConstantSource(microvolts: [1000]))
    link.send([0x83, 0x05])
    #expect(channel1(link.run(forSeconds: 0.0105)) == 825)
  }

  @Test func stoppingAndStartingAgainBeginsAtZero() {
    var link = link(BITalinoConfiguration())
    link.send([0x83, 0x05])
    _ = link.run(forSeconds: 0.055)
    link.send([0x00])
    #expect(link.run(forSeconds: 1).isEmpty)
    link.send([0x00])
    #expect(link.device.threshold == 0)
    link.send([50, 0x05])
    #expect(link.device.threshold == 0)
    #expect(link.run(forSeconds: 0.0105).last.map { $0 >> 4 } == 0)
  }

  @Test func commandsOfEveryModeWorkWhileStreaming() {
    var link = link(levels([512]))
    link.send([0x83, 0x05, 0x50])
    link.send([0xB7])
    #expect(link.run(forSeconds: 0.0105)[1] >> 4 == 0b0010)
    link.send([0xA3, 0x00])
    #expect(link.device.isStreaming)
    link.send([0xFF])
    #expect(!link.device.isStreaming)
    link.send([0x50])
    #expect(link.device.threshold == 20)
  }

  @Test func simulatedFramesCarryTheSequenceAsDigitalLines() {
    var link = link(BITalinoConfiguration())
    link.send([0xC3, 0xFE])
    let frames = frames(link.run(forSeconds: 0.1005), size: 8)
    #expect(frames.count == 100)
    #expect(frames.allSatisfy { $0[6] >> 4 == $0[7] >> 4 })
    // A3 repeats every 20 frames.
    let third = frames.map { Int($0[3]) << 2 | Int($0[2] >> 6) }
    #expect(zip(third, third.dropFirst(20)).allSatisfy { $0 == $1 })
    #expect(Set(third).count > 5)
  }

  @Test func plannedFaultsDoWhatTheySay() {
    func bytes(_ planned: [Int: BITalinoFault]) -> [UInt8] {
      var configuration = BITalinoConfiguration()
      configuration.faults = FaultSchedule(planned: planned)
      var link = link(configuration, SineSource())
      link.send([0x83, 0x05])
      return link.run(forSeconds: 0.0405)
    }
    let clean = bytes([:])
    #expect(clean.count == 12)
    #expect(bytes([1: .drop]) == Array(clean[..<3]) + Array(clean[6...]))
    #expect(bytes([1: .truncate]) == Array(clean[..<5]) + Array(clean[6...]))
    #expect(bytes([1: .silence(frames: 2)]) == Array(clean[..<3]) + Array(clean[9...]))
    #expect(bytes([1: .garbage(bytes: 7)]).count == 19)
    let flipped = zip(bytes([1: .flipBit]), clean).map { ($0 ^ $1).nonzeroBitCount }
    #expect(flipped.reduce(0, +) == 1 && flipped[3..<6].contains(1))
  }

  @Test func aFastCrystalSendsMoreFrames() {
    var configuration = BITalinoConfiguration()
    configuration.clockSkewPPM = 10_000
    var link = link(configuration)
    link.send([0x83, 0x05])
    #expect(link.run(forSeconds: 10.001).count == 3 * 1010)
  }

  @Test func randomBytesNeverStopTheDevice() {
    var random = SeededRandom(seed: 5)
    var link = link(BITalinoConfiguration())
    for _ in 0..<1000 {
      link.send((0..<4).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      _ = link.run(forSeconds: 0.01)
    }
    link.send([0x00, 0xFF, 0xFF])
    _ = link.run(forSeconds: 1)
    link.send([0x07])
    #expect(Wire.text(link.run(forSeconds: 0.1)) == "BITalino_v5.2\n")
  }
}
