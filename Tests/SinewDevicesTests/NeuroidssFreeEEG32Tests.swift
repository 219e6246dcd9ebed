import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors, run through BrainFlow 5.23.0 (board 17).
@Suite struct NeuroidssFreeEEG32Tests {
  private let vector1 =
    "a0 01 ff ff ff 00 03 e9 ff f8 2f 00 0b b9 ff f0 5f 00 13 89 ff e8 8f 00 1b 59 ff e0 bf 00 23"
    + "29 ff d8 ef 00 2a f9 ff d1 1f 00 32 c9 ff c9 4f 00 3a 99 ff c1 7f 00 42 69 ff b9 af 00 4a 39"
    + "ff b1 df 00 52 09 ff aa 0f 00 59 d9 ff a2 3f 00 61 a9 ff 9a 6f 00 69 79 ff 92 9f 00 71 49 ff"
    + "8a cf 00 79 19 00 00 00 00 00 00 c0"

  private let step: Float = 0.0372529

  /// Channel k (from 0) carries k * 1000 + counter, negative where k is even.
  private func frame(_ counter: Int, words: Int = 3) -> [UInt8] {
    let codes = (0..<32).map { ($0 * 1000 + counter) * ($0 % 2 == 0 ? -1 : 1) }
    return [0xA0, UInt8(counter & 0xFF)]
      + codes.flatMap { code in [16, 8, 0].map { UInt8(truncatingIfNeeded: code >> $0) } }
      + [UInt8](repeating: 0, count: 2 * words) + [0xC0]
  }

  private func decoded(_ bytes: [UInt8], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = NeuroidssFreeEEG32()
    return decode(&driver, bytes, chunking)
  }

  /// Counters of the first stream's frames.
  private func counters(_ result: Decoded) -> [UInt32] { result.frames(of: 0).map(\.counter) }

  @Test func vectors1And2AreWhatBrainFlowShows() {
    #expect(frame(1) == hex(vector1))
    let result = decoded(hex(vector1) + frame(2) + [0xA0, 3])
    #expect(result.frames.map(\.stream) == [0, 1, 2, 3, 0, 1, 2, 3])
    #expect(counters(result) == [1, 2] && result.faultTotal == 0)
    let counts = result.frames[0].numbers(8).map { ($0 / step).rounded() }
    #expect(counts == [-1, 1001, -2001, 3001, -4001, 5001, -6001, 7001])
    #expect(result.frames[3].numbers(8).map { ($0 / step).rounded() }.last == 31_001)
    let second = result.frames(of: 0)[1].numbers(4)
    let wanted: [Float] = [-0.0745058, 37.3274125, -74.5803192, 111.8332259]
    for (value, wanted) in zip(second, wanted) { #expect(abs(value - wanted) < 1e-5) }
  }

  @Test func vector3IsSkippedGarbage() {
    let result = decoded(hex("c0 a0 7f") + frame(1) + frame(2))
    #expect(counters(result) == [1, 2] && result.bytesLost == 3)
  }

  @Test func theEndOfTheRangeIsFlaggedInItsChipOnly() {
    var bytes = frame(1)
    bytes.replaceSubrange(26...28, with: [0x7F, 0xFF, 0xFF])
    let result = decoded(bytes + frame(2))
    let clipped = FrameFlags.clipped.rawValue
    #expect(result.frames.prefix(4).map(\.flags) == [0, clipped, 0, 0])
  }

  // MARK: Listening

  @Test(arguments: [1, 3, 5])
  func theDistanceOfFramesIsMeasuredOnce(_ words: Int) {
    var driver = NeuroidssFreeEEG32()
    #expect(converse(&driver) == .wait(seconds: 1.5))
    let heard = (1...4).flatMap { frame($0, words: words) }
    #expect(converse(&driver, Array(heard.dropFirst(30))) == .wait(seconds: 1.5))
    #expect(converse(&driver, frame(5, words: words) + [0xA0, 6]) == .ready)
    let result = decode(&driver, (7...9).flatMap { frame($0, words: words) })
    #expect(counters(result) == [7, 8, 9] && result.faultTotal == 0)
    #expect(driver.farewell().isEmpty)
  }

  @Test func silenceAndOtherBytesAreRefusedInWords() {
    func refusal(_ feed: [[UInt8]]) -> String {
      var driver = NeuroidssFreeEEG32()
      var step = converse(&driver)
      for bytes in feed { step = converse(&driver, bytes) }
      if case .refuse(let why) = step { return why }
      return "\(step)"
    }
    var random = SeededGenerator(3)
    #expect(refusal([[]]).contains("switched on"))
    #expect(refusal([frame(1), []]).contains("broke off"))
    #expect(refusal((0..<42).map { _ in random.noise(100) }).contains("another device"))
  }

  // MARK: Stream

  @Test func theCounterTellsLossesAndWraps() {
    let result = decoded([254, 255, 256, 260, 261].flatMap { frame($0) } + [0xA0, 6])
    #expect(counters(result) == [254, 255, 0, 4, 5] && result.faultTotal == 0)
  }

  @Test(arguments: Chunking.all)
  func aCutFrameIsNoSample(_ chunking: Chunking) {
    for length in 1..<105 {
      let bytes =
        frame(1) + frame(2) + frame(3).prefix(length) + (4...6).flatMap { frame($0) } + [0xA0, 7]
      let result = decoded(bytes, chunking)
      #expect(counters(result) == [1, 2, 4, 5, 6], "\(length)")
      #expect(result.bytesLost == UInt64(length), "\(length)")
    }
  }

  @Test func startsInsideTheDataDeceiveNobody() {
    // 0xA0A0A0: every byte looks like a start, and at 105 bytes from it nothing else does.
    let bytes = (1...5).flatMap { n in
      [0xA0, UInt8(n)] + [UInt8](repeating: 0xA0, count: 96) + [UInt8](repeating: 0, count: 6)
        + [0xC0]
    }
    let result = decoded(Array(bytes.dropFirst(50)) + [0xA0, 6])
    #expect(counters(result) == [2, 3, 4, 5])
  }

  @Test func aFrameThatWaitsForAWitnessKeepsItsOwnArrival() {
    var driver = NeuroidssFreeEEG32()
    var batch = FrameBatch()
    driver.decode(frame(1).span, arrival: MonotonicTime(nanoseconds: 5), into: &batch)
    driver.decode(frame(2).span, arrival: MonotonicTime(nanoseconds: 9), into: &batch)
    #expect(batch.count == 8)
    #expect(batch[0].arrival.nanoseconds == 5 && batch[4].arrival.nanoseconds == 9)
  }
}
