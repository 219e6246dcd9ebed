import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors. A frame counts only between others, so each vector
/// stands among frames of the middle code.
@Suite struct SpikerBoxTests {
  private static let begin = hex("ff ff 01 01 80 ff")
  private static let end = hex("ff ff 01 01 81 ff")

  private func message(_ text: String) -> [UInt8] { Self.begin + Array(text.utf8) + Self.end }

  private func frame(_ codes: [Int]) -> [UInt8] {
    codes.enumerated().flatMap { index, code in
      [UInt8(code >> 7) | (index == 0 ? 0x80 : 0), UInt8(code & 0x7F)]
    }
  }

  private func rest(_ channels: Int, _ count: Int, code: Int = 512) -> [UInt8] {
    (0..<count).flatMap { _ in frame([Int](repeating: code, count: channels)) }
  }

  /// A driver that knows its board and its channels.
  private func driver(
    _ channels: Int, _ board: String = "MUSCLESS", gain: Float = 0, code: Int = 512
  ) -> BackyardBrainsSpikerBox {
    var settings = DriverSettings()
    settings.amplifierGain = gain
    var driver = BackyardBrainsSpikerBox(settings: settings)
    _ = converse(&driver)
    _ = converse(&driver, message("HWT:\(board);"))
    #expect(converse(&driver, rest(channels, 400, code: code)) == .ready)
    return driver
  }

