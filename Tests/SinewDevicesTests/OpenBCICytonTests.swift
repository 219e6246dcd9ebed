import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors (decoded alike by BrainFlow 5.23 and pyOpenBCI 0.13)
/// and the unit tests of OpenBCI_JavaScript_Utilities.
@Suite struct OpenBCICytonTests {
  private let microvoltsPerCount = 4.5e6 / (8_388_607.0 * 24)

  /// A packet with counter, channel counts and auxiliary words.
  private func packet(
    _ counter: Int, _ counts: [Int] = [1, 2, 3, 4, 5, 6, 7, 8], _ words: [Int] = [0, 0, 0],
    stop: UInt8 = 0xC0
  ) -> [UInt8] {
    [0xA0, UInt8(truncatingIfNeeded: counter)]
      + counts.flatMap { count in
        [16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
      }
      + words.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
      + [stop]
  }

  private func board(daisy: Bool = false) -> OpenBCICyton {
    var driver = OpenBCICyton()
    _ = converse(&driver)
    _ = converse(&driver)
    _ = converse(&driver, Banner.text(daisy: daisy))
    _ = converse(&driver)
    let last = converse(&driver)
    #expect(last == .ready)
    return driver
  }

  /// Follows the vector with the beginning of a next packet, as its witness.
  private func one(_ vector: String) -> Decoded {
    var driver = board()
    return decode(&driver, hex(vector) + witness(hex(vector)))
  }

  /// The beginning of the packet behind `packet`.
  private func witness(_ packet: [UInt8]) -> [UInt8] { [0xA0, packet[1] &+ 1] }

  // MARK: Vectors

  @Test func vector1HasTheSheetsMicrovoltsAndGravities() {
    let decoded = one(
      """
      a0 00 00 00 00 00 00 01 ff ff ff 7f ff ff 80 00 00 00 03 e8 ff fc 18 00 ae c3
      00 00 00 00 1f 40 c0
      """)
    let emg = decoded.frames(of: 0)
    let wanted: [Double] = [
      0, 0.022352, -0.022352, 187_500.0, -187_500.022352, 22.351744, -22.351744, 999.994695,
    ]
    #expect(emg.count == 1 && emg[0].counter == 0)
    for (value, want) in zip(emg[0].numbers(8), wanted) {
      #expect(abs(Double(value) - want) <= 1e-6 + abs(want) * 6e-8)
    }
    #expect(emg[0].flags & FrameFlags.clipped.rawValue != 0)
    #expect(decoded.frames(of: 1).map { $0.numbers(3) } == [[0, 0, 1]])
  }

  @Test func vector2HasTheSheetsMicrovoltsAndGravities() {
    let decoded = one(
      """
      a0 01 01 86 a0 fe 79 60 00 30 39 ff cf c7 00 00 02 ff ff fe 40 00 00 c0 00 00
      00 50 ff 60 1f 50 c0
      """)
    let counts = [100_000, -100_000, 12_345, -12_345, 2, -2, 4_194_304, -4_194_304]
    #expect(
      decoded.frames(of: 0)[0].numbers(8) == counts.map { Float(Double($0) * microvoltsPerCount) })
    let values = decoded.frames(of: 0)[0].numbers(8)
    #expect(abs(values[0] - 2235.174446) < 0.0003 && abs(values[6] - 93_750.011176) < 0.01)
    #expect(decoded.frames(of: 0)[0].flags & FrameFlags.clipped.rawValue == 0)
    #expect(decoded.frames(of: 1).map { $0.numbers(3) } == [[0.01, -0.02, 1.002]])
  }

  @Test func vector3HasAnalogWords() {
    let decoded = one(
      """
      a0 02 00 00 07 00 00 07 00 00 07 00 00 07 00 00 07 00 00 07 00 00 07 00 00 07
      02 00 03 ff 00 01 c1
      """)
    #expect(decoded.frames(of: 1).isEmpty)
    #expect(decoded.frames(of: 2).map { $0.numbers(3) } == [[512, 1023, 1]])
  }

