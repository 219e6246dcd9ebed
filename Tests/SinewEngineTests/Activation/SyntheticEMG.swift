import Foundation

/// Gaussian noise shaped to 20-450 Hz at rest, with bursts of an independent process of the same
/// shape: a linear ramp, a plateau and a fall. The same seed gives the same samples.
struct SyntheticEMG {
  var samples: [Float] = []
  /// First samples of the ramps up and last samples of the ramps down.
  var onsets: [Int] = []
  var offsets: [Int] = []

  static let rateHz = 1000.0

  /// `snrDB`: plateau power of the burst over rest power. 3 s of rest lead in.
  init(bursts: Int, snrDB: Double, seed: UInt64) {
    var random = SplitMix(seed: seed)
    var envelope = [Double](repeating: 0, count: 3000)
    for _ in 0..<bursts {
      let up = random.integer(30...80)
      let flat = random.integer(400...1000)
      let down = random.integer(60...150)
      onsets.append(envelope.count)
      envelope += (1...up).map { Double($0) / Double(up) }
      envelope += [Double](repeating: 1, count: flat)
      envelope += (1...down).map { 1 - Double($0) / Double(down) }
      offsets.append(envelope.count - 1)
      envelope += [Double](repeating: 0, count: random.integer(800...2000))
    }
    let gain = pow(10, snrDB / 20)
    let rest = SyntheticEMG.shapedNoise(envelope.count, &random)
    let muscle = SyntheticEMG.shapedNoise(envelope.count, &random)
    samples = envelope.indices.map { Float(rest[$0] + gain * envelope[$0] * muscle[$0]) }
  }

  /// Rest alone, unit rms.
  static func rest(seconds: Double, seed: UInt64) -> [Float] {
    var random = SplitMix(seed: seed)
    return shapedNoise(Int(seconds * rateHz), &random).map(Float.init)
  }

  /// Noise of unit rms through Butterworth filters of fourth order at 20 and 450 Hz.
  private static func shapedNoise(_ count: Int, _ random: inout SplitMix) -> [Double] {
    var noise = (0..<count + 1000).map { _ in random.gaussian() }
    for quality in [0.541196100146197, 1.306562964876377] {
      noise = filtered(noise, hertz: 20, quality: quality, isHighPass: true)
      noise = filtered(noise, hertz: 450, quality: quality, isHighPass: false)
    }
    noise.removeFirst(1000)
    let rms = (noise.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
    return noise.map { $0 / rms }
  }

  private static func filtered(
    _ input: [Double], hertz: Double, quality: Double, isHighPass: Bool
  ) -> [Double] {
    let omega = 2 * Double.pi * hertz / rateHz
    let alpha = sin(omega) / (2 * quality)
    let edge = (isHighPass ? 1 + cos(omega) : 1 - cos(omega)) / 2 / (1 + alpha)
    let middle = isHighPass ? -2 * edge : 2 * edge
    let a1 = -2 * cos(omega) / (1 + alpha)
    let a2 = (1 - alpha) / (1 + alpha)
    var (s1, s2) = (0.0, 0.0)
    return input.map { x in
      let y = edge * x + s1
      s1 = middle * x - a1 * y + s2
      s2 = edge * x - a2 * y
      return y
    }
  }
}

/// A small seeded generator (Steele, Lea and Flood 2014).
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  mutating func gaussian() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}
