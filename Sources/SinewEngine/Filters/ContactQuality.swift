package import SinewSignal

/// How far each of eight raw channels can be trusted, looked at five times a second (science 1.6).
///
/// | flag | rule |
/// |---|---|
/// | `clip` | 3 samples in a row at 99 % of full scale, or more than 0.5 % of the last second |
/// | `flat` | spread below 2 converter steps for 200 ms |
/// | `drop` | more than 2 % of 5 s missing |
/// | `noise` | rest above 5 uV rms: fair; above 15, and work under 20 dB over it: poor; uV only |
/// | `snr` | work less than 20 dB over rest: fair, less than 10: poor |
/// | `mains` | hum above 0.2 of the power at rest: fair, above 0.5: poor |
/// | `lead_off` | drift below 20 Hz over 10 x the power in band and 20 x rest for 0.6 s while the body is still; or rest loud as 5 rests, and 0.8 of it hum |
/// | `motion` | a jump of the mean over 20 ms by 8 x the signal and 20 x rest; or drift above the power in band and 5 x rest in a jerk or a set |
/// | `ecg` | spikes at a regular 0.7-3 Hz between bursts |
/// | `cross` | a correlation above 0.7 within 4 ms with another lane while both work |
///
/// `lead_off` says more than science 1.6 asks for, because dry electrodes drift by ten times the
/// quiet signal without having come off.
///
/// A flag is raised at once and lowered after a second without cause.
package struct ContactQuality: BitwiseCopyable, Sendable {
  /// Lanes in use, bit 0 = lane 0.
  private let lanes: UInt8
  private let fullScale: SIMD8<Float>
  private let resolution: SIMD8<Float>
  /// Some lane's full scale is known.
  private let knowsScale: Bool
  private let isMicrovolts: Bool
  private let samplesPerLook: Int
  private var states = InlineArray<8, ContactState>(repeating: ContactState())

  private var samples = 0
  private var low = SIMD8<Float>(repeating: .infinity)
  private var high = SIMD8<Float>(repeating: -.infinity)
  private var largest = SIMD8<Float>(repeating: 0)
  private var clippedRun = SIMD8<Int32>(repeating: 0)
  private var clippedNow = SIMD8<Int32>(repeating: 0)
  private var longestRun = SIMD8<Int32>(repeating: 0)
  /// Clipped samples of the last five looks, lost samples of the last 25.
  private var clipped = InlineArray<5, SIMD8<Int32>>(repeating: SIMD8(repeating: 0))
  private var lost = InlineArray<25, Int>(repeating: 0)
  private var look = 0
  private var lostNow = 0

  private var slow: SlowSignal
  private var shared: SharedSignal
  private var hearts = InlineArray<8, Heartbeat>(repeating: Heartbeat())
  /// Of the band-passed signal: sum of squares in the look, highest magnitude in 20 ms, root mean
  /// square of the look before.
  private var inBand = SIMD8<Float>(repeating: 0)
  private var highestInBand = SIMD8<Float>(repeating: 0)
  private var lastLevel = SIMD8<Float>(repeating: .infinity)
  private var level = SIMD8<Float>(repeating: 0)
  private var driftLooks = SIMD8<Int32>(repeating: 0)
  private var alike: UInt8 = 0
  private var isShaken = false
  /// The last finite sample of each lane.
  private var sound = SIMD8<Float>(repeating: 0)

  private var rest = SIMD8<Float>(repeating: 0)
  private var work = SIMD8<Float>(repeating: 0)
  private var hum = SIMD8<Float>(repeating: 0)

  /// - Parameters:
  ///   - rateHz: samples a second.
  ///   - lanes: lanes in use, bit 0 = lane 0; the others stay `off` and are never reported.
  ///   - fullScale: largest magnitude the converter can give, by lane; 0 where not known, then the
  ///     frame's own mark is taken for the lanes at their largest value so far.
  ///   - resolution: one converter step by lane; 0 where not known.
  ///   - isMicrovolts: the noise rule has a meaning.
  package init(
    rateHz: Double, lanes: UInt8, fullScale: SIMD8<Float> = SIMD8(repeating: 0),
    resolution: SIMD8<Float> = SIMD8(repeating: 0), isMicrovolts: Bool
  ) {
    self.lanes = lanes
    self.fullScale = fullScale
    knowsScale = fullScale.max() > 0
    self.resolution = resolution
    self.isMicrovolts = isMicrovolts
    slow = SlowSignal(rateHz: rateHz.isFinite && rateHz > 1 ? min(rateHz, 1e6) : 1000)
    shared = SharedSignal(rateHz: rateHz.isFinite && rateHz > 1 ? min(rateHz, 1e6) : 1000)
    samplesPerLook = rateHz.isFinite && rateHz > 10 && rateHz < 1e6 ? Int(rateHz / 5) : 2
  }

  /// Quality of a lane; `off` for a lane not in use.
  @_noLocks @_noAllocation
  package func quality(lane: Int) -> SignalQuality {
    lane >= 0 && lane < 8 ? states[lane].quality : .off
  }

  /// Why the lane is not good.
  @_noLocks @_noAllocation
  package func flags(lane: Int) -> QualityFlags {
    lane >= 0 && lane < 8 ? states[lane].flags : QualityFlags(rawValue: 0)
  }

  /// Lanes without contact, bit 0 = lane 0. Kept, since it is asked for with every sample.
  package private(set) var off: UInt8 = 0xFF

  /// Lanes about which no burst may be told, bit 0 = lane 0.
  package var mute: UInt8 {
    @_noLocks @_noAllocation
    get {
      var bits: UInt8 = 0
      var lane = 0
      while lane < 8 {
        if states[lane].isMute { bits |= 1 << UInt8(truncatingIfNeeded: lane) }
        lane &+= 1
      }
      return bits
    }
  }

  /// Work over rest in decibels; not-a-number until both are known.
  @_noLocks @_noAllocation
  package func snrDB(lane: Int) -> Float {
    guard lane >= 0, lane < 8, rest[lane] > 0, work[lane] > 0 else { return .nan }
    return Float(20 * Mathematics.log10(Double(work[lane] / rest[lane])))
  }

  /// Root mean square at rest and at work by lane, in the signal's unit; 0 where not known. The
  /// mean of a rectified normal signal times 1.2533 is its root mean square.
  @_noLocks @_noAllocation
  package mutating func setLevels(rest: SIMD8<Float>, work: SIMD8<Float>) {
    self.rest = rest
    self.work = work
  }

  /// Share of mains hum in the power at rest, by lane, 0...1.
  @_noLocks @_noAllocation
  package mutating func setMains(share: SIMD8<Float>) { hum = share }

  /// Takes one raw sample; gives the lanes whose quality or flags have just changed.
  ///
  /// - Parameters:
  ///   - signal: the same behind the band pass.
  ///   - isClipped: the frame's mark that some value stands at the end of the range.
  ///   - lost: samples missing before this one.
  ///   - isShaken: the body jerks or moves, so that drift may come from cables.
  @_noLocks @_noAllocation
  package mutating func update(
    _ raw: SIMD8<Float>, signal: SIMD8<Float>, isClipped: Bool, lost: UInt32, isShaken shaken: Bool
  ) -> UInt8 {
    lostNow &+= Int(lost)
    if shaken { isShaken = true }
    let isSound = BankSection.magnitude(raw) .< SIMD8<Float>(repeating: 1e9)
    sound = sound.replacing(with: raw, where: isSound)
    let size = BankSection.magnitude(sound)
    low = low.replacing(with: raw, where: raw .< low)
    high = high.replacing(with: raw, where: raw .> high)
    largest = largest.replacing(with: size, where: size .> largest)
    noteClipping(size, isMarked: isClipped)
    listen(signal)
    samples &+= 1
    return samples >= samplesPerLook ? judge() : 0
  }

  /// Gathers what drift, the heart and other muscles leave.
  @_noLocks @_noAllocation
  private mutating func listen(_ signal: SIMD8<Float>) {
    inBand += signal * signal
    let height = BankSection.magnitude(signal)
    highestInBand = highestInBand.replacing(with: height, where: height .> highestInBand)
    // A fifth of the time is enough to find what lasts.
    if look % 5 == 0 { shared.add(signal) }
    guard slow.add(sound) else { return }
    var lane = 0
    while lane < 8 {
      hearts[lane].add(highestInBand[lane])
      lane &+= 1
    }
    highestInBand = SIMD8(repeating: 0)
  }

  @_noLocks @_noAllocation
  private mutating func noteClipping(_ size: SIMD8<Float>, isMarked: Bool) {
    if !isMarked && !knowsScale {
      clippedRun = SIMD8(repeating: 0)
      return
    }
    var lane = 0
    while lane < 8 {
      let isKnown = fullScale[lane] > 0
      let limit = 0.99 * (isKnown ? fullScale[lane] : largest[lane])
      if (isKnown || isMarked) && limit > 0 && size[lane] >= limit {
        clippedNow[lane] &+= 1
        clippedRun[lane] &+= 1
        if clippedRun[lane] > longestRun[lane] { longestRun[lane] = clippedRun[lane] }
      } else {
        clippedRun[lane] = 0
      }
      lane &+= 1
    }
  }

  /// Looks at drift and at other lanes.
  @_noLocks @_noAllocation
  private mutating func judgeSurroundings() {
    slow.endLook()
    let mean = inBand / SIMD8<Float>(repeating: Float(samples))
    var working: UInt8 = 0
    var lane = 0
    while lane < 8 {
      lastLevel[lane] = level[lane]
      level[lane] = Float(Mathematics.squareRoot(Double(mean[lane] > 0 ? mean[lane] : 0)))
      if rest[lane] > 0, level[lane] > 3 * rest[lane] {
        working |= 1 << UInt8(truncatingIfNeeded: lane)
      }
      let isDrifting =
        slow.power[lane] > 10 * mean[lane] && slow.power[lane] > 400 * rest[lane] * rest[lane]
      driftLooks[lane] = isDrifting && rest[lane] > 0 && !isShaken ? driftLooks[lane] &+ 1 : 0
      lane &+= 1
    }
    if look % 5 == 1 { alike = shared.judge(working: working & lanes) }
    inBand = SIMD8(repeating: 0)
  }

  @_noLocks @_noAllocation
  private func surroundings(_ lane: Int) -> UInt16 {
    var causes: UInt16 = 0
    let loud = 5 * rest[lane]
    if driftLooks[lane] >= 3 || (rest[lane] > 0 && level[lane] > loud && hum[lane] > 0.8) {
      causes |= ContactCause.leadOff
    }
    let quieter = level[lane] < lastLevel[lane] ? level[lane] : lastLevel[lane]
    // A beginning burst moves the means too, but by less than its own level.
    let isJump =
      lastLevel[lane] > 0 && slow.largestStep[lane] > 8 * quieter
      && slow.largestStep[lane] > 2 * level[lane] && slow.largestStep[lane] > 20 * rest[lane]
    let isSwing =
      isShaken && slow.power[lane] > level[lane] * level[lane] && slow.power[lane] > loud * loud
    if rest[lane] > 0, isJump || isSwing { causes |= ContactCause.motion }
    if hearts[lane].isSeen { causes |= ContactCause.ecg }
    if alike & (1 << UInt8(truncatingIfNeeded: lane)) != 0 { causes |= ContactCause.cross }
    return causes
  }

  @_noLocks @_noAllocation
  private mutating func judge() -> UInt8 {
    clipped[look % 5] = clippedNow
    lost[look % 25] = lostNow
    look = (look &+ 1) % 25
    let isDropping = dropShare() > 0.02
    judgeSurroundings()
    var changed: UInt8 = 0
    var lane = 0
    while lane < 8 {
      let bit = UInt8(1) << UInt8(truncatingIfNeeded: lane)
      if lanes & bit != 0, states[lane].update(causes(lane, isDropping: isDropping)) {
        changed |= bit
      }
      off = states[lane].isOff ? off | bit : off & ~bit
      lane &+= 1
    }
    samples = 0
    isShaken = false
    lostNow = 0
    clippedNow = SIMD8(repeating: 0)
    longestRun = SIMD8(repeating: 0)
    low = SIMD8(repeating: .infinity)
    high = SIMD8(repeating: -.infinity)
    return changed
  }

  @_noLocks @_noAllocation
  private func dropShare() -> Float {
    var missing = 0
    var index = 0
    while index < 25 {
      missing &+= lost[index]
      index &+= 1
    }
    let got = 25 &* samplesPerLook
    return Float(missing) / Float(missing &+ got)
  }

  @_noLocks @_noAllocation
  private func causes(_ lane: Int, isDropping: Bool) -> UInt16 {
    var causes = surroundings(lane)
    let spread = high[lane] - low[lane]
    // No sample at all (not-a-number throughout) leaves minus infinity.
    if !(spread >= 2 * resolution[lane]) || spread == 0 { causes |= ContactCause.flat }
    var sum: Int32 = 0
    var index = 0
    while index < 5 {
      sum &+= clipped[index][lane]
      index &+= 1
    }
    if longestRun[lane] >= 3 || Float(sum) > 0.005 * Float(5 &* samplesPerLook) {
      causes |= ContactCause.clip
    }
    if isDropping { causes |= ContactCause.drop }
    let snr = snrDB(lane: lane)
    if isMicrovolts, rest[lane] > 5 {
      // A muscle that never lets go between repetitions looks like noise at rest; it does no harm
      // as long as the work stands well above it.
      let isBad = rest[lane] > 15 && snr < 20
      causes |= isBad ? ContactCause.noiseBad : ContactCause.noiseFair
    }
    if snr < 20 { causes |= snr < 10 ? ContactCause.snrPoor : ContactCause.snrFair }
    if hum[lane] > 0.2 { causes |= hum[lane] > 0.5 ? ContactCause.humBad : ContactCause.humFair }
    return causes
  }
}
