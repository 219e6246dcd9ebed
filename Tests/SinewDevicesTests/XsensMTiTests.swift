import SinewDevices
import SinewSignal
import Testing

/// Messages and values: the byte sheet's vectors, whose checksums the vendor's own code made.
@Suite struct XsensMTiTests {
  private let vector2 =
    "fa ff 36 2a 10 20 02 12 34 10 60 04 00 01 e2 40 40 20 0c 3f 00 00 00 bf 80 00 00 41 1c f5 c3"
    + "80 20 0c 3d cc cc cd be 4c cc cd 3e 99 99 9a 98"
  private let vector3 =
    "fa ff 36 1f 10 20 02 ff ff 20 10 10 3f 00 00 00 3f 00 00 00 bf 00 00 00 3f 00 00 00"
    + "e0 20 04 00 00 00 03 b9"
  private let vector4 =
    "fa ff 36 2f 10 20 02 00 00 40 21 0c 00 9c f5 c2 ff f0 00 00 00 00 00 01 80 23 18"
    + "3f f8 00 00 00 00 00 00 c0 02 00 00 00 00 00 00 3f c0 00 00 00 00 00 00 07"

  private let acknowledgeConfig = hex("fa ff 31 00 d0")
  private let deviceID = hex("fa ff 01 04 03 80 00 1a 5f")
  private let acknowledgeMeasurement = hex("fa ff 11 00 f0")
  private let error = hex("fa ff 42 01 04 ba")

  /// A message with its checksum.
  private func message(_ id: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let body = [0xFF, id, UInt8(payload.count)] + payload
    return [0xFA] + body + [0 &- body.reduce(0, &+)]
  }

  /// Counter n and an acceleration of n m/s2 in 12.20.
  private func sample(_ n: Int) -> [UInt8] {
    message(
      0x36,
      [0x10, 0x20, 2, UInt8(n >> 8 & 0xFF), UInt8(n & 0xFF)]
        + [0x40, 0x21, 12, UInt8(n >> 4 & 0xFF), UInt8(n << 4 & 0xFF), 0, 0]
        + [UInt8](repeating: 0, count: 8))
  }

  private func decoded(_ bytes: [UInt8], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = XsensMTi()
    return decode(&driver, bytes, chunking)
  }

  private func isNear(_ values: [Float], _ wanted: [Double]) -> Bool {
    zip(values, wanted).allSatisfy { abs(Double($0) - $1) <= abs($1) * 1e-6 + 1e-9 }
  }

  // MARK: Vectors

