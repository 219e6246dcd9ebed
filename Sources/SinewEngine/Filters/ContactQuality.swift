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
///
/// A flag is raised at once and lowered after a second without cause.
package struct ContactQuality: BitwiseCopyable, Sendable {
  /// Lanes in use, bit 0 = lane 0.
  private let lanes: UInt8
  private let fullScale: SIMD8<Float>
  private let resolution: SIMD8<Float>
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
    self.resolution = resolution
    self.isMicrovolts = isMicrovolts
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

  /// Lanes without contact, bit 0 = lane 0.
  package var off: UInt8 {
    @_noLocks @_noAllocation
    get {
      var bits: UInt8 = 0
      var lane = 0
      while lane < 8 {
        if states[lane].isOff { bits |= 1 << UInt8(truncatingIfNeeded: lane) }
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
  ///   - isClipped: the frame's mark that some value stands at the end of the range.
  ///   - lost: samples missing before this one.
  @_noLocks @_noAllocation
  package mutating func update(_ raw: SIMD8<Float>, isClipped: Bool, lost: UInt32) -> UInt8 {
    lostNow &+= Int(lost)
    let size = BankSection.magnitude(raw)
    low = low.replacing(with: raw, where: raw .< low)
    high = high.replacing(with: raw, where: raw .> high)
    largest = largest.replacing(with: size, where: size .> largest)
    noteClipping(size, isMarked: isClipped)
    samples &+= 1
    return samples >= samplesPerLook ? judge() : 0
  }

  @_noLocks @_noAllocation
  private mutating func noteClipping(_ size: SIMD8<Float>, isMarked: Bool) {
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

  @_noLocks @_noAllocation
  private mutating func judge() -> UInt8 {
    clipped[look % 5] = clippedNow
    lost[look % 25] = lostNow
    look = (look &+ 1) % 25
    let isDropping = dropShare() > 0.02
    var changed: UInt8 = 0
    var lane = 0
    while lane < 8 {
      let bit = UInt8(1) << UInt8(truncatingIfNeeded: lane)
      if lanes & bit != 0, states[lane].update(causes(lane, isDropping: isDropping)) {
        changed |= bit
      }
      lane &+= 1
    }
    samples = 0
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
    var causes: UInt16 = 0
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
