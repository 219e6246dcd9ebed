import SinewDevices
import SinewSignal
import Testing

/// Messages and values: the byte sheet's vectors, run through vnproglib 1.2.0.
@Suite struct VectorNavVN100Tests {
  private let vector1 = "$VNYPR,+010.071,+000.278,-002.026*60\r\n"
  private let vector2 =
    "$VNYMR,-000.123,+001.500,+179.999,+1.0000,-0.5000,+0.2500,+00.010,-00.020,-09.806,"
    + "+00.001000,-00.002000,+00.003000*5D\r\n"
  private let vector3 =
    "fa 01 30 01 00 00 00 00 00 00 00 00 f4 04 35 3f f4 04 35 3f 0a d7 23 3c 0a d7 a3 bc"
    + "8f c2 f5 3c cd cc cc 3d cd cc 4c be c3 f5 1c c1 c1 54"
  private let vector4 =
    "fa 01 09 00 cb 04 fb 71 1f 01 00 00 00 00 36 42 00 00 24 c1 00 00 33 43 bb 9a"
  private let vector5 =
    "fa 04 00 07 cd cc 4c 3e cd cc cc bd 00 00 00 3f 00 00 00 00 00 00 00 00 cd cc 1c c1"
    + "6f 12 83 3a 6f 12 03 3b a6 9b 44 3b c3 8a"

  private let g = 9.80665
  private let degree = 180 / Double.pi

  private func text(_ body: String) -> [UInt8] {
    let digits = String(body.utf8.reduce(0, ^), radix: 16, uppercase: true)
    return Array("$\(body)*\(digits.count < 2 ? "0" : "")\(digits)\r\n".utf8)
  }

  private func crc(_ bytes: [UInt8]) -> UInt16 {
    bytes.reduce(UInt16(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt16(byte) << 8) { value, _ in
        value & 0x8000 == 0 ? value << 1 : value << 1 ^ 0x1021
      }
    }
  }

  /// Time of n microseconds, and yaw of n degrees.
  private func sample(_ n: UInt64) -> [UInt8] {
    let time = (0..<8).map { UInt8(truncatingIfNeeded: (n * 1000) >> (8 * UInt64($0))) }
    let yaw = Float(n).bitPattern
    let body: [UInt8] =
      [0x01, 0x09, 0x00] + time + (0..<4).map { UInt8(truncatingIfNeeded: yaw >> (8 * $0)) }
      + [UInt8](repeating: 0, count: 8)
    return [0xFA] + body + [UInt8(crc(body) >> 8), UInt8(crc(body) & 0xFF)]
  }

  private func decoded(_ bytes: [UInt8], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = VectorNavVN100()
    return decode(&driver, bytes, chunking)
  }

  /// Plays the conversation with a unit that knows no binary output.
  private func startText(_ driver: inout VectorNavVN100) {
    _ = converse(&driver)
    for answer in ["VNRRG,01,VN-100", "VNWRG,06,0", "VNERR,08", "VNWRG,06,14", "VNASY,1"] {
      _ = converse(&driver, text(answer))
    }
  }

  private func decodedAsText(_ bytes: [UInt8], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = VectorNavVN100()
    startText(&driver)
    return decode(&driver, bytes, chunking)
  }

  private func isNear(_ values: [Float], _ wanted: [Double]) -> Bool {
    values.count == wanted.count
      && zip(values, wanted).allSatisfy { abs(Double($0) - $1) <= abs($1) * 1e-6 + 1e-9 }
  }

  // MARK: Vectors

  @Test func vector1IsThreeAngles() {
    let result = decodedAsText(Array(vector1.utf8))
    #expect(result.frames.map(\.stream) == [2] && result.faultTotal == 0)
    #expect(isNear(result.frames[0].numbers(3), [10.071, 0.278, -2.026]))
  }

