import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors, which PyPI chordspy decodes the same.
@Suite struct ChordsTests {
  /// A driver that has shaken hands with a board of this name.
  private func driver(_ board: String, gain: Float = 0) -> UpsideDownLabsChords {
    var settings = DriverSettings()
    settings.amplifierGain = gain
    var driver = UpsideDownLabsChords(settings: settings)
    _ = converse(&driver)
    _ = converse(&driver)
    _ = converse(&driver, board + "\r\n")
    #expect(converse(&driver) == .ready)
    return driver
  }

  private func packet(_ counter: Int, _ codes: [Int]) -> [UInt8] {
    [0xC7, 0x7C, UInt8(counter & 0xFF)]
      + codes.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + [0x01]
  }

  private func said(_ step: Conversation) -> String? {
    if case .say(let bytes, _) = step { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  private func refusal(_ step: Conversation) -> String? {
    if case .refuse(let why) = step { why } else { nil }
  }

  // MARK: Vectors

  @Test func vectors1And2AreAnUno() {
    var driver = driver("UNO-R3")
    let first = decode(&driver, hex("c7 7c 00 02 00 00 00 03 ff 01 ff 02 01 01 00 01"))
    #expect(first.frames.map { $0.numbers(6) } == [[512, 0, 1023, 511, 513, 256]])
    #expect(first.frames[0].counter == 0)
    let clippedAndRestarted = FrameFlags.clipped.rawValue | FrameFlags.restarted.rawValue
    #expect(first.frames[0].flags == clippedAndRestarted)
    let second = decode(&driver, hex("c7 7c ff 00 c7 00 7c 02 c7 01 7c 02 bc 00 64 01"))
    #expect(second.frames.map { $0.numbers(6) } == [[199, 124, 711, 380, 700, 100]])
    #expect(second.frames[0].counter == 255 && second.frames[0].flags == 0)
    #expect(first.faultTotal + second.faultTotal == 0)
  }

  @Test func vectors3And4AreAnNPGLite() {
    var driver = driver("NPG-LITE")
    let result = decode(
      &driver, hex("c7 7c 0c 0c 77 07 c0 01 01 01 c7 7c 0a 08 00 00 00 0f ff 01"))
    #expect(result.frames.map(\.counter) == [12, 10])
    #expect(result.frames.map { $0.numbers(3) } == [[3191, 1984, 257], [2048, 0, 4095]])
  }

  @Test func theGarbageVectorGivesTheOneGoodPacket() {
    var driver = driver("NPG-LITE-3CH")
    let result = decode(&driver, hex("7c c7 7c 01 c7 7c 0b 00 01 00 02 00 03 01"))
    #expect(result.frames.map { $0.numbers(3) } == [[1, 2, 3]])
    #expect(result.frames[0].counter == 11)
    #expect(result[.resync] == 4 && result.bytesLost == 4)
  }

  @Test func aKnownGainGivesMicrovoltsAboutTheMiddle() {
    var driver = driver("UNO-R3", gain: 2420)
    let result = decode(&driver, packet(1, [512, 513, 0, 1023, 511, 512]))
    // 5 V / 1024 / 2420 = 2.01769 uV a code.
    let values = result.frames[0].numbers(6)
    #expect(values[0] == 0 && abs(values[1] - 2.017_691) < 1e-5)
    #expect(abs(values[2] + 1033.058) < 1e-2 && values[4] == -values[1])
    #expect(driver.streams[0].channels[0].unit == .microvolts)
  }

  // MARK: Boards

  @Test(arguments: [
    ("UNO-CLONE", 6, 250.0), ("UNO-R4", 6, 500), ("NANO-CLONE", 8, 250), ("NPG-LITE", 3, 500),
    ("NPG-LITE-6CH", 6, 500), ("RPI-PICO-RP2040", 3, 500), ("GIGA-R1", 6, 500),
    ("STM32F4-BLACK-PILL", 8, 500), ("ESP32-S3", 16, 250),
  ])
  func theNameTellsChannelsAndRate(_ name: String, _ channels: Int, _ rate: Double) {
    let streams = driver(name).streams
    #expect(streams.reduce(0) { $0 + $1.channels.count } == channels)
    #expect(streams.allSatisfy { $0.rateHz == rate && $0.kind == .emg })
    #expect(streams.allSatisfy { $0.counter == .samples(modulus: 256) })
  }

  @Test func sixteenChannelsAreTwoStreamsOfOneCounter() {
    var driver = driver("MEGA-2560-R3")
    let result = decode(&driver, packet(9, (1...16).map { $0 * 60 }))
    #expect(result.frames.map(\.stream) == [0, 1])
    #expect(result.frames.map(\.counter) == [9, 9])
    #expect(result.frames[1].numbers(8) == (9...16).map { Float($0 * 60) })
    #expect(driver.streams.map(\.name) == ["emg", "emg-9"])
  }

  // MARK: Loss and resync

  @Test func lostPacketsShowInTheCounter() {
    var driver = driver("UNO-R3")
    let result = decode(
      &driver, [254, 255, 0, 4].flatMap { packet($0, [1, 2, 3, 4, 5, 6]) })
    #expect(result.frames.map(\.counter) == [254, 255, 0, 4])
    #expect(result.faultTotal == 0)
  }

  @Test(arguments: 1..<16)
  func aTornPacketCostsItselfAlone(_ length: Int) {
    var driver = driver("UNO-R3")
    // 199 and 124 are the sync bytes.
    let codes = [199, 124, 711, 380, 1, 257]
    let result = decode(
      &driver,
      packet(1, codes) + packet(2, codes).prefix(length) + packet(3, codes) + packet(4, codes))
    #expect(result.frames.map(\.counter) == [1, 3, 4])
    #expect(result.frames.allSatisfy { $0.numbers(6) == codes.map { Float($0) } })
    #expect(result.bytesLost == UInt64(length))
    #expect(result[.framing] == 1)
  }

  @Test func aCodeBeyondTheConverterIsNoPacket() {
    var driver = driver("UNO-R3")
    let result = decode(&driver, packet(1, [0, 0, 1024, 0, 0, 0]))
    #expect(result.frames.isEmpty && result.bytesLost == 16)
  }

  @Test func sixteenBitPacketsNeedTheNextOne() {
    var driver = driver("GIGA-R1")
    let tricky = [0xC77C, 0x01C7, 0x7C02, 0xC77C, 0x0301, 0xFFFF]
    var result = decode(&driver, packet(1, tricky))
    #expect(result.frames.isEmpty)
    result = decode(&driver, packet(2, tricky) + packet(3, tricky).prefix(9) + packet(5, tricky))
    #expect(result.frames.map(\.counter) == [1, 2])
    result = decode(&driver, packet(6, tricky) + packet(7, tricky))
    #expect(result.frames.map(\.counter) == [5, 6])
    #expect(result.frames[0].numbers(6) == tricky.map { Float($0) })
  }

  // MARK: Handshake

  @Test func aFreshBoardIsAskedAndStarted() {
    var driver = UpsideDownLabsChords()
    #expect(converse(&driver) == .wait(seconds: 2))
    #expect(said(converse(&driver)) == "WHORU\n")
    #expect(converse(&driver, "UNO-") == .wait(seconds: 1.6))
    let step = converse(&driver, "R4\r\n")
    #expect(step == .say(Array("START\n".utf8), wait: 0))
    #expect(converse(&driver) == .ready)
    #expect(driver.streams[0].rateHz == 500)
    #expect(driver.farewell() == Array("STOP\n".utf8))
  }

  @Test func aBoardLeftStreamingIsStoppedFirst() {
    var driver = UpsideDownLabsChords()
    _ = converse(&driver)
    #expect(said(converse(&driver, packet(1, [1, 2, 3]))) == "STOP\n")
    #expect(converse(&driver, packet(2, [1, 2, 3])) == .wait(seconds: 1.6))
    #expect(said(converse(&driver)) == "WHORU\n")
    // The tail of the stream may stand before the name.
    let step = converse(&driver, packet(3, [1, 2, 3]).suffix(4) + Array("NPG-LITE-6CH\r\n".utf8))
    #expect(said(step) == "START\n")
    _ = converse(&driver)
    #expect(driver.streams[0].channels.count == 6)
  }

  @Test func silenceIsRefusedAfterFourQuestions() throws {
    var driver = UpsideDownLabsChords()
    _ = converse(&driver)
    for _ in 0..<4 { #expect(said(converse(&driver)) == "WHORU\n") }
    let why = try #require(refusal(converse(&driver)))
    #expect(why.contains("No answer to WHORU"))
  }

  @Test func anUnknownNameIsQuoted() throws {
    var driver = UpsideDownLabsChords()
    _ = converse(&driver)
    _ = converse(&driver)
    for _ in 0..<3 {
      _ = converse(&driver, "UNO-R9\r\n")
      _ = converse(&driver)
    }
    _ = converse(&driver, "UNO-R9\r\n")
    let why = try #require(refusal(converse(&driver)))
    #expect(why.contains("UNO-R9"))
  }

  @Test func aDeviceThatNeverStopsTalkingIsRefused() {
    var driver = UpsideDownLabsChords()
    var step = converse(&driver)
    for _ in 0..<200 where refusal(step) == nil {
      step = converse(&driver, [UInt8](repeating: 0x55, count: 512))
    }
    #expect(refusal(step)?.contains("not a Chords board") == true)
  }
}
