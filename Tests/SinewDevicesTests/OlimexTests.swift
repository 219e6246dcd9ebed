import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors; those of P2 came out of PyPI olimex-ekg-emg as
/// 1024 - value.
@Suite struct OlimexTests {
  private func p2(_ counter: Int, _ codes: [Int] = [1, 2, 3, 4, 5, 6]) -> [UInt8] {
    [0xA5, 0x5A, 2, UInt8(counter & 0xFF)]
      + codes.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + [1]
  }

  private func p3(_ counter: Int, _ codes: [Int]) -> [UInt8] {
    var bytes = [UInt8(counter & 63) << 1, 0]
    for pair in stride(from: 0, to: codes.count, by: 2) {
      bytes += [UInt8(codes[pair] & 127), UInt8(codes[pair + 1] & 127)]
      bytes.append(UInt8(codes[pair] >> 7) << 4 | UInt8(codes[pair + 1] >> 7))
    }
    bytes[bytes.count - 1] |= 0x80
    return bytes
  }

  /// A driver that has heard six of these frames.
  private func driver(_ frame: (Int) -> [UInt8], gain: Float = 0) -> OlimexOpenEEG {
    var settings = DriverSettings()
    settings.amplifierGain = gain
    var driver = OlimexOpenEEG(settings: settings)
    _ = converse(&driver)
    #expect(converse(&driver, (20..<26).flatMap { frame($0) }) == .ready)
    return driver
  }

  private func p2Driver(gain: Float = 0) -> OlimexOpenEEG { driver({ p2($0) }, gain: gain) }

  private func refusal(_ step: Conversation) -> String? {
    if case .refuse(let why) = step { why } else { nil }
  }

  // MARK: Vectors

  @Test func vectors1To3AreP2() {
    var driver = p2Driver()
    let last = hex("a5 5a 02 ff 02 bc 01 4d 00 5a 00 a5 02 02 01 02 0f")
    let result = decode(
      &driver,
      hex(
        "a5 5a 02 00 02 00 02 00 02 00 02 00 02 00 02 00 01"
          + "a5 5a 02 01 00 00 03 ff 00 01 00 02 00 03 00 04 01") + last + p2(0) + p2(1))
    #expect(result.frames.map(\.counter) == [0, 1, 255, 0, 1])
    let numbers = result.frames.map { $0.numbers(6) }
    #expect(numbers[0] == [512, 512, 512, 512, 512, 512])
    #expect(numbers[1] == [0, 1023, 1, 2, 3, 4])
    #expect(numbers[2] == [700, 333, 90, 165, 514, 258])
    #expect(result.frames[1].flags == FrameFlags.clipped.rawValue)
    #expect(result.frames[0].flags == FrameFlags.restarted.rawValue)
    #expect(result.faultTotal == 0)
  }

  @Test(arguments: [
    ("00 6d 00 00 44 00 00 44 00 00 c4", 0, [512, 512, 512, 512, 512, 512]),
    ("4a 00 00 7f 07 2c 3c 25 7f 00 81", 37, [0, 1023, 300, 700, 127, 128]),
    ("7e 00 01 02 00 03 04 00 05 7f 87", 63, [1, 2, 3, 4, 5, 1023]),
  ])
  func vectors4To6AreP3(_ bytes: String, _ counter: Int, _ codes: [Int]) {
    var driver = driver { p3($0, [5, 5, 5, 5, 5, 5]) }
    let result = decode(&driver, hex(bytes) + p3(counter + 1, codes))
    #expect(result.frames.map(\.counter) == [UInt32(counter), UInt32((counter + 1) & 63)])
    #expect(result.frames.allSatisfy { $0.numbers(6) == codes.map { Float($0) } })
    #expect(result.faultTotal == 0)
  }

  @Test(arguments: [2, 4, 6])
  func p3HasTwoFourOrSixChannels(_ channels: Int) {
    let codes = Array([1, 1023, 300, 700, 127, 128].prefix(channels))
    var driver = driver { p3($0, codes) }
    let result = decode(&driver, (62..<66).flatMap { p3($0, codes) })
    #expect(result.frames.map(\.counter) == [62, 63, 0, 1])
    #expect(result.frames.allSatisfy { $0.numbers(channels) == codes.map { Float($0) } })
    let stream = driver.streams[0]
    #expect(stream.channels.count == channels && stream.counter == .samples(modulus: 64))
    #expect(stream.rateHz == 256)
  }

  @Test func aKnownGainGivesMicrovolts() {
    var driver = p2Driver(gain: 2848)
    let result = decode(&driver, p2(1, [512, 513, 0, 1, 2, 3]) + p2(2))
    // 5 V / 1024 / 2848 = 1.71448 uV a code.
    let values = result.frames[0].numbers(3)
    #expect(values[0] == 0 && abs(values[1] - 1.714_48) < 1e-4)
    #expect(abs(values[2] + 877.81) < 0.01)
    #expect(driver.streams[0].channels[0].unit == .microvolts)
  }

  // MARK: Loss and resync

  @Test func lostFramesShowInTheCounter() {
    var driver = p2Driver()
    let result = decode(&driver, [253, 254, 2, 3, 9, 10].flatMap { p2($0) })
    #expect(result.frames.map(\.counter) == [253, 254, 2, 3, 9, 10])
    #expect(result.faultTotal == 0)
  }

