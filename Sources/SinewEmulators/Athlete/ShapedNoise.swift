internal import Glibc

/// Surface EMG of a steady contraction at unit root mean square: white Gaussian noise through
/// fh^2 f / ((f^2 + fl^2) sqrt(f^2 + fh^2)) with fl 60 and fh 120 Hz, made at 2000 Hz (science A.1;
/// the shape goes back to Stulen and De Luca 1981).
struct ShapedNoise: Sendable {
  static let latticeHz = 2000.0

  private var random: SeededRandom
  private var stages: [Biquad]
  private let gain: Double
  private var index = -1
  private var newest = 0.0

  /// `deviceRateHz` below 1000 adds the converter's own low pass at 0.45 of it, inside the unit rms.
  init(seed: UInt64, stream: UInt64, deviceRateHz: Double) {
    random = SeededRandom(seed: seed, stream: stream)
    stages = Self.shape(deviceRateHz: deviceRateHz)
    var probe = stages
    var energy = 0.0
    for step in 0..<4000 {
      let response = Self.run(&probe, step == 0 ? 1 : 0)
      energy += response * response
    }
    gain = 1 / sqrt(energy)
  }

  /// The noise at `seconds`, which never go backwards: the lattice point before, since a straight line
  /// between two would take power away.
  mutating func value(at seconds: Double) -> Double {
    let place = seconds * Self.latticeHz + 1e-6
    guard place.isFinite, place >= 0, place < 9e15 else { return 0 }
    let wanted = Int(place)
    // A long pause needs no noise that nobody hears.
    if wanted - index > 20_000 { index = wanted - 2000 }
    while index < wanted {
      newest = gain * Self.run(&stages, random.gaussian())
      index += 1
    }
    return newest
  }

  private static func run(_ stages: inout [Biquad], _ input: Double) -> Double {
    var value = input
    for stage in stages.indices { value = stages[stage].process(value) }
    return value
  }

  // One pole by the bilinear rule falls too fast above 250 Hz, one matched in time too slowly: one of
  // each stays within 10 % of the shape up to 450 Hz.
  private static func shape(deviceRateHz: Double) -> [Biquad] {
    var stages = [
      Biquad(zeroAtRest: 60, rateHz: latticeHz), Biquad(matchedPole: 60, rateHz: latticeHz),
      Biquad(onePole: 120, rateHz: latticeHz),
    ]
    if deviceRateHz < 1000 {
      // Butterworth, 4 poles.
      for quality in [0.541_196_1, 1.306_563_0] {
        stages.append(
          Biquad(lowPass: 0.45 * deviceRateHz, quality: quality, rateHz: latticeHz))
      }
    }
    return stages
  }
}
