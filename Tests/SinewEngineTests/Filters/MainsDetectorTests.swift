import Testing

@testable import SinewEngine

@Suite struct MainsDetectorTests {
  @Test(arguments: [200.0, 250, 1000], [50.0, 60])
  func humIsNamedWithItsShare(rate: Double, hz: Double) {
    var detector = MainsDetector(rateHz: rate)
    var noise = Lehmer(seed: 11)
    var isDone = false
    for sample in 0..<Int(2 * rate) {
      let hum = 10 * Mathematics.sin(2 * .pi * (hz + 0.03) * Double(sample) / rate)
      var value = SIMD8<Float>(repeating: 0)
      for lane in 0..<8 {
        // Variance 4; lane 3 hums with power 50.
        value[lane] = Float((noise.next() - 0.5) * 6.9282)
        if lane == 3 { value[lane] += Float(hum) }
      }
      isDone = detector.add(value)
    }
    #expect(isDone)
    #expect(detector.mainsHz == hz)
    #expect(detector.share[3] > 0.85 && detector.share[0] < 0.1)
  }

  @Test func noiseAndSilenceAreNoHum() {
    var detector = MainsDetector(rateHz: 500)
    var noise = Lehmer(seed: 2)
    for _ in 0..<1000 { _ = detector.add(SIMD8(repeating: Float(noise.next() - 0.5))) }
    #expect(detector.mainsHz == nil)
    for _ in 0..<1000 { _ = detector.add(SIMD8(repeating: 0)) }
    #expect(detector.mainsHz == nil && detector.share == SIMD8(repeating: 0))
  }
}
