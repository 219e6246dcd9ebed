import SinewEmulators
import Testing

@Suite struct WitMotionTests {
  private let unlock = Wire.bytes("ff aa 69 88 b5")

  private func link(
    _ configuration: WitMotionConfiguration = WitMotionConfiguration(),
    _ source: any SignalSource = ConstantSource()
  ) -> FakeLink<WitMotionEmulator> {
    FakeLink(WitMotionEmulator(configuration, source: source))
  }

  @Test func accelerationAndTurnRateBecomeTheVectorsBytes() {
    let source = ConstantSource(
      sample: MotionSample(
        accelerationG: SIMD3(1, -0.5, 8), turnRateDPS: SIMD3(-1000, 0.06103515625, 2500)))
    var configuration = WitMotionConfiguration()
    configuration.content = 0x0006
    var link = link(configuration, source)
    let frames = Wire.frames(link.run(forSeconds: 0.05))
    #expect(
      frames == [
        Wire.bytes("55 51 00 08 00 fc 00 40 e8 09 db"),
        Wire.bytes("55 52 00 c0 01 00 ff 7f e8 09 d7"),
      ])
  }

  @Test func framesMatchTheOtherVectors() {
    func frame(_ type: UInt8, _ words: [Int16]) -> [UInt8] {
      WitMotionFrame.bytes(type: type, words: words)
    }
    #expect(
      frame(0x53, [8192, -16384, -1, 4660]) == Wire.bytes("55 53 00 20 00 c0 ff ff 34 12 cc"))
    #expect(frame(0x54, [120, -340, 55, 2536]) == Wire.bytes("55 54 78 00 ac fe 37 00 e8 09 f3"))
    #expect(
      frame(0x59, [32767, -23170, 23170, 0]) == Wire.bytes("55 59 ff 7f 7e a5 82 5a 00 00 2b"))
    #expect(
      WitMotionFrame.wide(words: [2048, -1024, 16384, -16384, 1, 32767, 8192, -16384, -1])
        == Wire.bytes("55 61 00 08 00 fc 00 40 00 c0 01 00 ff 7f 00 20 00 c0 ff ff"))
  }

  @Test func theChipsClockIsTheVectorsTime() {
    var configuration = WitMotionConfiguration()
    configuration.content = 0x0001
    configuration.rateCode = 0x07
    var link = link(configuration)
    let frames = Wire.frames(link.run(forSeconds: 0.3))
    #expect(frames.first?[8...9] == [0, 0])
    #expect(frames[5] == Wire.bytes("55 50 1a 0b 16 10 28 05 fa 00 17"))
  }

  @Test func everyFrameEndsWithItsSum() {
    var configuration = WitMotionConfiguration.motion(rateCode: 0x0B)
    configuration.content = 0x021F
    configuration.baudCode = 7
    var link = link(configuration, SineSource())
    let frames = Wire.frames(link.run(forSeconds: 2))
    #expect(frames.count == 6 * 401)
    #expect(frames.allSatisfy { $0[0] == 0x55 && $0[10] == $0[0..<10].reduce(0, &+) })
    #expect(frames.prefix(6).map { $0[1] } == [0x50, 0x51, 0x52, 0x53, 0x54, 0x59])
  }

  @Test(arguments: [(UInt8(0x06), 10), (0x08, 50), (0x09, 100), (0x0B, 200)])
  func theRateIsTheOneWrittenAfterAnUnlock(code: UInt8, hertz: Int) {
    var link = link()
    link.send(unlock + [0xFF, 0xAA, 0x03, code, 0x00])
    _ = link.run(forSeconds: 0.0001)
    let bursts = Wire.frames(link.run(forSeconds: 10)).filter { $0[1] == 0x51 }
    #expect(bursts.count == hertz * 10)
  }

  @Test func aWriteWithoutUnlockOrTooLateIsIgnored() {
    var link = link()
    link.send(Wire.bytes("ff aa 03 0b 00"))
    #expect(link.device.burstsPerSecond == 10)
    link.send(unlock)
    _ = link.run(forSeconds: 11)
    link.send(Wire.bytes("ff aa 03 0b 00"))
    #expect(link.device.burstsPerSecond == 10)
  }

  @Test func aClientsRecordedSettingsAreUnderstoodByteByByte() {
    var link = link()
    let client =
      "ff aa 69 88 b5 ff aa 03 0b 00 ff aa 69 88 b5 ff aa 02 06 02 ff aa 69 88 b5 "
      + "ff aa 04 06 00 ff aa 69 88 b5 ff aa 00 00 00"
    for byte in Wire.bytes(client) { link.send([byte]) }
    #expect(link.device.burstsPerSecond == 200)
    #expect(link.device.content == 0x0206)
    link.send(unlock + Wire.bytes("ff aa 03 06 00 ff aa 00 ff 00"))
    #expect(link.device.burstsPerSecond == 200)
    link.send(unlock + Wire.bytes("ff aa 00 01 00"))
    #expect(link.device.burstsPerSecond == 10)
  }

  @Test func aRegisterReadIsAnsweredWithFourRegisters() {
    var link = link()
    link.send(unlock + Wire.bytes("ff aa 03 0d 00 ff aa 27 02 00"))
    let bytes = link.run(forSeconds: 1)
    #expect(bytes.suffix(11) == Wire.bytes("55 5f 1e 00 0d 00 06 00 00 00 e5")[...])
  }

  @Test func aSlowLineCannotCarryAFastRate() {
    var configuration = WitMotionConfiguration.motion(rateCode: 0x0B)
    configuration.baudCode = 2
    var link = link(configuration)
    let frames = Wire.frames(link.run(forSeconds: 10))
    // 960 bytes a second carry 29 bursts of 33.
    #expect((285...295).contains(frames.count / 3))
    #expect(link.device.burstsSkipped + frames.count / 3 == 2001)
  }

  @Test func plannedFaultsDoWhatTheySay() {
    func bytes(_ planned: [Int: WitMotionFault]) -> [UInt8] {
      var configuration = WitMotionConfiguration.motion(rateCode: 0x09)
      configuration.faults = FaultSchedule(planned: planned)
      var link = link(configuration)
      return link.run(forSeconds: 0.0399)
    }
    let clean = bytes([:])
    #expect(clean.count == 4 * 33)
    #expect(bytes([1: .loneStart]) == clean.prefix(33) + [0x55] + clean.dropFirst(33))
    #expect(bytes([1: .dropFrame]).count == clean.count - 11)
    #expect(bytes([1: .wideFrame]).count == clean.count + 20)
    #expect(bytes([1: .silence(bursts: 2)]).count == 2 * 33)
    let wrong = Wire.frames(bytes([1: .flipChecksumBit])).filter {
      $0[10] != $0[0..<10].reduce(0, &+)
    }
    #expect(wrong.count == 1)
  }
}
