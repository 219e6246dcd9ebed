/// Which of eight channels show the same signal: electrodes too close to each other, or two on one
/// muscle. Muscles that work together are not in step within 5 ms; one signal on two channels is
/// (science 1.6: a correlation above 0.7).
struct SharedSignal: BitwiseCopyable, Sendable {
  /// Sums of products of each lane with the lane `r + 1` further on, by lag.
  private var products = InlineArray<21, SIMD8<Float>>(repeating: SIMD8(repeating: 0))
  private var energy = SIMD8<Float>(repeating: 0)
  private var past = InlineArray<16, SIMD8<Float>>(repeating: SIMD8(repeating: 0))
  private var count = 0
  /// Looks in a row in which a lane was like another.
  private var alike = SIMD8<Int32>(repeating: 0)
  /// Samples in 2 and in 4 ms.
  private let shortLag: Int
  private let longLag: Int

  init(rateHz: Double) {
    shortLag = min(15, max(1, Int(0.002 * rateHz + 0.5)))
    longLag = min(15, max(1, Int(0.004 * rateHz + 0.5)))
  }

  /// Takes a band-passed sample.
  @_noLocks @_noAllocation
  mutating func add(_ signal: SIMD8<Float>) {
    past[count & 15] = signal
    let early = past[(count &- shortLag) & 15]
    let earlier = past[(count &- longLag) & 15]
    count &+= 1
    energy += signal * signal
    var turned = signal
    var turn = 0
    while turn < 7 {
      turned = SharedSignal.turn(turned)
      products[turn] += turned * signal
      products[7 &+ turn] += turned * early
      products[14 &+ turn] += turned * earlier
      turn &+= 1
    }
  }

  /// Ends a stretch and gives the lanes that were like another in three stretches in a row.
  ///
  /// - Parameter working: lanes in use that stand well above rest, bit 0 = lane 0; hum at rest is
  ///   the same everywhere.
  @_noLocks @_noAllocation
  mutating func judge(working: UInt8) -> UInt8 {
    var now: UInt8 = 0
    var lane = 0
    while lane < 8 {
      var turn = 0
      while turn < 7 {
        let other = (lane &+ turn &+ 1) & 7
        let both =
          UInt8(1) << UInt8(truncatingIfNeeded: lane) | 1 << UInt8(truncatingIfNeeded: other)
        if working & both == both {
          let limit = 0.49 * energy[lane] * energy[other]
          let (a, b, c) = (
            products[turn][lane], products[7 &+ turn][lane], products[14 &+ turn][lane]
          )
          if a * a > limit || b * b > limit || c * c > limit { now |= both }
        }
        turn &+= 1
      }
      lane &+= 1
    }
    return follow(now, working)
  }

  @_noLocks @_noAllocation
  private mutating func follow(_ now: UInt8, _ working: UInt8) -> UInt8 {
    var shared: UInt8 = 0
    var lane = 0
    while lane < 8 {
      let bit = UInt8(1) << UInt8(truncatingIfNeeded: lane)
      // A lane at rest says nothing for and nothing against it.
      if now & bit != 0 {
        if alike[lane] < 3 { alike[lane] &+= 1 }
      } else if working & bit != 0 {
        alike[lane] = 0
      }
      if alike[lane] >= 3 { shared |= bit }
      lane &+= 1
    }
    energy = SIMD8(repeating: 0)
    var index = 0
    while index < 21 {
      products[index] = SIMD8(repeating: 0)
      index &+= 1
    }
    return shared
  }

  /// Each lane's right neighbour in its place.
  @inline(__always) @_noLocks @_noAllocation
  private static func turn(_ x: SIMD8<Float>) -> SIMD8<Float> {
    SIMD8(x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[0])
  }
}
