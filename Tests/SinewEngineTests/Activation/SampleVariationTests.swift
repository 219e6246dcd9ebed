// The thread sanitizer's package (Tests/ThreadSanitizer) has the engine alone.
#if canImport(SinewSeasons)
  import SinewSeasons
  import Testing

  @testable import SinewEngine

  /// Seasons are simulated at the level of findings: this is what samples make of the same scatter.
  @Suite struct SampleVariationTests {
    private static let rate = 1000
    private static let repetitions = 8
    private static let sets = 60

    /// The level of each repetition, drawn as the simulator of seasons does, by set.
    private func drawn(_ noise: inout SeasonNoise) -> [[Double]] {
      (0..<Self.sets).map { _ in
        let form = noise.factor(AthleteTraits.setScatter)
        return (0..<Self.repetitions).map { _ in
          form * noise.factor(AthleteTraits.setScatter)
            * noise.factor(AthleteTraits.repetitionScatter)
        }
      }
    }

    /// Root mean square of the conditioned signal over the middle second of a contraction of so much.
    private func measured(_ levels: [[Double]]) -> [[Double]] {
      let length = 1200
      let noise = SyntheticEMG.rest(
        seconds: Double(length * Self.sets * Self.repetitions) / Double(Self.rate), seed: 9)
      var input: [SIMD8<Float>] = []
      for (index, level) in levels.flatMap(\.self).enumerated() {
        for sample in 0..<length {
          input.append(SIMD8(repeating: 100 * Float(level) * noise[index * length + sample]))
        }
      }
      var conditioner = EMGConditioner(rateHz: Double(Self.rate), mainsHz: nil)
      var output = input
      var envelope = input
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe envelope.withUnsafeMutableBufferPointer { envelope in
          guard let from = output.baseAddress, let to = envelope.baseAddress else { return }
          unsafe conditioner.process(from, envelope: to, count: input.count)
        }
      }
      return (0..<Self.sets).map { set in
        (0..<Self.repetitions).map { repetition in
          let start = (set * Self.repetitions + repetition) * length + 100
          let span = output[start..<start + Self.rate]
          return Double(span.reduce(0) { $0 + $1[0] * $1[0] } / Float(span.count)).squareRoot()
        }
      }
    }

    private func cv(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count - 1)).squareRoot() / mean
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    @Test func `samples give repetitions and sets the scatter that findings have`() {
      var noise = SeasonNoise(seed: 4)
      let findings = drawn(&noise)
      let samples = measured(findings)
      let byRepetition = (mean(findings.map(cv)), mean(samples.map(cv)))
      let bySet = (cv(findings.map(mean)), cv(samples.map(mean)))
      // An amplitude estimate over a second adds about 4 % of its own (science 1.4), in squares.
      #expect(abs(byRepetition.0 - byRepetition.1) < 0.015, "\(byRepetition)")
      #expect(abs(bySet.0 - bySet.1) < 0.01, "\(bySet)")
      #expect(abs(byRepetition.1 - 0.13) < 0.02, "12 % and 5 % together")
    }
  }
#endif
