/// The envelope at rest, by lane: its level mu and its spread s (science 1.7).
///
/// The first four seconds count as rest and give median and MAD. Later the level follows slowly,
/// with a half-life of 30 s, only while the caller says the body is still and the lane has stayed
/// below three times its level for a second; it may rise to twice the first level and no further,
/// so that a tense muscle never becomes "rest". It falls at once: who is quieter than rest was not
/// at rest before.
package struct EnvelopeBaseline: BitwiseCopyable, Sendable {
  /// Level, in the envelope's unit; 0 until known.
  package private(set) var mu = SIMD8<Float>(repeating: 0)
  /// Spread as a standard deviation, in the envelope's unit; 0 until known.
  package private(set) var s = SIMD8<Float>(repeating: 0)
  /// The first four seconds are over.
  package private(set) var isKnown = false
  /// Lanes that sit at the cap of twice the first level: tense, or noisier than at the start.
  package private(set) var raised: UInt8 = 0

  private var first = InlineArray<80, SIMD8<Float>>(repeating: SIMD8(repeating: 0))
  private var gathered = 0
  private var firstLevel = SIMD8<Float>(repeating: 0)
  private var floor: SIMD8<Float>
  private let samplesPerTick: Int
  private var samples = 0
  private var tickSum = SIMD8<Float>(repeating: 0)
  /// By lane: ticks in a row below three times the level.
  private var calmTicks = SIMD8<Int32>(repeating: 0)
  private var secondSum = SIMD8<Float>(repeating: 0)
  private var secondTicks = 0
  private var quietSeconds = SIMD8<Int32>(repeating: 0)

  /// - Parameters:
  ///   - rateHz: envelope samples a second.
  ///   - floor: the least level the converter can show, about one step of it.
  package init(rateHz: Double, floor: SIMD8<Float> = SIMD8(repeating: 0)) {
    // Twenty looks a second: a 6 Hz envelope has little more to say.
    samplesPerTick = rateHz.isFinite && rateHz > 20 && rateHz < 1e6 ? Int(rateHz / 20) : 1
    self.floor = floor
  }

  /// Takes the first level anew from the next four seconds.
  @_noLocks @_noAllocation
  package mutating func beginAgain() {
    isKnown = false
    gathered = 0
    samples = 0
    raised = 0
    tickSum = SIMD8(repeating: 0)
  }

  /// Takes one envelope sample; true when level or spread may have changed.
  ///
  /// - Parameters:
  ///   - isStill: the body is still and no set runs, so what is quiet may be learned as rest.
  ///   - ignored: lanes without contact, bit 0 = lane 0.
  @_noLocks @_noAllocation
  package mutating func update(_ envelope: SIMD8<Float>, isStill: Bool, ignored: UInt8) -> Bool {
    tickSum += envelope
    samples &+= 1
    guard samples >= samplesPerTick else { return false }
    let level = tickSum / SIMD8<Float>(repeating: Float(samples))
    tickSum = SIMD8(repeating: 0)
    samples = 0
    if isKnown { follow(level, isStill: isStill, ignored: ignored) } else { gather(level) }
    return isKnown
  }

  @_noLocks @_noAllocation
  private mutating func gather(_ level: SIMD8<Float>) {
    first[gathered] = level
    gathered &+= 1
    guard gathered == 80 else { return }
    var lane = 0
    while lane < 8 {
      let middle = medianOfFirst(lane, around: 0)
      let spread = 1.4826 * medianOfFirst(lane, around: middle)
      mu[lane] = middle > floor[lane] ? middle : floor[lane]
      s[lane] = soundSpread(spread, lane)
      lane &+= 1
    }
    firstLevel = mu
    calmTicks = SIMD8(repeating: 0)
    quietSeconds = SIMD8(repeating: 0)
    secondSum = SIMD8(repeating: 0)
    secondTicks = 0
    isKnown = true
  }

  /// Median of |level - centre| over the first ticks of a lane, by insertion sort.
  @_noLocks @_noAllocation
  private func medianOfFirst(_ lane: Int, around centre: Float) -> Float {
    var sorted = InlineArray<80, Float>(repeating: 0)
    var count = 0
    while count < 80 {
      let value = (first[count][lane] - centre).magnitude
      var place = count
      while place > 0, sorted[place &- 1] > value {
        sorted[place] = sorted[place &- 1]
        place &-= 1
      }
      sorted[place] = value
      count &+= 1
    }
    return 0.5 * (sorted[39] + sorted[40])
  }

  @_noLocks @_noAllocation
  private mutating func follow(_ level: SIMD8<Float>, isStill: Bool, ignored: UInt8) {
    // 1 - 2^(-0.05 s / 30 s).
    let share: Float = 0.001155
    secondSum += level
    secondTicks &+= 1
    let isSecond = secondTicks == 20
    var lane = 0
    while lane < 8 {
      if ignored & (1 << UInt8(truncatingIfNeeded: lane)) != 0 {
        calmTicks[lane] = 0
        quietSeconds[lane] = 0
      } else {
        calmTicks[lane] = level[lane] < 3 * mu[lane] ? calmTicks[lane] &+ 1 : 0
        if isStill, calmTicks[lane] > 20 { learn(level[lane], lane, share) }
        if isSecond { fall(secondSum[lane] / 20, lane) }
      }
      lane &+= 1
    }
    if isSecond {
      secondSum = SIMD8(repeating: 0)
      secondTicks = 0
    }
  }

  @_noLocks @_noAllocation
  private mutating func learn(_ level: Float, _ lane: Int, _ share: Float) {
    let deviation = (level - mu[lane]).magnitude
    var next = mu[lane] + share * (level - mu[lane])
    let cap = 2 * firstLevel[lane]
    let bit = UInt8(1) << UInt8(truncatingIfNeeded: lane)
    if next > cap {
      next = cap
      raised |= bit
    } else if next < 0.9 * cap {
      raised &= ~bit
    }
    mu[lane] = next > floor[lane] ? next : floor[lane]
    // The mean absolute deviation of a normal value is 0.798 of its standard deviation.
    s[lane] = soundSpread(s[lane] + share * (1.2533 * deviation - s[lane]), lane)
  }

  @_noLocks @_noAllocation
  private mutating func fall(_ mean: Float, _ lane: Int) {
    guard mean < 0.7 * mu[lane], mu[lane] > floor[lane] else {
      quietSeconds[lane] = 0
      return
    }
    quietSeconds[lane] &+= 1
    guard quietSeconds[lane] >= 2 else { return }
    let share = mean / mu[lane]
    mu[lane] = mean > floor[lane] ? mean : floor[lane]
    s[lane] = soundSpread(s[lane] * share, lane)
    if mu[lane] < firstLevel[lane] { firstLevel[lane] = mu[lane] }
  }

  /// No envelope of random EMG is steadier than a twentieth of its level (science 1.4).
  @_noLocks @_noAllocation
  private func soundSpread(_ spread: Float, _ lane: Int) -> Float {
    let least = 0.05 * mu[lane]
    return spread > least ? spread : least
  }
}
