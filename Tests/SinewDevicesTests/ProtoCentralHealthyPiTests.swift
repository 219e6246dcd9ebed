import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors, made by the rules of ProtoCentral's own decoder.
@Suite struct ProtoCentralHealthyPiTests {
  private let vector3 =
    "0a fa 16 00 02 00 f8 ff ff 88 13 00 00 00 40 e2 01 00 47 94 03 00 42 0e 62 48 10 00 0b"
  private let vector4 =
    "0a fa 32 00 03 fc ff ff ff fd ff ff ff fe ff ff ff ff ff ff ff 00 00 00 00 01 00 00 00"
    + "02 00 00 00 03 00 00 00 0a 00 00 00 14 00 00 00 1e 00 00 00 28 00 00 00 48 0f 00 0b"

  private func decoded(_ bytes: [UInt8], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = ProtoCentralHealthyPi()
    return decode(&driver, bytes, chunking)
  }

  private func values(_ result: Decoded, _ stream: UInt8, _ count: Int) -> [[Float]] {
    result.frames(of: stream).map { $0.numbers(count) }
  }

  /// A HealthyPi 5 packet with the ECG n.
  private func packet(_ n: Int) -> [UInt8] {
    var bytes = hex(vector3)
    for byte in 0..<4 { bytes[5 + byte] = UInt8(truncatingIfNeeded: n >> (8 * byte)) }
    return bytes
  }

  // MARK: Layouts

  @Test func vector3IsAHealthyPi5() {
    let result = decoded(hex(vector3))
    #expect(values(result, 0, 1) == [[-2048]] && values(result, 1, 1) == [[5000]])
    #expect(values(result, 2, 2) == [[123_456, 234_567]])
    #expect(values(result, 3, 4) == [[72, 16, 98, 36.5]])
    #expect(result.faultTotal == 0)
  }

  @Test func vector4IsEightSamplesAndFour() {
    let result = decoded(hex(vector4))
    #expect(values(result, 0, 1) == (-4...3).map { [Float($0)] })
    #expect(values(result, 1, 1) == [[10], [20], [30], [40]])
    #expect(result.frames(of: 0).map(\.counter) == Array(0...7))
    #expect(values(result, 3, 2) == [[72, 15]])
  }

  @Test func aHealthyPi5MaySkipTheImpedance() {
    var bytes = hex(vector3)
    bytes[13] = 1
    #expect(decoded(bytes).frames.map(\.stream) == [0, 2, 3])
  }

  @Test func type4IsLight() {
    let bytes =
      hex("0a fa 13 00 04") + (1...8).flatMap { [UInt8($0), 0xFF] } + hex("42 0e 62 00 0b")
    let result = decoded(bytes)
    #expect(result.frames(of: 2).map { $0.numbers(1)[0] } == (1...8).map { Float($0) - 256 })
    #expect(result.frames(of: 2).allSatisfy { $0.numbers(2)[1].isNaN })
    #expect(result.frames(of: 3)[0].numbers(4).suffix(2) == [98, 36.5])
  }

  @Test func aHealthyPi4HasItsOwnOrder() {
    let bytes =
      hex("0a fa 14 00 02 d2 04 c9 fd 47 94 03 00 40 e2 01 00 42 0e 10 62 48 50 78 00 00 0b")
    let result = decoded(bytes)
    #expect(values(result, 0, 1) == [[1234]] && values(result, 1, 1) == [[-567]])
    #expect(values(result, 2, 2) == [[123_456, 234_567]])
    #expect(values(result, 3, 4) == [[72, 16, 98, 36.5]])
  }

  // MARK: Listening

  @Test func threePacketsAfterTheBootTextAreEnough() {
    var driver = ProtoCentralHealthyPi()
    #expect(converse(&driver) == .wait(seconds: 6))
    #expect(converse(&driver, "Setting up HealthyPi\r\n") == .wait(seconds: 6))
    #expect(converse(&driver, packet(1) + packet(2)) == .wait(seconds: 6))
    #expect(converse(&driver, packet(3)) == .ready)
    let first = decode(&driver, packet(4))
    #expect(first.frames.allSatisfy { $0.counter == 0 && $0.flags == 0 })
    #expect(driver.farewell().isEmpty)
  }

  @Test func silenceAndOtherBoardsAreRefusedInWords() {
    func refusal(_ feed: [[UInt8]]) -> String {
      var driver = ProtoCentralHealthyPi()
      var step = converse(&driver)
      for bytes in feed { step = converse(&driver, bytes) }
      if case .refuse(let why) = step { return why }
      return "\(step)"
    }
    var random = SeededGenerator(3)
    let shield = hex("0a fa 08 00 02 d2 04 c9 fd 48 00 0f 00 00 0b")
    #expect(refusal([[]]).contains("switched on"))
    #expect(refusal([packet(1), []]).contains("Too few"))
    #expect(refusal([shield + shield + shield]).contains("protocentral-ads129x"))
    #expect(refusal((0..<42).map { _ in random.noise(100) }).contains("another device"))
  }

  // MARK: Stream

  @Test(arguments: Chunking.all)
  func aCutPacketIsNoSampleAndIsFlagged(_ chunking: Chunking) {
    for length in 1..<29 {
      let result = decoded(
        packet(1) + packet(2).prefix(length) + packet(3) + packet(4), chunking)
      #expect(values(result, 0, 1) == [[1], [3], [4]], "\(length)")
      #expect(result.bytesLost == UInt64(length), "\(length)")
      let gap = length >= 15 ? FrameFlags.gapBefore.rawValue : 0
      #expect(result.frames(of: 0).map(\.flags) == [0, gap, 0], "\(length)")
    }
  }

  @Test func aCutBlockBringsNoneOfItsSamples() {
    let block = hex(vector4)
    for length in [1, 5, 30, 56] {
      let result = decoded(block + block.prefix(length) + block)
      let twice = (Array(-4...3) + Array(-4...3)).map { [Float($0)] }
      #expect(values(result, 0, 1) == twice, "\(length)")
      #expect(result.bytesLost == UInt64(length), "\(length)")
    }
  }

  @Test func aStartInsideTheDataWaitsForTheNextPacket() {
    var bytes = packet(0xFA0A)
    #expect(decoded(bytes).frames.isEmpty)
    bytes += packet(2)
    #expect(values(decoded(bytes), 0, 1) == [[64_010], [2]])
  }

  @Test func versionsMayChangeInMidStream() {
    // New firmware is told by its packets; nothing is configured.
    let result = decoded(hex(vector3) + hex(vector4) + hex(vector3))
    #expect(result.frames(of: 0).map(\.counter) == Array(0...9))
    #expect(result.faultTotal == 0)
  }
}