  private func said(_ step: Conversation) -> String? {
    if case .say(let bytes, _) = step { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  private func refusal(_ step: Conversation) -> String? {
    if case .refuse(let why) = step { why } else { nil }
  }

  // MARK: Vectors

  @Test(arguments: [
    ("84 00", [512]), ("80 00 07 7f", [0, 1023]), ("82 2c 05 3c 00 05", [300, 700, 5]),
    ("87 7f 00 01 01 00 00 7f 02 00 05 00", [1023, 1, 128, 127, 256, 640]),
  ])
  func vectors1To4(_ bytes: String, _ codes: [Int]) {
    let channels = codes.count
    var driver = driver(channels)
    let result = decode(&driver, rest(channels, 3) + hex(bytes) + rest(channels, 3))
    let numbers = result.frames.map { $0.numbers(channels) }
    let margin = channels == 1 ? 2 : 1
    #expect(numbers.count == 7 - 2 * margin)
    #expect(numbers[3 - margin] == codes.map { Float($0) })
    let isClipped = codes.contains(0) || codes.contains(1023)
    #expect(result.frames[3 - margin].flags == (isClipped ? FrameFlags.clipped.rawValue : 0))
    #expect(driver.streams[0].channels.count == channels)
  }

  @Test func vector5IsFourteenBits() {
    var driver = driver(2, "HUMANSB", code: 8192)
    let bytes = rest(2, 2, code: 8192) + hex("e0 39 60 39") + rest(2, 2, code: 8192)
    let result = decode(&driver, bytes)
    #expect(result.frames.map { $0.numbers(2) } == [[12_345, 12_345]])
    #expect(driver.streams[0].rateHz == 5000)
  }

  @Test func vector6IsAnEventAmongFrames() {
    var driver = driver(2)
    let result = decode(
      &driver,
      rest(2, 1)
        + hex(
          "80 00 07 7f ff ff 01 01 80 ff 45 56 4e 54 3a 33 3b ff ff 01 01 81 ff 80 01 07 7e")
        + rest(2, 1))
    #expect(result.frames(of: 0).map { $0.numbers(2) } == [[0, 1023], [1, 1022]])
    #expect(result.frames(of: 1).map { $0.numbers(1) } == [[3]])
    #expect(result[.framing] == 0)
  }

  @Test func vector7NamesTheBoard() {
    var driver = BackyardBrainsSpikerBox()
    #expect(said(converse(&driver)) == "b:;\n")
    let name = "ff ff 01 01 80 ff 48 57 54 3a 4d 55 53 43 4c 45 53 53 3b ff ff 01 01 81 ff"
    #expect(converse(&driver, hex(name)) == .wait(seconds: 0.5))
    #expect(converse(&driver, rest(3, 100)) == .ready)
    let emg = driver.streams[0]
    #expect(emg.kind == .emg && emg.channels.count == 3 && emg.counter == .none)
    #expect(abs((emg.rateHz ?? 0) - 10_050.25 / 3) < 0.01)
    #expect(driver.farewell().isEmpty)
  }

  @Test func aKnownGainGivesMicrovoltsOfAnArduino() {
    var driver = driver(2, gain: 100)
    let result = decode(&driver, rest(2, 1) + frame([513, 0]) + rest(2, 1))
    // 5 V / 1023 / 100 = 48.876 uV a code.
    let values = result.frames[0].numbers(2)
    #expect(abs(values[0] - 48.8759) < 1e-3 && abs(values[1] + 25_024.4) < 0.1)
    #expect(driver.streams[0].channels[0].unit == .microvolts)
  }

  // MARK: Messages

  @Test func aMessageMayStandInsideASampleAndHoldOthers() {
    var driver = driver(1)
    let torn = frame([700])
    let joystick =
      Self.begin + Array("JOY:".utf8) + [0xF3, 0xFF] + Array(";EVNT:12;".utf8) + Self.end
    let result = decode(
      &driver, rest(1, 2) + torn.prefix(1) + joystick + torn.suffix(1) + rest(1, 2))
    #expect(result.frames(of: 0).map { $0.numbers(1) } == [[700]])
    #expect(result.frames(of: 1).map { $0.numbers(1) } == [[12]])
  }

  @Test func aMessageWithoutEndCostsItselfAndIsCounted() {
    var driver = driver(2)
    let cut = Self.begin + Array("EVNT:3;".utf8)
    let result = decode(&driver, rest(2, 3) + cut + rest(2, 5))
    #expect(result[.framing] >= 1 && result.bytesLost >= UInt64(Self.begin.count))
    #expect(result.frames(of: 0).count >= 5)
  }

  @Test func aMessageIsLeftAfter512Bytes() {
    var driver = driver(2)
    let endless = Self.begin + [UInt8](repeating: 0x41, count: 700)
    let result = decode(&driver, rest(2, 3) + endless + rest(2, 5))
    #expect(result.bytesLost >= 700)
    #expect(result.frames(of: 0).count == 1 + 3)
  }

  // MARK: Loss and resync

  @Test(arguments: 1...6)
  func aLostByteCostsItsFrameAndTheMargins(_ channels: Int) {
    for lost in 0..<(2 * channels) {
      var driver = driver(channels)
      var bytes = (0..<20).flatMap { frame([Int](repeating: 100 + $0, count: channels)) }
      bytes.remove(at: 10 * 2 * channels + lost)
      let result = decode(&driver, bytes)
      let whole = result.frames.filter { Set($0.numbers(channels)).count == 1 }
      #expect(whole.count == result.frames.count, "byte \(lost)")
      #expect(result.frames.count >= 20 - 2 * 2 * 2 - 2, "byte \(lost)")
      let gaps = result.frames.filter { $0.flags & FrameFlags.gapBefore.rawValue != 0 }
      #expect(gaps.count == 1, "byte \(lost)")
      #expect(result.bytesLost > 0)
    }
  }

  @Test func aFrameKeepsTheArrivalOfItsOwnRead() {
    var driver = driver(2)
    var batch = FrameBatch()
    for number in 1...5 as ClosedRange<Int64> {
      driver.decode(rest(2, 1).span, arrival: MonotonicTime(nanoseconds: number), into: &batch)
    }
    #expect((0..<batch.count).map { batch[$0].arrival.nanoseconds } == [2, 3, 4])
  }

  @Test func framesOfAnotherLengthMakeNoSamples() {
    var driver = driver(2)
    let result = decode(&driver, rest(3, 200))
    #expect(result.frames.isEmpty && result.bytesLost > 1100)
  }

  // MARK: Handshake

  @Test func theChannelsTheOwnerWantsAreSet() {
    var settings = DriverSettings()
    settings.channelCount = 4
    var driver = BackyardBrainsSpikerBox(settings: settings)
    _ = converse(&driver)
    _ = converse(&driver, message("HWT:MUSCLESS;"))
    #expect(said(converse(&driver, rest(1, 400))) == "c:4;\n")
    _ = converse(&driver)
    #expect(converse(&driver, rest(4, 100)) == .ready)
    #expect(driver.streams[0].channels.count == 4)
    settings.channelCount = 7
    var other = BackyardBrainsSpikerBox(settings: settings)
    #expect(refusal(converse(&other))?.contains("1 to 6") == true)
  }

  @Test func theFirstSketchIsKnownByItsFrames() {
    var driver = BackyardBrainsSpikerBox()
    var step = converse(&driver)
    step = converse(&driver, "StartUp!\r\n")
    for _ in 0..<80 where step != .ready { step = converse(&driver, rest(1, 500)) }
    #expect(step == .ready)
    #expect(driver.streams[0].channels.count == 1)
  }

  @Test func aSilentBoxIsStartedAndStopped() {
    var driver = BackyardBrainsSpikerBox()
    _ = converse(&driver)
    _ = converse(&driver, message("FWV:1.11;HWT:MSBPCDC;HWV:1.0;"))
    #expect(said(converse(&driver)) == "start:;\n")
    #expect(converse(&driver, rest(2, 200)) == .ready)
    #expect(driver.streams[0].rateHz == 10_000)
    #expect(driver.farewell() == Array("h:;\n".utf8))
  }

  @Test func silenceAndOtherDevicesAreRefused() {
    var driver = BackyardBrainsSpikerBox()
    var step = converse(&driver)
    for _ in 0..<40 where refusal(step) == nil { step = converse(&driver) }
    #expect(refusal(step)?.contains("another device") == true)
    var other = BackyardBrainsSpikerBox()
    step = converse(&other)
    for _ in 0..<200 where refusal(step) == nil {
      step = converse(&other, "512,300\r\n512,301\r\n")
    }
    for _ in 0..<40 where refusal(step) == nil { step = converse(&other) }
    #expect(refusal(step)?.contains("another device") == true)
  }

  @Test func aGainForABoxOfUnknownScaleIsRefused() {
    var settings = DriverSettings()
    settings.amplifierGain = 50
    var driver = BackyardBrainsSpikerBox(settings: settings)
    _ = converse(&driver)
    _ = converse(&driver, message("HWT:HUMANSB;"))
    #expect(refusal(converse(&driver, rest(2, 300, code: 8192)))?.contains("HUMANSB") == true)
  }
}
