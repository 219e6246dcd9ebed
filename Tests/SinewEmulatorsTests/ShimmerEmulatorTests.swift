import SinewEmulators
import Testing

/// The byte sheet's vectors, which pyshimmer 1.0.0 decodes.
@Suite struct ShimmerEmulatorTests {
  private func link(
    _ configuration: ShimmerConfiguration = ShimmerConfiguration(),
    _ source: any SignalSource = ConstantSource()
  ) -> FakeLink<ShimmerEmulator> {
    FakeLink(ShimmerEmulator(configuration, source: source))
  }

  /// What the device answers to `hex`.
  private func answer(_ link: inout FakeLink<ShimmerEmulator>, _ hex: String) -> [UInt8] {
    link.send(Wire.bytes(hex))
    return link.run(forSeconds: 0.05)
  }

  private func packets(_ bytes: [UInt8], size: Int = 23) -> [[UInt8]] {
    stride(from: 0, to: bytes.count - size + 1, by: size).map { Array(bytes[$0..<$0 + size]) }
  }

  /// Starts the stream and returns what comes in `seconds` without the acknowledgement.
  private func stream(_ link: inout FakeLink<ShimmerEmulator>, seconds: Double) -> [UInt8] {
    link.send([0x07])
    return Array(link.run(forSeconds: seconds).dropFirst())
  }

  private func stamp(_ packet: [UInt8]) -> Int {
    Int(packet[1]) | Int(packet[2]) << 8 | Int(packet[3]) << 16
  }

  // MARK: Vectors

