import SinewSignal

/// What sensors would send, the same in every run.
struct SensorBytes {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Uniform, 0..<1.
  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 40) * 0x1p-24
  }

  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: Int(uniform() * 256)) }

  /// Noise of `microvolts` root mean square, near enough to normal.
  mutating func emg(microvolts: Double) -> Double {
    var sum = -2.0
    for _ in 0..<4 { sum += uniform() }
    return sum * 1.732 * microvolts
  }

  /// Contractions of 2 s with 2 s of rest between, 100 uV over 5 uV; all rest when not in a set.
  mutating func emg(at seconds: Double, isInSet: Bool) -> Double {
    let works = isInSet && seconds.truncatingRemainder(dividingBy: 4) >= 2
    return emg(microvolts: works ? 100 : 5)
  }

  /// A Cyton packet of eight channels of microvolts at gain 24.
  static func cyton(counter: Int, microvolts: [Double]) -> [UInt8] {
    var packet: [UInt8] = [0xA0, UInt8(truncatingIfNeeded: counter)]
    for value in microvolts {
      let count = Int(value / 0.02235174445)
      packet += [16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
    return packet + [0, 0, 0, 0, 0, 0, 0xC0]
  }

  /// Cyton packets one after another.
  static func cytonStream(packets: Int, isInSet: Bool) -> [UInt8] {
    var source = SensorBytes(seed: 3)
    var bytes: [UInt8] = []
    for index in 0..<packets {
      let time = Double(index) / 250
      bytes += cyton(
        counter: index, microvolts: (0..<8).map { _ in source.emg(at: time, isInSet: isInSet) })
    }
    return bytes
  }

  /// WitMotion samples one after another: acceleration, then turn rate.
  static func witMotionStream(samples: Int) -> [UInt8] {
    var source = SensorBytes(seed: 5)
    var bytes: [UInt8] = []
    for _ in 0..<samples {
      for kind: UInt8 in [0x51, 0x52] {
        var frame: [UInt8] = [0x55, kind]
        for _ in 0..<8 { frame.append(source.byte()) }
        bytes += frame + [frame.reduce(0, &+)]
      }
    }
    return bytes
  }

  /// Acceleration in g and turn rate in deg/s of a forearm that curls once in 3 s, or hangs still.
  static func motion(at seconds: Double, isInSet: Bool) -> (SIMD3<Float>, SIMD3<Float>) {
    let phase = seconds.truncatingRemainder(dividingBy: 3) / 3 * 2 * Double.pi
    // Half a turn between the two ends, without the library's trigonometry.
    let triangle = phase < .pi ? phase : 2 * .pi - phase
    let rate = isInSet ? (phase < .pi ? 1.0 : -1.0) * triangle * (.pi - triangle) * 40 : 0
    let tilt = isInSet ? Float(triangle / .pi) : 0
    return (SIMD3(0, tilt, 1 - tilt), SIMD3(Float(rate), 0, 0))
  }
}