  @Test func vector2IsMotionAndAngles() {
    let result = decodedAsText(Array(vector2.utf8))
    #expect(result.frames.map(\.stream) == [0, 2] && result.faultTotal == 0)
    #expect(
      isNear(
        result.frames[0].numbers(6),
        [0.01 / g, -0.02 / g, -9.806 / g, 0.001 * degree, -0.002 * degree, 0.003 * degree]))
    #expect(isNear(result.frames[1].numbers(3), [-0.123, 1.5, 179.999]))
  }

  @Test func vector3IsMotionAndQuaternionScalarFirst() {
    let result = decodedAsText(hex(vector3))
    #expect(result.frames.map(\.stream) == [0, 1])
    #expect(
      isNear(
        result.frames[0].numbers(6),
        [0.1 / g, -0.2 / g, -9.81 / g, 0.01 * degree, -0.02 * degree, 0.03 * degree]))
    #expect(isNear(result.frames[1].numbers(4), [0.7071068, 0, 0, 0.7071068]))
  }

  @Test func vector4IsTimeAndAngles() {
    let result = decoded(hex(vector4))
    #expect(result.frames.map(\.stream) == [2])
    // 1234567890123 ns, in microseconds modulo 2^32.
    #expect(result.frames[0].counter == 1_234_567_890)
    #expect(result.frames[0].numbers(3) == [45.5, -10.25, 179])
  }

  @Test func vector5IsTheInertialGroup() {
    let result = decodedAsText(hex(vector5))
    #expect(result.frames.map(\.stream) == [0])
    #expect(
      isNear(
        result.frames[0].numbers(6),
        [0, 0, -9.8 / g, 0.001 * degree, 0.002 * degree, 0.003 * degree]))
  }

  @Test func vector6AreTheCommands() {
    #expect(text("VNASY,1") == Array("$VNASY,1*4E\r\n".utf8))
    var driver = VectorNavVN100()
    #expect(converse(&driver) == .say(Array("$VNRRG,01*72\r\n".utf8), wait: 0.5))
    #expect(
      converse(&driver, "$VNRRG,01,VN-100T-CR*32\r\n")
        == .say(Array("$VNWRG,06,0*6C\r\n".utf8), wait: 0.5))
    #expect(
      converse(&driver, "$VNWRG,06,0*6C\r\n") == .say(text("VNWRG,75,1,8,01,0131"), wait: 0.5))
    #expect(
      converse(&driver, text("VNWRG,75,1,8,01,0131"))
        == .say(Array("$VNASY,1*4E\r\n".utf8), wait: 0.5))
    #expect(converse(&driver, "$VNASY,1*4E\r\n") == .ready)
    #expect(driver.streams.map(\.counter).allSatisfy { $0 == .ticks(hertz: 1e6, bits: 32) })
    #expect(driver.farewell() == text("VNWRG,75,0,8,01,0131"))
    #expect(
      decode(&driver, sample(1) + sample(2)).frames.map(\.flags)
        == [FrameFlags.restarted.rawValue, 0])
  }

  // MARK: Handshake

  @Test func registersWithoutALeadingZeroAreUnderstood() {
    var driver = VectorNavVN100()
    _ = converse(&driver)
    #expect(
      converse(&driver, text("VNRRG,1,VN-100"))
        == .say(Array("$VNWRG,06,0*6C\r\n".utf8), wait: 0.5))
  }

  @Test func withoutBinaryOutputTheFramesAreNumbered() {
    var driver = VectorNavVN100()
    startText(&driver)
    #expect(driver.streams.map(\.counter).allSatisfy { $0 == CounterKind.none })
    #expect(driver.farewell() == Array("$VNWRG,06,0*6C\r\n".utf8))
    let result = decode(&driver, Array((vector2 + vector2).utf8))
    #expect(result.frames(of: 0).map(\.counter) == [0, 1])
  }

  @Test func measurementsUnderWayDoNotDisturbTheConversation() {
    var driver = VectorNavVN100()
    _ = converse(&driver)
    #expect(converse(&driver, vector2 + "$VNRRG,01,VN-") == .wait(seconds: 0.5))
    #expect(
      converse(&driver, "100T-CR*32\r\n") == .say(Array("$VNWRG,06,0*6C\r\n".utf8), wait: 0.5))
  }

  @Test func othersAreRefusedInWords() {
    func refusal(_ feed: [[UInt8]], _ settings: DriverSettings = DriverSettings()) -> String {
      var driver = VectorNavVN100(settings: settings)
      var step = converse(&driver)
      for bytes in feed { step = converse(&driver, bytes) }
      if case .refuse(let why) = step { return why }
      return "\(step)"
    }
    var random = SeededGenerator(4)
    #expect(refusal([[], [], [], []]).contains("No answer"))
    #expect(refusal((0..<300).map { _ in random.noise(100) }).contains("Bytes come"))
    #expect(refusal([text("VNRRG,01,VMU-9")]).contains("model VMU-9"))
    #expect(refusal([text("VNRRG,01,VN-100"), text("VNERR,08")]).contains("error 08"))
    #expect(refusal([], DriverSettings(rateHz: 300)).contains("300"))
  }

  // MARK: Stream

  @Test func aLossShowsInTheTime() {
    let result = decoded([10_000, 20_000, 50_000].flatMap { sample($0) })
    #expect(result.frames.map(\.counter) == [10_000, 20_000, 50_000] && result.faultTotal == 0)
  }

  @Test func binaryWithoutTimeIsDroppedFromAStreamWithAClock() {
    let result = decoded(hex(vector3) + sample(7))
    #expect(result.frames.map(\.counter) == [7] && result[.incomplete] == 1)
  }

  @Test func textBetweenBinaryIsSkippedAndCostsNothing() {
    let result = decoded(sample(1) + Array(vector2.utf8) + sample(2) + text("VNERR,08") + sample(3))
    #expect(result.frames.map(\.counter) == [1, 2, 3] && result.faultTotal == 0)
  }

  @Test func aLongCheckIsACRC() {
    let body = "VNYPR,+001.000,+002.000,+003.000"
    let check = String(crc(Array(body.utf8)), radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: 4 - check.count) + check
    let good = decodedAsText(Array("$\(body)*\(padded)\r\n".utf8))
    #expect(good.frames.map { $0.numbers(3) } == [[1, 2, 3]])
    let bad = decodedAsText(Array("$\(body)*\(padded == "0001" ? "0002" : "0001")\r\n".utf8))
    #expect(bad.frames.isEmpty && bad.faultTotal > 0)
  }

  @Test func everySingleFlippedBitIsCaught() {
    let clean = (250...254 as ClosedRange<UInt64>).flatMap { sample($0) }
    let good = decoded(clean)
    for bit in 0..<(clean.count * 8) {
      var bytes = clean + sample(255)
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let result = decoded(bytes + [UInt8](repeating: 0, count: 260))
      let isHonest = result.frames.dropLast().allSatisfy { good.frames.contains($0) }
      #expect(isHonest && result.frames.count == 5, "bit \(bit)")
      #expect(result.faultTotal > 0, "bit \(bit)")
    }
  }

  @Test(arguments: Chunking.all)
  func aCutMessageCostsItselfOnly(_ chunking: Chunking) {
    for length in 1..<26 {
      let bytes = sample(1) + sample(2).prefix(length) + (3...14).flatMap { sample($0) }
      #expect(
        decoded(bytes, chunking).frames.map(\.counter) == [1] + Array(3...14), "\(length)")
    }
  }

  @Test func aCutLineCostsItselfAndIsFlagged() {
    let line = Array(vector2.utf8)
    for length in 20..<line.count {
      let result = decodedAsText(line + line.prefix(length) + line)
      let motion = result.frames(of: 0)
      #expect(motion.map(\.counter) == [0, 1], "\(length)")
      #expect(motion.map(\.flags) == [0, FrameFlags.gapBefore.rawValue], "\(length)")
    }
  }

  @Test func aLineWithWrongNumbersIsNoSample() {
    let result = decodedAsText(text("VNYPR,+1.0,zwei,+3.0") + text("VNYPR,+1.0,+2.0"))
    #expect(result.frames.isEmpty && result[.text] == 2)
    #expect(decodedAsText(text("VNXYZ,1"))[.unknownKind] == 1)
  }
}