  @Test func vector4CollectsTheAxesOfTimeStampedPackets() {
    let x =
      """
      a0 07 00 00 01 00 00 02 00 00 03 00 00 04 00 00 05 00 00 06 00 00 07 00 00 08
      fe 70 00 01 e2 40 c3
      """
    let y =
      """
      a0 08 00 00 01 00 00 02 00 00 03 00 00 04 00 00 05 00 00 06 00 00 07 00 00 08
      03 20 00 01 e2 44 c4
      """
    let z = packet(9, [1, 2, 3, 4, 5, 6, 7, 8], [8000, 1, 0xE248], stop: 0xC4)
    var driver = board()
    let decoded = decode(&driver, hex(x) + hex(y) + z + packet(10, stop: 0xC4) + [0xA0, 11])
    #expect(decoded.frames(of: 0).map(\.counter) == [7, 8, 9, 10])
    #expect(decoded.frames(of: 1).map { $0.numbers(3) } == [[-0.05, 0.1, 1]])
    #expect(decoded.frames(of: 1).map(\.counter) == [9])
    var without = board()
    let broken = decode(&without, hex(x) + z + packet(10, stop: 0xC4) + [0xA0, 11])
    #expect(broken.frames(of: 1).isEmpty)
  }

  @Test func vector5IsADaisySample() {
    let pair =
      """
      a0 00 00 00 65 00 00 66 00 00 67 00 00 68 00 00 69 00 00 6a 00 00 6b 00 00 6c
      00 00 00 00 00 00 c0
      a0 01 00 00 01 00 00 02 00 00 03 00 00 04 00 00 05 00 00 06 00 00 07 00 00 08
      01 90 fc e0 1f 40 c0
      """
    var driver = board(daisy: true)
    // The first pair after the start is stale, so the vector comes a second time, renumbered.
    var again = hex(pair)
    again[1] = 2
    again[34] = 3
    let decoded = decode(&driver, hex(pair) + again)
    #expect(decoded.frames(of: 0).count == 1)
    #expect(
      decoded.frames(of: 0)[0].numbers(8) == (1...8).map { Float(Double($0) * microvoltsPerCount) })
    #expect(
      decoded.frames(of: 1)[0].numbers(8)
        == (101...108).map { Float(Double($0) * microvoltsPerCount) })
    // The reading as the board sent it; clients that average it with "no reading" get the half.
    #expect(decoded.frames(of: 2).map { $0.numbers(3) }.first == [0.05, -0.1, 1])
  }

  @Test func samplePacketOfTheJavaScriptTests() {
    let decoded = one("a045000001000002000003000004000005000006000007000008000000010002c0")
    let emg = decoded.frames(of: 0)[0]
    #expect(emg.counter == 69)
    let wanted: [Float] = [
      0.022352, 0.044703, 0.067055, 0.089407, 0.111759, 0.13411, 0.156462, 0.178814,
    ]
    for (value, want) in zip(emg.numbers(8), wanted) { #expect(abs(value - want) < 6e-7) }
    #expect(decoded.frames(of: 1)[0].numbers(3) == [0, 0.000125, 0.00025])
  }

  @Test(arguments: [
    ("000690", 1680), ("02c001", 180_225), ("ffffff", -1), ("81a101", -8_281_855),
    ("810001", -8_323_071),
  ])
  func channelSignExtension(_ bytes: String, _ count: Int) {
    var vector = packet(1)
    vector.replaceSubrange(2..<5, with: hex(bytes))
    var driver = board()
    let decoded = decode(&driver, vector + witness(vector))
    #expect(decoded.frames[0].numbers(1) == [Float(Double(count) * microvoltsPerCount)])
  }

  @Test(arguments: [
    ("0690", 1680), ("02c0", 704), ("ffff", -1), ("81a1", -32_351), ("8100", -32_512),
  ])
  func accelerationSignExtension(_ bytes: String, _ count: Int) {
    var vector = packet(1)
    vector.replaceSubrange(28..<30, with: hex(bytes))
    var driver = board()
    let decoded = decode(&driver, vector + witness(vector))
    #expect(decoded.frames(of: 1)[0].numbers(2)[1] == Float(Double(count) * 0.000125))
  }

  @Test func gain4IsTheGainOfBrainFlowsVector() {
    var driver = OpenBCICyton(settings: DriverSettings(gain: 4))
    let decoded = decode(&driver, packet(0, [0, 1, 0, 0, 0, 0, 0, 0]) + [0xA0, 1])
    #expect(abs(decoded.frames[0].numbers(2)[1] - 0.13411) < 1e-6)
    #expect(abs(driver.streams[0].channels[0].resolution - 0.13411) < 1e-6)
  }

  // MARK: Kinds of packet

  @Test(arguments: 0xC0...0xC6 as ClosedRange<UInt8>)
  func everyKindOfPacketCarriesEMG(_ stop: UInt8) {
    var driver = board()
    let decoded = decode(&driver, packet(3, stop: stop) + [0xA0, 4])
    #expect(decoded.frames(of: 0).map(\.counter) == [3])
    #expect(decoded.frames(of: 2).count == (stop == 0xC1 || stop >= 0xC5 ? 1 : 0))
  }

  @Test func rawAuxWithTimeGivesItsOneWord() {
    var driver = board()
    let decoded = decode(
      &driver, packet(3, [0, 0, 0, 0, 0, 0, 0, 0], [700, 1, 2], stop: 0xC5) + [0xA0, 4])
    let words = decoded.frames(of: 2)[0].numbers(3)
    #expect(words[0] == 700 && words[1].isNaN && words[2].isNaN)
  }

  @Test func noNewReadingMakesNoAccelerationFrame() {
    var driver = board()
    let bytes = (0..<100).flatMap {
      packet($0, [0, 0, 0, 0, 0, 0, 0, 0], $0 % 10 == 4 ? [0, 0, 8000] : [0, 0, 0])
    }
    let decoded = decode(&driver, bytes)
    #expect(decoded.frames(of: 0).count == 100)
    #expect(decoded.frames(of: 1).map(\.counter) == stride(from: 4, to: 100, by: 10).map { $0 })
  }

  @Test func railedChannelsAreGivenAndFlagged() {
    var driver = board()
    let decoded = decode(
      &driver,
      packet(0, [8_388_607, 0, 0, 0, 0, 0, 0, 0]) + packet(1, [0, -8_388_608, 0, 0, 0, 0, 0, 0])
        + packet(2, [0, -8_388_607, 0, 0, 0, 0, 0, 0])
        + packet(3, [8_388_606, 0, 0, 0, 0, 0, 0, 0]))
    #expect(
      decoded.frames.map { $0.flags & FrameFlags.clipped.rawValue != 0 } == [
        true, true, true, false,
      ])
    #expect(decoded.frames[0].numbers(1) == [187_500])
  }

  // MARK: Loss and resynchronisation

  /// The sheet's fault run: BrainFlow loses 5 and 17, byte-wise resynchronisation does not.
  @Test(arguments: Chunking.all)
  func faultRunGivesEveryGoodPacket(_ chunking: Chunking) {
    var bytes = (0...4).flatMap { packet($0) }
    bytes += [0xA0, 0x01, 0x02]
    bytes += (5...7).flatMap { packet($0) }
    bytes += packet(8, stop: 0x00)
    bytes += (9...11).flatMap { packet($0) }
    bytes += Array("Failure: x$$$".utf8)
    bytes += (13...15).flatMap { packet($0) }
    bytes += packet(16).prefix(20)
    bytes += (17...19).flatMap { packet($0) }
    var driver = board()
    let decoded = decode(&driver, bytes, chunking)
    #expect(
      decoded.frames(of: 0).map(\.counter)
        == [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19])
    #expect(decoded.bytesLost == 3 + 33 + 13 + 20)
    #expect(decoded[.framing] == 3)
    #expect(decoded[.resync] == 3 + 33 + 13 + 20 - 3)
  }

  @Test func countersTellHowManyPacketsWereLost() {
    var driver = board()
    let decoded = decode(
      &driver, ([0, 1, 2, 7, 10, 11, 254, 255, 0, 1] as [Int]).flatMap { packet($0) })
    #expect(decoded.frames(of: 0).map(\.counter) == [0, 1, 2, 7, 10, 11, 254, 255, 0, 1])
    #expect(decoded.faultTotal == 0)
    #expect(driver.streams[0].counter == .samples(modulus: 256))
  }

  @Test func aPacketInsideABadOneIsFound() {
    var bytes = packet(0) + packet(1)
    bytes += [0xA0, 0x02, 0xA0] + packet(3) + packet(4)
    var driver = board()
    #expect(decode(&driver, bytes).frames(of: 0).map(\.counter) == [0, 1, 3, 4])
  }

  @Test func aCutPacketIsNoSampleEvenWhereDataLookLikeItsEnd() {
    let c3 = [Int](repeating: 0xC3C3C3 - 0x100_0000, count: 8)
    for length in 2..<33 {
      var driver = board()
      let bytes =
        packet(0, c3) + packet(1, c3) + packet(2, c3).prefix(length)
        + packet(3, c3) + packet(4, c3)
      let decoded = decode(&driver, bytes)
      #expect(decoded.frames(of: 0).map(\.counter) == [0, 1, 3, 4], "cut to \(length)")
      #expect(decoded.bytesLost == UInt64(length))
    }
  }

  @Test func aPacketWithoutWitnessIsNoPacket() {
    // First and last byte fit by chance; the counter does not follow and no packet comes behind.
    var driver = board()
    let decoded = decode(&driver, packet(0) + packet(1) + packet(77) + [0x41] + packet(2))
    #expect(decoded.frames(of: 0).map(\.counter) == [0, 1, 2])
    #expect(decoded.bytesLost == 34)
  }

  @Test func noiseThatEndsInTheTailOfAPacketIsNoPacket() {
    // The start byte stands in the noise, the stop byte is the broken packet's, a packet follows.
    var driver = board()
    let noise: [UInt8] = [0xA0, 242] + packet(2).suffix(31)
    let decoded = decode(&driver, packet(0) + packet(1) + noise + packet(3) + packet(4))
    #expect(decoded.frames(of: 0).map(\.counter) == [0, 1, 3, 4])
  }

  @Test func aPacketWhoseCounterWasDamagedIsNoPacket() {
    var driver = board()
    let decoded = decode(&driver, ([0, 1, 130, 3, 4] as [Int]).flatMap { packet($0) })
    #expect(decoded.frames(of: 0).map(\.counter) == [0, 1, 3, 4])
  }

  @Test func aHeldPacketKeepsItsOwnArrival() {
    var driver = board()
    var batch = FrameBatch()
    driver.decode(packet(9).span, arrival: MonotonicTime(nanoseconds: 5), into: &batch)
    let before = batch.count
    driver.decode(packet(10).span, arrival: MonotonicTime(nanoseconds: 9), into: &batch)
    #expect(before == 0)
    #expect([batch[0].arrival.nanoseconds, batch[1].arrival.nanoseconds] == [5, 9])
  }

  @Test func onlyTheFirstFrameOfAStreamAfterTheStartIsMarkedRestarted() {
    var driver = board()
    let decoded = decode(
      &driver, (0..<5).flatMap { packet($0, [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 8000]) })
    for stream in 0...1 as ClosedRange<UInt8> {
      let flags = decoded.frames(of: stream).map { $0.flags & FrameFlags.restarted.rawValue != 0 }
      #expect(flags == [true, false, false, false, false])
    }
  }

  // MARK: Daisy

  @Test func daisyPairsShareANumberThatShowsLostPairs() {
    var driver = board(daisy: true)
    let lost: Set = [6, 11, 14, 15]
    let decoded = decode(&driver, (0..<300).filter { !lost.contains($0) }.flatMap { packet($0) })
    // Pair 0 is stale; pairs 3, 5 and 7 lack a packet or both.
    let wanted = (1..<150).filter { ![3, 5, 7].contains($0) }.map { UInt32($0 % 128) }
    #expect(decoded.frames(of: 0).map(\.counter) == wanted)
    #expect(decoded.frames(of: 1).map(\.counter) == wanted)
    #expect(decoded[.incomplete] == 2)
    #expect(driver.streams.map(\.name) == ["emg", "emg-daisy", "acceleration", "analog"])
    #expect(driver.streams[0].rateHz == 125)
    #expect(driver.streams[0].counter == .samples(modulus: 128))
    #expect(driver.streams[1].channels.map(\.name).first == "ch9")
  }

  @Test func aDaisyHalfNeverMeetsTheHalfOfAnotherSample() {
    var driver = board(daisy: true)
    let decoded = decode(
      &driver, ([2, 3, 4, 7, 8, 9] as [Int]).flatMap { n in packet(n, [n, 0, 0, 0, 0, 0, 0, 0]) })
    #expect(decoded.frames(of: 0).map(\.counter) == [1, 4])
    let daisy = decoded.frames(of: 1).map { $0.numbers(1)[0] / Float(microvoltsPerCount) }
    #expect(daisy.map { Int($0 + 0.5) } == [2, 8])
    #expect(decoded.bytesLost == 66)
  }
}

/// What boards say.
enum Banner {
  static func text(daisy: Bool = false) -> String {
    "OpenBCI V3 8-16 channel\r\nOn Board ADS1299 Device ID: 0x3E\r\n"
      + (daisy ? "On Daisy ADS1299 Device ID: 0x3E\r\n" : "")
      + "LIS3DH Device ID: 0x33\r\nFirmware: v3.1.2\r\n$$$"
  }
}