  @Test func vector2IsAccelerationAndTurnRate() {
    let result = decoded(hex(vector2))
    #expect(result.frames.map(\.stream) == [0] && result.frames.map(\.counter) == [4660])
    let g = 9.80665
    let degree = 180 / Double.pi
    #expect(
      isNear(
        result.frames[0].numbers(6),
        [0.5 / g, -1 / g, 9.81 / g, 0.1 * degree, -0.2 * degree, 0.3 * degree]))
    #expect(result.faultTotal == 0)
  }

  @Test func vector3IsAQuaternion() {
    let result = decoded(hex(vector3))
    #expect(result.frames.map(\.stream) == [1] && result.frames.map(\.counter) == [65_535])
    #expect(result.frames[0].numbers(4) == [0.5, 0.5, -0.5, 0.5])
  }

  @Test func vector4IsFixedPointAndDouble() {
    let result = decoded(hex(vector4))
    let g = 9.80665
    let degree = 180 / Double.pi
    #expect(result.frames.map(\.counter) == [0])
    #expect(
      isNear(
        result.frames[0].numbers(6),
        [9.809999 / g, -1 / g, 9.5367e-7 / g, 1.5 * degree, -2.25 * degree, 0.125 * degree]))
  }

  @Test func inFixed16Point32TheFractionComesFirst() {
    let bytes = message(
      0x36,
      [0x10, 0x20, 2, 0, 7, 0x20, 0x32, 18] + [0x80, 0, 0, 0, 0, 45] + [0, 0, 0, 0, 0xFF, 0xA6]
        + [0x40, 0, 0, 0, 0xFF, 0xFF])
    let result = decoded(bytes)
    #expect(result.frames.map(\.stream) == [2])
    #expect(result.frames[0].numbers(3) == [45.5, -90, -0.75])
  }

  @Test func vector1CarriesTheConversation() {
    var driver = XsensMTi()
    #expect(converse(&driver) == .say(hex("fa ff 30 00 d1"), wait: 0.5))
    #expect(converse(&driver, acknowledgeConfig) == .say(hex("fa ff 00 00 01"), wait: 0.5))
    let configuration = hex(
      "fa ff c0 18 10 20 ff ff 10 60 ff ff 20 10 00 64 40 20 00 64 80 20 00 64 e0 20 ff ff")
    guard case .say(let bytes, _) = converse(&driver, deviceID) else {
      Issue.record("no configuration")
      return
    }
    #expect(Array(bytes.dropLast()) == configuration)
    #expect(bytes.dropFirst().reduce(0, &+) == 0)
    #expect(
      converse(&driver, message(0xC1, Array(configuration.dropFirst(4))))
        == .say(hex("fa ff 10 00 f1"), wait: 0.5))
    #expect(converse(&driver, acknowledgeMeasurement) == .ready)
    #expect(driver.farewell() == hex("fa ff 30 00 d1"))
    let first = decode(&driver, sample(5) + sample(6))
    #expect(first.frames.map(\.flags) == [FrameFlags.restarted.rawValue, 0])
  }

  // MARK: Handshake

  private func reach(_ driver: inout XsensMTi, answering configuration: [UInt8]) -> Conversation {
    _ = converse(&driver)
    _ = converse(&driver, acknowledgeConfig)
    _ = converse(&driver, deviceID)
    return converse(&driver, configuration)
  }

  @Test func theUnitsOwnRateCounts() {
    var driver = XsensMTi()
    let list = hex("10 20 ff ff 20 10 00 32 40 20 00 32 80 20 00 32")
    #expect(
      reach(&driver, answering: message(0xC1, list)) == .say(hex("fa ff 10 00 f1"), wait: 0.5))
    #expect(driver.streams.map(\.rateHz) == [50, 50, 50])
  }

  @Test func aUnitWithoutFusionIsAskedAgainWithoutQuaternion() {
    var driver = XsensMTi()
    guard case .say(let bytes, _) = reach(&driver, answering: error) else {
      Issue.record("not asked again")
      return
    }
    #expect(!bytes.indices.dropLast().contains { bytes[$0] == 0x20 && bytes[$0 + 1] == 0x10 })
    guard case .refuse(let why) = converse(&driver, error) else {
      Issue.record("not refused")
      return
    }
    #expect(why.contains("error 4"))
  }

  @Test func aUnitThatCannotSendTurnRateIsRefused() {
    var driver = XsensMTi()
    let step = reach(&driver, answering: message(0xC1, hex("10 20 ff ff 40 20 00 64")))
    #expect("\(step)".contains("acceleration and turn rate with a packet counter"))
  }

  @Test func theStopIsRepeatedWhileDataFlow() {
    var driver = XsensMTi()
    _ = converse(&driver)
    #expect(converse(&driver, sample(1) + sample(2)) == .wait(seconds: 0.5))
    // The unit may be swallowing the command as a part of another message: that is filled up first.
    let flush = [UInt8](repeating: 0, count: 256)
    #expect(converse(&driver) == .say(flush + hex("fa ff 30 00 d1"), wait: 0.5))
    #expect(
      converse(&driver, Array(sample(3).suffix(9)) + acknowledgeConfig)
        == .say(hex("fa ff 00 00 01"), wait: 0.5))
  }

  @Test func aUnitThatWakesUpIsKeptInConfiguration() {
    var driver = XsensMTi()
    _ = converse(&driver)
    #expect(
      converse(&driver, hex("fa ff 3e 00 c3"))
        == .say(hex("fa ff 3f 00 c2 fa ff 30 00 d1"), wait: 0.5))
  }

  @Test func answersMayComeByteByByte() {
    var driver = XsensMTi()
    _ = converse(&driver)
    for byte in acknowledgeConfig.dropLast() {
      #expect(converse(&driver, [byte]) == .wait(seconds: 0.5))
    }
    #expect(converse(&driver, [0xD0]) == .say(hex("fa ff 00 00 01"), wait: 0.5))
  }

  @Test func silenceNoiseAndWrongRatesAreRefusedInWords() {
    var silent = XsensMTi()
    var step = converse(&silent)
    var said = 0
    while case .say = step, said < 20 {
      said += 1
      step = converse(&silent)
    }
    #expect(said == 4 && "\(step)".contains("No answer"))

    var noisy = XsensMTi()
    var random = SeededGenerator(8)
    step = converse(&noisy)
    for _ in 0..<900 { step = converse(&noisy, random.noise(100)) }
    #expect("\(step)".contains("Bytes come"))

    var fast = XsensMTi(settings: DriverSettings(rateHz: 5000))
    #expect("\(converse(&fast))".contains("5000"))
  }

  // MARK: Stream

  @Test func lossesShowInTheCounterAndCostNothingElse() {
    let result = decoded([1, 2, 5, 6].flatMap { sample($0) })
    #expect(result.frames.map(\.counter) == [1, 2, 5, 6] && result.faultTotal == 0)
  }

  @Test func turnRateMissingFromAMessageHasNoValue() {
    let result = decoded(sample(16))
    let values = result.frames[0].numbers(6)
    #expect(abs(values[0] - 16 / 9.80665) < 1e-6)
    #expect(values[3...5].allSatisfy { $0.isNaN })
  }

  @Test func aSampleWithoutCounterIsDropped() {
    let result = decoded(message(0x36, [0x20, 0x30, 12] + [UInt8](repeating: 0, count: 12)))
    #expect(result.frames.isEmpty && result[.incomplete] == 1)
  }

  @Test func theStatusWordTellsClipping() {
    let bytes = message(
      0x36, hex("10 20 02 00 01 40 21 0c 00000000 00000000 00000000 e0 20 04 00 00 01 03"))
    #expect(decoded(bytes).frames.map(\.flags) == [FrameFlags.clipped.rawValue])
  }

  @Test func everySingleFlippedBitIsCaught() {
    let clean = (250...254).flatMap { sample($0) }
    let good = decoded(clean)
    for bit in 0..<(clean.count * 8) {
      var bytes = clean + sample(255)
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      // A longer length waits for as many bytes.
      let result = decoded(bytes + [UInt8](repeating: 0, count: 510))
      let isHonest = result.frames.dropLast().allSatisfy { good.frames.contains($0) }
      #expect(isHonest && result.frames.count == 5, "bit \(bit)")
      #expect(result.faultTotal > 0, "bit \(bit)")
    }
  }

  @Test(arguments: Chunking.all)
  func aCutMessageCostsItselfOnly(_ chunking: Chunking) {
    for length in 1..<25 {
      let bytes =
        sample(1) + sample(2).prefix(length) + (3...16).flatMap { sample($0) }
      // A cut at the length makes it 250: the messages behind wait, and none is lost.
      #expect(
        decoded(bytes, chunking).frames.map(\.counter) == [1] + Array(3...16), "\(length)")
    }
  }

  @Test func aSoundChecksumAroundBrokenItemsIsNoSample() {
    let result = decoded(message(0x36, [0x10, 0x20, 2, 0, 1, 0x40, 0x20, 90, 0]) + sample(2))
    #expect(result.frames.map(\.counter) == [2] && result[.framing] == 1)
  }

  @Test func unknownMessagesAreCountedAndLongOnesSkipped() {
    let body: [UInt8] =
      [0xFF, 0x36, 0xFF, 0x01, 0x04] + hex("7f f0 ff") + [UInt8](repeating: 9, count: 255)
      + hex("10 00")
    let long = [0xFA] + body + [0 &- body.reduce(0, &+)]
    #expect(decoded(message(0x32, [1, 2]) + sample(1))[.unknownKind] == 1)
    // 260 bytes: an unknown item of 255 that is followed by half an item.
    #expect(decoded(long + sample(1)).frames.map(\.counter) == [1])
  }
}
