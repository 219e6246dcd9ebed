import SinewDevices
import SinewRecording
import SinewSignal
import Testing

/// What every family must do, shown on its recordings. A new family is tested here as soon as it
/// stands in the catalogue and brings a recording.
@Suite struct RecordingTests {
  @Test func everyFamilyHasARecording() {
    let recorded = Set(Recording.all.map(\.device))
    for family in deviceCatalog {
      #expect(recorded.contains(family.profile.id), "no recording of \(family.profile.id)")
    }
  }

  @Test(arguments: Recording.all)
  func framesAreTheExpectedOnes(_ recording: Recording) throws {
    let (decoded, streams) = try play(recording)
    let expected = recording.expected
    #expect(!expected.isEmpty)
    #expect(decoded.frames.count == expected.count)
    for (frame, wanted) in zip(decoded.frames, expected) {
      let hasProfile = streams.indices.contains(Int(frame.stream))
      try #require(hasProfile)
      let channels = streams[Int(frame.stream)].channels.count
      let same =
        frame.stream == wanted.stream && frame.counter == wanted.counter
        && channels == wanted.values.count
        && zip(frame.numbers(channels), wanted.values).allSatisfy {
          $0 == $1 || ($0.isNaN && $1.isNaN)
        }
      #expect(same, "\(frame) instead of \(wanted)")
      if !same { break }
    }
  }

  @Test(arguments: Recording.all)
  func anyChunkingGivesTheSameFramesAndFaults(_ recording: Recording) throws {
    let whole = try play(recording).decoded
    for chunking in Chunking.all {
      let decoded = try play(recording, chunking).decoded
      #expect(decoded == whole, "\(chunking)")
    }
  }

  @Test(arguments: Recording.all)
  func damagedBytesInAnyChunkingGiveTheSameFramesAndFaults(_ recording: Recording) throws {
    func damage(_ reads: [[UInt8]]) -> [UInt8] {
      var random = SeededGenerator(5)
      var damaged = Array(reads.joined())
      for _ in 0..<(damaged.count / 40) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      damaged.insert(contentsOf: random.noise(700), at: damaged.count / 2)
      return damaged
    }
    let whole = try play(recording, damage: damage).decoded
    for chunking in Chunking.all {
      #expect(try play(recording, chunking, damage: damage).decoded == whole, "\(chunking)")
    }
  }

  @Test(arguments: Recording.all)
  func flippedBitsAreCountedAndNeverTrap(_ recording: Recording) throws {
    let clean = try play(recording).decoded
    var faults: UInt64 = 0
    for seed in 1...30 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed)
      let decoded = try play(recording, .random(seed: seed)) { reads in
        reads.joined().map { byte in
          UInt8.random(in: 0...49, using: &random) == 0
            ? byte ^ 1 << UInt8.random(in: 0...7, using: &random) : byte
        }
      }.decoded
      faults += decoded.faultTotal - min(decoded.faultTotal, clean.faultTotal)
      #expect(decoded.overflow == 0)
    }
    #expect(faults >= 30)
  }

  @Test(arguments: Recording.all)
  func noiseBetweenReadsAddsNoSampleAndCostsFew(_ recording: Recording) throws {
    let clean = try play(recording).decoded
    let known = KnownFrames(clean.frames)
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed)
      let noise = random.noise(Int.random(in: 1...300, using: &random))
      let decoded = try play(recording) { reads in
        var reads = reads
        reads.insert(noise, at: Int.random(in: 0...reads.count, using: &random))
        return Array(reads.joined())
      }.decoded
      for frame in decoded.frames {
        let isKnown = known.hold(frame)
        #expect(isKnown, "seed \(seed) invented \(frame)")
      }
      #expect(decoded.frames.count >= clean.frames.count - 4, "seed \(seed)")
      #expect(decoded.bytesLost + 2 >= UInt64(noise.count), "seed \(seed)")
    }
  }

  /// Noise inside a frame may pass where the protocol has no checksum, but for one frame only. Inside a
  /// notification it costs every sample that this holds.
  @Test(arguments: Recording.all)
  func noiseAnywhereCostsFewSamples(_ recording: Recording) throws {
    let clean = try play(recording).decoded
    let known = KnownFrames(clean.frames)
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed)
      let noise = random.noise(Int.random(in: 1...300, using: &random))
      let decoded = try play(recording) { reads in
        let bytes = Array(reads.joined())
        let place = Int.random(in: 0...bytes.count, using: &random)
        return Array(bytes[..<place] + noise + bytes[place...])
      }.decoded
      let unknown = decoded.frames.filter { !known.hold($0) }
      #expect(Set(unknown.map(\.stream)).count == unknown.count, "seed \(seed): \(unknown)")
      let mostLost = max(7, recording.mostFramesInARead)
      #expect(decoded.frames.count >= clean.frames.count - mostLost, "seed \(seed)")
      #expect(decoded.faultTotal > clean.faultTotal, "seed \(seed)")
    }
  }

  @Test(arguments: Recording.all)
  func pureNoiseMakesFaultsAndHardlyAFrame(_ recording: Recording) throws {
    var random = SeededGenerator(99)
    let noise = random.noise(200_000)
    let decoded = try play(recording, damage: { _ in noise }).decoded
    #expect(decoded.faultTotal > 500)
    #expect(decoded.frames.count <= 10)
    #expect(decoded.overflow == 0)
  }
}