  @Test func theInquiryIsTheVector() {
    var link = link()
    _ = answer(&link, "05 40 00")
    #expect(
      answer(&link, "01")
        == Wire.bytes("ff 02 40 00 01 ff 01 08 09 01 00 01 02 0a 0b 0c 1d 1e 1f"))
  }

  @Test(arguments: [
    // Gyroscope range 0 (250 deg/s); acceleration in m/s2, turn rate in deg/s, millivolts.
    (
      0, SIMD3(-1.0, 0, 1), SIMD3(-1.0, 0, 1), [0.0, 2.40405e-5],
      "00 00 00 00 ff 07 52 08 ac 07 00 00 00 83 ff 7d 80 00 00 00 00 00 01"
    ),
    (
      64, SIMD3(0.0, 0, -2), SIMD3(10.0, -10, -260), [-2.40405e-5, 500],
      "00 40 00 00 ff 07 ff 07 a5 08 05 1e fa e2 7f ff 80 ff ff ff 7f ff ff"
    ),
  ])
  func packetsAreTheVectors(
    tick: Int, acceleration: SIMD3<Double>, turnRate: SIMD3<Double>, millivolts: [Double],
    hex: String
  ) {
    var configuration = ShimmerConfiguration()
    configuration.configurationBytes[2] = 0
    configuration.divider = 64
    configuration.firstTick = UInt64(tick)
    configuration.replyDelay = 0
    let source = ConstantSource(
      microvolts: millivolts.map { $0 * 1000 },
      sample: MotionSample(accelerationG: acceleration / 9.80665, turnRateDPS: turnRate))
    var link = link(configuration, source)
    #expect(stream(&link, seconds: 0.003) == Wire.bytes(hex))
  }

  @Test func theCheckIsTheFirmwaresOwn() {
    #expect(ShimmerCRC.of(Array(1...8)) == 0x48AA)
    #expect(ShimmerCRC.of(Array(1...9)) == 0x2A5D)
    #expect(ShimmerCRC.of(Array(1...10)) == 0x8B17)
    #expect(ShimmerCRC.of(Array(1...11)) == 0x794E)
    let vector1 = "00 00 00 00 ff 07 52 08 ac 07 00 00 00 83 ff 7d 80 00 00 00 00 00 01"
    #expect(ShimmerCRC.of(Wire.bytes(vector1)) == 0x790D)
    var link = link()
    #expect(answer(&link, "8b 02") == Wire.bytes("ff f4 65"))
    let bytes = stream(&link, seconds: 0.026).dropFirst(2)
    #expect(bytes.count == 25)
    let crc = ShimmerCRC.of(Array(bytes.dropLast(2)))
    #expect(Array(bytes.suffix(2)) == [UInt8(crc & 0xFF), UInt8(crc >> 8)])
  }

  @Test func aClientsRecordedSessionIsAnswered() {
    var link = link()
    #expect(answer(&link, "2e") == Wire.bytes("ff 2f 03 00 00 00 10 09"))
    for command in ["a3 00", "05 20 00", "08 d0 00 00"] {
      #expect(answer(&link, command) == [0xFF])
    }
    #expect(answer(&link, "03") == Wire.bytes("ff 04 20 00"))
    #expect(
      answer(&link, "63 00 00 0a") == Wire.bytes("ff 62 0a 00 a0 10 69 60 20 00 00 02 03"))
    #expect(answer(&link, "63 01 00 0a").count == 13)
    #expect(answer(&link, "61 00 00 0a 00 a0 10 69 60 20 00 00 02 03") == [0xFF])
    #expect(answer(&link, "2c").count == 2 + 84)
    #expect(answer(&link, "72") == Wire.bytes("ff 8a 71 20"))
    #expect(answer(&link, "95") == Wire.bytes("ff 8a 94 8c 0a 00"))
    #expect(answer(&link, "7b") == [0xFF, 0x7A, 12] + Array("Shimmer_1234".utf8))
    #expect(answer(&link, "3f") == Wire.bytes("ff 25 03"))
  }

  // MARK: Stream

  @Test(arguments: [(64, 512), (32, 1024), (640, 51)])
  func theRateIs32768OverTheDivider(divider: Int, hertz: Int) {
    var configuration = ShimmerConfiguration()
    configuration.divider = divider
    configuration.firstTick = (1 << 24) - 1000
    var link = link(configuration)
    let packets = packets(stream(&link, seconds: 1.0055))
    #expect(packets.count == hertz)
    let steps = zip(packets, packets.dropFirst()).map { (stamp($1) - stamp($0)) & 0xFF_FFFF }
    #expect(Set(steps) == [divider])
    #expect(packets.allSatisfy { $0[0] == 0 })
  }

  @Test func gainAndWidthFollowTheRegisters() {
    func code(_ commands: [String], at place: Int, _ count: Int) -> Int {
      var link = link(ShimmerConfiguration(), ConstantSource(microvolts: [1000, 0]))
      for command in commands { _ = answer(&link, command) }
      let packet = stream(&link, seconds: 0.026)
      return packet[place..<(place + count)].reduce(0) { $0 << 8 | Int($1) }
    }
    // 1 mV x 12 x 8388607 / 2420, and at gain 1.
    #expect(code([], at: 17, 3) == 41_596)
    #expect(code(["61 00 03 01 10"], at: 17, 3) == 3466)
    // 1 mV x 2 x 12 x 32767 / 2420.
    #expect(code(["08 c0 00 10"], at: 17, 2) == 325)
    #expect(code(["61 00 03 01 e1"], at: 17, 3) == 0)
  }

  @Test func theOldMagnetometerSendsItsHighByteFirst() {
    func bytes(_ isOld: Bool) -> [UInt8] {
      var configuration = ShimmerConfiguration()
      configuration.sensors = [0x20, 0, 0]
      configuration.hasOldMagnetometer = isOld
      var link = link(configuration)
      return Array(stream(&link, seconds: 0.026).dropFirst(4))
    }
    #expect(bytes(false) == Wire.bytes("78 00 ac fe 37 00"))
    #expect(bytes(true) == Wire.bytes("00 78 fe ac 00 37"))
  }

  @Test func calibrationBlocksHoldTheSheetsDefaults() {
    var link = link()
    let block = Wire.bytes("07 ff 07 ff 07 ff 00 53 00 53 00 53 00 9c 00 9c 00 00 00 00 9c")
    #expect(answer(&link, "13") == [0xFF, 0x12] + block)
    // Range 1: 65.5 counts, times 100.
    #expect(answer(&link, "16")[8...9] == [0x19, 0x96])
    var blank = ShimmerConfiguration()
    blank.isCalibrated = false
    var other = self.link(blank)
    #expect(answer(&other, "2c") == [0xFF, 0x2D] + [UInt8](repeating: 0xFF, count: 84))
  }

  @Test func answersStandBetweenPacketsNeverInside() {
    var link = link()
    var bytes = stream(&link, seconds: 0.05)
    bytes += answer(&link, "72")
    #expect(bytes.count % 23 == 4)
    let place = packets(bytes).firstIndex { $0[0] != 0 } ?? 0
    let answer = bytes[(place * 23)..<(place * 23 + 4)]
    #expect(Array(answer) == Wire.bytes("ff 8a 71 32"))
  }

  @Test func theStopIsAcknowledgedOrLost() {
    var configuration = ShimmerConfiguration()
    configuration.tailPackets = 1
    var clean = link(configuration)
    _ = stream(&clean, seconds: 0.03)
    let tail = answer(&clean, "20")
    #expect(tail.count == 24 && tail[0] == 0xFF)
    #expect(clean.run(forSeconds: 1).isEmpty)
    configuration.losesStopAcknowledgement = true
    configuration.tailPackets = 0
    var lossy = link(configuration)
    _ = stream(&lossy, seconds: 0.03)
    #expect(answer(&lossy, "20").isEmpty)
  }

  @Test func unaskedStatusHasAPrefixUntilItIsTurnedOff() {
    var link = link()
    link.device.dock(true, at: 0)
    #expect(link.run(forSeconds: 0.05) == Wire.bytes("ff 8a 71 21"))
    _ = answer(&link, "a3 00")
    link.device.dock(false, at: link.now)
    #expect(link.run(forSeconds: 0.05) == Wire.bytes("8a 71 20"))
  }

  @Test func plannedFaultsDoWhatTheySay() {
    func bytes(_ planned: [Int: ShimmerFault]) -> [UInt8] {
      var configuration = ShimmerConfiguration()
      configuration.faults = FaultSchedule(planned: planned)
      var link = link(configuration, SineSource())
      return stream(&link, seconds: 0.085)
    }
    let clean = bytes([:])
    #expect(clean.count == 4 * 23)
    #expect(bytes([1: .drop]) == Array(clean[..<23]) + Array(clean[46...]))
    #expect(bytes([1: .cut(bytes: 5)]) == Array(clean[..<41]) + Array(clean[46...]))
    #expect(bytes([1: .silence(packets: 2)]) == Array(clean[..<23]) + Array(clean[69...]))
    #expect(bytes([2: .garbage(bytes: 7)]).count == clean.count + 7)
    let flipped = zip(bytes([1: .flipBit]), clean).map { ($0 ^ $1).nonzeroBitCount }
    #expect(flipped.reduce(0, +) == 1 && flipped[23..<46].contains(1))
  }

  @Test func randomBytesNeverStopTheDevice() {
    var random = SeededRandom(seed: 6)
    var link = link()
    for _ in 0..<1000 {
      link.send((0..<5).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      _ = link.run(forSeconds: 0.01)
    }
    // Whatever command is unfinished, its arguments are at most 258 bytes.
    link.send([UInt8](repeating: 0x20, count: 300))
    link.send([0x8B, 0])
    _ = link.run(forSeconds: 10)
    #expect(answer(&link, "3f").suffix(2) == [0x25, 3])
  }
}
