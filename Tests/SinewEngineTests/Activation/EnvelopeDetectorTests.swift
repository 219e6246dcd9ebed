import Foundation
import Testing

@testable import SinewEngine

@Suite struct EnvelopeDetectorTests {
  private static func intervals(
    _ samples: [Float], rateHz: Double, start: Double = 0
  ) -> [(onset: Double, offset: Double)] {
    var detector = EnvelopeDetector(settings: .init(sampleRateHz: rateHz))
    var result: [(onset: Double, offset: Double)] = []
    for (index, sample) in samples.enumerated() where detector.consume(sample) {
      while let event = detector.nextEvent() {
        let time = start + Double(index) / rateHz + event.signalTimeOffset
        if event.kind == .onset { result.append((time, .infinity)) }
        if event.kind == .offset { result[result.count - 1].offset = time }
      }
    }
    return result
  }

  /// Bursts of 1 s every 4 s, rising and falling in 0.1 s, on an offset with noise.
  private static func signal(rateHz: Double, seed: UInt64) -> [Float] {
    var random = SplitMix(seed: seed)
    return (0..<Int(60 * rateHz)).map { index in
      let inCycle = (Double(index) / rateHz).truncatingRemainder(dividingBy: 4) - 2.5
      let level = max(0, min(1, min(inCycle / 0.1, (1 - inCycle) / 0.1)))
      return Float(100 + 4 * random.gaussian() + 60 * level)
    }
  }

  @Test(arguments: [10.0, 25, 35, 50, 100])
  func burstsOnAnOffsetAreFound(rateHz: Double) {
    let found = EnvelopeDetectorTests.intervals(
      EnvelopeDetectorTests.signal(rateHz: rateHz, seed: 31), rateHz: rateHz)
    #expect(found.count == 15)
    for (index, burst) in found.enumerated() {
      #expect(abs(burst.onset - (4 * Double(index) + 2.5)) < 0.1 + 1 / rateHz)
      #expect(abs(burst.offset - (4 * Double(index) + 3.5)) < 0.1 + 1 / rateHz)
    }
  }

  @Test func aHoldOfHalfAMinuteIsOneBurst() {
    var samples = EnvelopeDetectorTests.signal(rateHz: 35, seed: 32)
    for index in 700..<1750 { samples[index] = 160 + Float(index % 5) }
    let found = EnvelopeDetectorTests.intervals(samples, rateHz: 35)
    #expect(found.contains { $0.offset - $0.onset > 28 })
  }

  @Test func noiseAndConstantsHaveNoBurst() {
    var random = SplitMix(seed: 33)
    let noise = (0..<2100).map { _ in Float(50 + 3 * random.gaussian()) }
    #expect(EnvelopeDetectorTests.intervals(noise, rateHz: 35).isEmpty)
    let constant = [Float](repeating: 7, count: 2100)
    #expect(EnvelopeDetectorTests.intervals(constant, rateHz: 35).isEmpty)
  }

  @Test(arguments: [35.0, 0, -1, .nan, .infinity, 1000])
  func noInputTraps(rateHz: Double) {
    let nasty: [Float] = [
      .nan, .infinity, -.infinity, .greatestFiniteMagnitude, 0, -1e30, .leastNonzeroMagnitude, 1,
    ]
    var random = SplitMix(seed: 34)
    var detector = EnvelopeDetector(settings: .init(sampleRateHz: rateHz, resolution: .infinity))
    for round in 0..<5000 {
      _ = detector.consume(nasty[random.integer(0...nasty.count - 1)])
      if round % 400 == 0 { detector.gap() }
      while let event = detector.nextEvent() {
        #expect(event.signalTimeOffset.isFinite && event.uncertaintyMs.isFinite)
      }
      let rest = detector.restLevel
      let active = detector.activeLevel
      #expect(rest.isFinite && active.isFinite)
    }
  }

  @Test func aGapAtRestInventsNothing() {
    var random = SplitMix(seed: 35)
    var detector = EnvelopeDetector(settings: .init(sampleRateHz: 35))
    var events = 0
    for index in 0..<2100 {
      if index % 300 == 299 { detector.gap() }
      if detector.consume(Float(50 + 3 * random.gaussian())) { events += 1 }
    }
    #expect(events == 0)
  }

  private struct Manifest: Decodable {
    struct Recording: Decodable {
      var file: String
      var burst_peaks_s: [Double]?
    }
    var recordings: [Recording]
  }

  /// The labels of the fourth recording lie a constant 2.2 s before its bursts.
  @Test(
    .enabled(if: Recordings.arePresent, Comment(rawValue: Recordings.absence)),
    arguments: [("P1", 0.0, 0, 1), ("P2", 0, 1, 2), ("P3", 0, 1, 0), ("P4", 2.2, 0, 0)])
  func handClosingsAreFound(person: String, lag: Double, missed: Int, extra: Int) throws {
    let file = "emg_envelope/hand_\(person).csv.gz"
    let manifest = try Recordings.document("manifest.json", as: Manifest.self)
    let peaks = try #require(manifest.recordings.first { $0.file == file }?.burst_peaks_s)
    let signal = try Recordings.column(file)
    let found = EnvelopeDetectorTests.intervals(
      signal.values, rateHz: signal.rateHz, start: signal.start)
    var used = Set<Int>()
    var matched = 0
    for peak in peaks.map({ $0 + lag }) {
      let index = found.indices.first {
        !used.contains($0) && found[$0].onset - 0.4 <= peak && peak <= found[$0].offset + 0.4
      }
      guard let index else { continue }
      used.insert(index)
      matched += 1
    }
    #expect(peaks.count - matched <= missed)
    #expect(found.count - matched <= extra)
  }
}
