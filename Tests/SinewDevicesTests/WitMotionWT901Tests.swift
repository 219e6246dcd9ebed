import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors (run through PyPI witmotion and the vendor's decoder)
/// and a real console dump of obedier/vib.
@Suite struct WitMotionWT901Tests {
  /// An 11-byte frame with its checksum.
  private func frame(_ type: UInt8, _ words: [Int]) -> [UInt8] {
    let bytes: [UInt8] =
      [0x55, type]
      + words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    return bytes + [bytes.reduce(0, &+)]
  }

  private func burst(_ n: Int) -> [UInt8] {
    frame(0x51, [n, 0, 2048, 0]) + frame(0x52, [0, n, 0, 0]) + frame(0x53, [n, n, 0, 0])
  }

  private func combined(_ n: Int) -> [UInt8] {
    [0x55, 0x61]
      + [n, 0, 2048, 0, n, 0, n, n, 0].flatMap {
        [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
      }
  }

  private func decoded(_ bytes: [UInt8], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = WitMotionWT901()
    return decode(&driver, bytes, chunking)
  }

  private let vectors = (
    acceleration: "55 51 00 08 00 fc 00 40 e8 09 db", turnRate: "55 52 00 c0 01 00 ff 7f e8 09 d7",
    angles: "55 53 00 20 00 c0 ff ff 34 12 cc", magnet: "55 54 78 00 ac fe 37 00 e8 09 f3",
    quaternion: "55 59 ff 7f 7e a5 82 5a 00 00 2b", time: "55 50 1a 0b 16 10 28 05 fa 00 17",
    combined: "55 61 00 08 00 fc 00 40 00 c0 01 00 ff 7f 00 20 00 c0 ff ff",
    register51: "55 71 51 00 ff 7f 7e a5 82 5a 00 00 00 00 00 00 00 00 00 00",
    register3A: "55 71 3a 00 78 00 ac fe 37 00 00 00 00 00 00 00 00 00 00 00"
  )

  private let motion: [Float] = [1, -0.5, 8, -1000, 0.06103515625, 1999.93896484375]
  private let angles: [Float] = [45, -90, -0.0054931640625]
  private let quaternion: [Float] = [0.999969482421875, -0.70709228515625, 0.70709228515625, 0]

  // MARK: Vectors

  @Test func vectors1To6AreOneSample() {
    let v = vectors
    let result = decoded(
      [v.time, v.acceleration, v.turnRate, v.angles, v.magnet, v.quaternion].flatMap { hex($0) })
    #expect(result.frames.map(\.stream) == [0, 1, 2])
    #expect(result.frames[0].numbers(6) == motion)
    #expect(result.frames[0].flags == FrameFlags.clipped.rawValue)
    #expect(result.frames[1].numbers(3) == angles)
    #expect(result.frames[2].numbers(4) == quaternion)
    #expect(result.faultTotal == 0)
  }

  @Test func vector7IsTheSameSampleCombined() {
    let result = decoded(hex(vectors.combined) + [0x55])
    #expect(result.frames.map(\.stream) == [0, 1])
    #expect(result.frames[0].numbers(6) == motion)
    #expect(result.frames[1].numbers(3) == angles)
  }

  @Test func vectors8And9AreRegisters() {
    let result = decoded(hex(vectors.register51) + hex(vectors.register3A) + [0x55])
    #expect(result.frames.map { $0.numbers(4) } == [quaternion])
    #expect(result.frames[0].stream == 2 && result.faultTotal == 0)
  }

  @Test(arguments: [
    (
      "556135ff59ff0a08000000000000b9fc", [-0.0991, -0.0815, 1.0049, 0, 0, 0] as [Float],
      -4.61 as Float
    ),
    ("556131ff57ff0f08000000000000b9fc", [-0.1011, -0.0825, 1.0073, 0, 0, 0], -4.61),
    ("5561e403ebf43f007c0202ff330052fe", [0.4863, -1.3853, 0.0308, 38.82, -15.5, 3.11], -2.36),
    ("55619cffc2ffd00792fe7bff200029fe", [-0.0488, -0.0303, 0.9766, -22.34, -8.12, 1.95], -2.59),
  ])
  func realNotificationsWithTheirMissingBytesAsZeros(
    _ bytes: String, _ motion: [Float], _ roll: Float
  ) {
    let result = decoded(hex(bytes) + [0, 0, 0, 0, 0x55])
    for (index, value) in result.frames[0].numbers(6).enumerated() {
      #expect(abs(value - motion[index]) < (index < 3 ? 6e-5 : 6e-3))
    }
    #expect(abs(result.frames[1].numbers(1)[0] - roll) < 6e-3)
  }

  // MARK: Bursts

  @Test func oneFrameABurstNumberedInOrder() {
    let result = decoded((1...5).flatMap { burst($0) })
    #expect(result.frames(of: 0).map(\.counter) == [0, 1, 2, 3, 4])
    #expect(result.frames(of: 0).allSatisfy { $0.flags == 0 })
    #expect(result.frames(of: 1).count == 5)
  }

  @Test func aBurstWithoutTurnRateIsDroppedAndFlagged() {
    let torn = frame(0x51, [2, 0, 2048, 0]) + frame(0x53, [2, 2, 0, 0])
    let result = decoded(burst(1) + torn + burst(3))
    #expect(result.frames(of: 0).map { $0.numbers(1)[0] * 2048 } == [1, 3])
    #expect(result.frames(of: 0).map(\.flags) == [0, FrameFlags.gapBefore.rawValue])
    #expect(result[.incomplete] == 1 && result.bytesLost == 11)
    #expect(result.frames(of: 1).count == 3)
  }

  @Test func halvesOfTwoBurstsNeverJoin() {
    let first = frame(0x51, [1, 0, 2048, 0]) + frame(0x53, [1, 1, 0, 0])
    let second = frame(0x52, [0, 2, 0, 0]) + frame(0x53, [2, 2, 0, 0])
    let result = decoded(first + second + burst(3))
    #expect(result.frames(of: 0).map { $0.numbers(1)[0] * 2048 } == [3])
    #expect(result[.incomplete] == 2)
  }

  @Test func corruptedBytesBetweenTheHalvesKeepThemApart() {
    var bytes = burst(1) + frame(0x51, [2, 0, 2048, 0])
    bytes +=
      frame(0x52, [0, 2, 0, 0]).map { $0 ^ 0xFF } + frame(0x51, [3, 0, 2048, 0]).map { $0 ^ 0xFF }
    bytes += frame(0x52, [0, 3, 0, 0]) + burst(4)
    let result = decoded(bytes)
    #expect(result.frames(of: 0).map { $0.numbers(1)[0] * 2048 } == [1, 4])
    #expect(result.frames(of: 0)[1].flags == FrameFlags.gapBefore.rawValue)
  }

  // MARK: Faults

  @Test func everySingleFlippedBitIsCaught() {
    let clean = (1...4).flatMap { burst($0) }
    let good = decoded(clean)
    for bit in 0..<(clean.count * 8) {
      var bytes = clean
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let result = decoded(bytes)
      let isHonest = result.frames.allSatisfy { seen in good.frames.contains { seen.isPart(of: $0) }
      }
      #expect(isHonest, "bit \(bit)")
      #expect(result.faultTotal > 0 && result.bytesLost >= 11, "bit \(bit)")
      #expect(result.frames(of: 0).count >= 3, "bit \(bit)")
    }
  }

  @Test func aBadChecksumCostsOneFrameOnly() {
    var bytes = (1...4).flatMap { burst($0) }
    bytes[33 + 32] ^= 1
    let result = decoded(bytes)
    #expect(result[.checksum] == 1 && result[.resync] == 10)
    #expect(result.frames(of: 0).count == 4 && result.frames(of: 1).count == 3)
  }

  @Test(arguments: Chunking.all)
  func aLone55AnywhereCostsAtMostTheFrameItHits(_ chunking: Chunking) {
    // Numbers whose sums do not make a frame of `55 55` by chance.
    let clean = (11...16).flatMap { burst($0) }
    for place in 0...clean.count {
      let result = decoded(Array(clean[..<place] + [0x55] + clean[place...]), chunking)
      #expect(result.frames(of: 0).count >= 5, "at \(place)")
      if place % 11 == 0 { #expect(result.frames(of: 0).count == 6, "at \(place)") }
    }
  }

  @Test func aCutCombinedFrameIsNoSample() {
    let clean = (1...6).flatMap { combined($0) }
    let good = decoded(clean + [0x55])
    for length in 1..<20 {
      let bytes =
        (1...3).flatMap { combined($0) } + combined(9).prefix(length)
        + (4...6).flatMap { combined($0) }
      let result = decoded(bytes + [0x55])
      #expect(
        result.frames(of: 0).map { $0.numbers(1) } == good.frames(of: 0).map { $0.numbers(1) })
      #expect(result.bytesLost == UInt64(length))
    }
  }

  @Test func combinedFramesMayStandBetweenBursts() {
    let result = decoded(burst(1) + combined(7) + burst(2))
    #expect(result.frames(of: 0).map { $0.numbers(1)[0] * 2048 } == [1, 7, 2])
    #expect(result.faultTotal == 0)
  }

  @Test func aHeldCombinedFrameKeepsItsOwnArrival() {
    var driver = WitMotionWT901()
    var batch = FrameBatch()
    driver.decode(combined(1).span, arrival: MonotonicTime(nanoseconds: 5), into: &batch)
    driver.decode(combined(2).span, arrival: MonotonicTime(nanoseconds: 9), into: &batch)
    #expect(batch.count == 2)
    #expect(batch[0].arrival.nanoseconds == 5)
  }

  // MARK: Listening

  @Test func threeGoodFramesAreEnough() {
    var driver = WitMotionWT901()
    #expect(converse(&driver) == .wait(seconds: 1.5))
    #expect(converse(&driver, frame(0x51, [0, 0, 0, 0])) == .wait(seconds: 1.5))
    #expect(converse(&driver, frame(0x52, [0, 0, 0, 0])) == .wait(seconds: 1.5))
    #expect(converse(&driver, frame(0x53, [0, 0, 0, 0])) == .ready)
    let first = decode(&driver, burst(5))
    #expect(first.frames.map(\.counter) == [0, 0] && first.faultTotal == 0)
    #expect(driver.streams.map(\.name) == ["motion", "angles", "quaternion"])
    #expect(driver.farewell().isEmpty)
  }

  @Test func garbageSilenceAndHalfASensorAreRefusedInWords() {
    func refusal(_ feed: [[UInt8]]) -> String {
      var driver = WitMotionWT901()
      var step = converse(&driver)
      for bytes in feed { step = converse(&driver, bytes) }
      if case .refuse(let why) = step { return why }
      return "\(step)"
    }
    var random = SeededGenerator(3)
    #expect(refusal([random.noise(1100)]).contains("wrong line speed"))
    #expect(refusal([[]]).contains("switched on"))
    #expect(refusal([frame(0x51, [0, 0, 0, 0]), []]).contains("Too few"))
    let halves = (0..<12).map { frame(0x51, [$0, 0, 0, 0]) }
    #expect(refusal(halves).contains("acceleration and turn rate together"))
  }
}
