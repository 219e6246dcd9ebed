import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors, made by the rules of ProtoCentral's own decoder.
@Suite struct ProtoCentralADS129xTests {
  private let vector1 = "0a fa 08 00 02 d2 04 c9 fd 48 00 0f 00 00 0b"
  private let vector2 = "0a fa 0c 00 02 a0 86 01 00 60 79 fe ff ff ff 7f 00 00 0b"

  /// An ADS1292R packet with the ECG n.
  private func packet(_ n: Int) -> [UInt8] {
    hex("0a fa 08 00 02") + [UInt8(n & 0xFF), UInt8(n >> 8 & 0xFF)] + hex("c9 fd 48 00 0f 00 00 0b")
  }

  private func decoded(_ bytes: [UInt8], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = ProtoCentralADS129x()
    return decode(&driver, bytes, chunking)
  }

  private func values(_ result: Decoded, _ stream: UInt8, _ count: Int) -> [[Float]] {
    result.frames(of: stream).map { $0.numbers(count) }
  }

  // MARK: Vectors

  @Test func vector1IsAnADS1292R() {
    let result = decoded(hex(vector1))
    #expect(values(result, 0, 1) == [[1234]] && values(result, 1, 1) == [[-567]])
    #expect(values(result, 3, 2) == [[72, 15]])
    #expect(result.faultTotal == 0)
  }

  @Test func vector2IsAnADS1293() {
    let result = decoded(hex(vector2))
    #expect(result.frames.map(\.stream) == [2])
    #expect(values(result, 2, 3) == [[100_000, -100_000, 8_388_607]])
  }

  @Test func aHealthyPiIsNotReadButNamed() {
    var driver = ProtoCentralADS129x()
    _ = converse(&driver)
    let packet = hex("0a fa 16 00 02") + [UInt8](repeating: 1, count: 22) + hex("00 0b")
    guard case .refuse(let why) = converse(&driver, packet + packet + packet) else {
      Issue.record("not refused")
      return
    }
    #expect(why.contains("protocentral-healthypi"))
    let result = decoded(packet)
    #expect(result.frames.isEmpty && result[.unknownKind] == 1 && result.bytesLost == 29)
  }

  // MARK: Listening

  @Test func threePacketsAfterTheBootTextAreEnough() {
    var driver = ProtoCentralADS129x()
    #expect(converse(&driver) == .wait(seconds: 6))
    #expect(converse(&driver, "Setting up ADS1292R\r\n") == .wait(seconds: 6))
    #expect(converse(&driver, packet(1) + packet(2)) == .wait(seconds: 6))
    #expect(converse(&driver, packet(3)) == .ready)
    let first = decode(&driver, packet(4))
    #expect(first.frames.allSatisfy { $0.counter == 0 && $0.flags == 0 })
    #expect(driver.farewell().isEmpty)
  }

  @Test func silenceAndOtherBytesAreRefusedInWords() {
    func refusal(_ feed: [[UInt8]]) -> String {
      var driver = ProtoCentralADS129x()
      var step = converse(&driver)
      for bytes in feed { step = converse(&driver, bytes) }
      if case .refuse(let why) = step { return why }
      return "\(step)"
    }
    var random = SeededGenerator(3)
    #expect(refusal([[]]).contains("switched on"))
    #expect(refusal([packet(1), []]).contains("Too few"))
    #expect(refusal((0..<42).map { _ in random.noise(100) }).contains("another device"))
  }

  // MARK: Stream

  @Test(arguments: Chunking.all)
  func aCutPacketIsNoSampleAndIsFlagged(_ chunking: Chunking) {
    for length in 1..<15 {
      let bytes =
        packet(1) + packet(2).prefix(length) + packet(3) + packet(4)
      let result = decoded(bytes, chunking)
      #expect(values(result, 0, 1) == [[1], [3], [4]], "\(length)")
      #expect(result.bytesLost == UInt64(length), "\(length)")
    }
  }

  @Test func lostBytesFlagAGap() {
    let result = decoded(packet(1) + [UInt8](repeating: 0x55, count: 15) + packet(3) + packet(4))
    let gap = FrameFlags.gapBefore.rawValue
    #expect(result.frames(of: 0).map(\.flags) == [0, gap, 0])
    #expect(result.frames(of: 3).map(\.flags) == [0, gap, 0])
    #expect(result.frames(of: 0).map(\.counter) == [0, 1, 2])
  }

  @Test func aStartInsideTheDataWaitsForTheNextPacket() {
    var bytes = packet(0xFA0A)
    #expect(decoded(bytes).frames.isEmpty)
    bytes += packet(2)
    #expect(values(decoded(bytes), 0, 1) == [[-1526], [2]])
  }

  @Test func unknownLengthsAreCounted() {
    let result = decoded(
      packet(1) + hex("0a fa 09 00 02 01 02 03 04 05 06 07 08 09 00 0b") + packet(2))
    #expect(result[.unknownKind] == 1 && values(result, 0, 1) == [[1], [2]])
  }

  @Test func aWrongEndIsAFramingFault() {
    var bad = packet(2)
    bad[14] = 0x0C
    let result = decoded(packet(1) + bad + packet(3))
    #expect(result[.framing] == 1 && values(result, 0, 1) == [[1], [3]])
  }
}