  @Test(arguments: 1..<17)
  func aTornFrameCostsItselfAlone(_ length: Int) {
    var driver = p2Driver()
    let codes = [165, 90, 2, 677, 602, 258]
    let bytes =
      p2(1, codes) + p2(2, codes) + p2(3, codes).prefix(length)
      + (4...6).flatMap { p2($0, codes) }
    let result = decode(&driver, bytes)
    #expect(result.frames.map(\.counter) == [1, 2, 4, 5, 6])
    #expect(result.frames.allSatisfy { $0.numbers(6) == codes.map { Float($0) } })
    #expect(result.bytesLost == UInt64(length) && result[.framing] == 1)
  }

  @Test(arguments: 1..<11)
  func aTornP3FrameIsNoSample(_ length: Int) {
    let codes = [100, 200, 300, 400, 500, 600]
    var driver = driver { p3($0, codes) }
    let bytes =
      p3(1, codes) + p3(2, codes) + p3(3, codes).prefix(length)
      + (4...8).flatMap { p3($0, codes) }
    let result = decode(&driver, bytes)
    #expect(result.frames.map(\.counter) == [1, 2, 4, 5, 6, 7, 8])
    #expect(result.frames.allSatisfy { $0.numbers(6) == codes.map { Float($0) } })
    #expect(result.bytesLost == UInt64(length))
  }

  /// P3 says so little that the tail of noise can't be told from the head of a frame; so it has no
  /// recording, but these two.
  @Test(arguments: [2, 4, 6])
  func damagedP3InAnyChunkingGivesTheSame(_ channels: Int) {
    var random = SeededGenerator(UInt64(channels))
    var bytes: [UInt8] = []
    for counter in 0..<200 {
      bytes += p3(counter, (0..<channels).map { _ in Int(random.next() % 1024) })
      if counter % 37 == 30 { bytes += random.noise(40) }
    }
    for place in stride(from: 50, to: bytes.count, by: 177) { bytes[place] ^= 0x10 }
    var whole = driver { p3($0, [Int](repeating: 9, count: channels)) }
    let expected = decode(&whole, bytes)
    #expect(expected.frames.count > 170 && expected.faultTotal > 100)
    for chunking in Chunking.all {
      var again = driver { p3($0, [Int](repeating: 9, count: channels)) }
      #expect(decode(&again, bytes, chunking) == expected, "\(chunking)")
    }
  }

  @Test(arguments: [2, 4, 6])
  func noiseIsHardlyEverAP3Frame(_ channels: Int) {
    var driver = driver { p3($0, [Int](repeating: 9, count: channels)) }
    var random = SeededGenerator(7)
    let result = decode(&driver, random.noise(100_000))
    #expect(result.frames.count <= 5)
    #expect(result.bytesLost >= 100_000 - 60)
  }

  @Test func aCodeBeyondTenBitsIsNoFrame() {
    var driver = p2Driver()
    let result = decode(&driver, p2(1) + p2(2) + p2(3, [0, 0, 1024, 0, 0, 0]) + p2(4) + p2(5))
    #expect(result.frames.map(\.counter) == [1, 2, 4, 5])
    #expect(result.bytesLost == 17)
  }

  @Test func aHeldFrameKeepsItsOwnArrival() {
    var driver = p2Driver()
    var batch = FrameBatch()
    driver.decode(p2(7).span, arrival: MonotonicTime(nanoseconds: 5), into: &batch)
    #expect(batch.count == 0)
    driver.decode(p2(8).span, arrival: MonotonicTime(nanoseconds: 9), into: &batch)
    #expect((0..<batch.count).map { batch[$0].arrival.nanoseconds } == [5, 9])
  }

  // MARK: Listening

  @Test func sixFramesAtAnyAlignmentAreEnough() {
    var driver = OlimexOpenEEG()
    #expect(converse(&driver) == .wait(seconds: 3))
    let bytes = p2(9).suffix(5) + (10..<16).flatMap { p2($0) } + p2(16).prefix(3)
    #expect(converse(&driver, Array(bytes.prefix(60))) == .wait(seconds: 3))
    #expect(converse(&driver, Array(bytes.dropFirst(60))) == .ready)
    #expect(driver.streams[0].rateHz == 250 && driver.farewell().isEmpty)
  }

  @Test func anotherSpacingIsToldInWords() {
    var driver = OlimexOpenEEG()
    var step = converse(&driver)
    for counter in 0..<300 where refusal(step) == nil {
      step = converse(&driver, p2(counter).prefix(16) + [9, 9, 9, 9, 1])
    }
    #expect(refusal(step)?.contains("21 bytes apart") == true)
  }

  @Test func silenceAndOtherDevicesAreRefused() {
    var driver = OlimexOpenEEG()
    _ = converse(&driver)
    #expect(refusal(converse(&driver))?.contains("Nothing heard") == true)
    var other = OlimexOpenEEG()
    var step = converse(&other)
    for _ in 0..<500 where refusal(step) == nil { step = converse(&other, "512,300\r\n") }
    #expect(refusal(step)?.contains("another device") == true)
  }
}
