/// Whether a muscle works as far as training is concerned, by lane: not the first twitch but a
/// level worth counting (science 2.3, step 5).
///
/// With a reference a lane becomes active above the higher of 10 % of it and rest + 5 s, and ceases
/// below 60 % of that; without one above mu + 5 s and below mu + 2.5 s.
package struct FunctionalActivity: BitwiseCopyable, Sendable {
  /// Level and spread at rest.
  package private(set) var baseline: EnvelopeBaseline
  /// Active lanes, bit 0 = lane 0; none until the baseline is known.
  package private(set) var active: UInt8 = 0

  private var reference = SIMD8<Float>(repeating: 0)
  private var onLevel = SIMD8<Float>(repeating: .infinity)
  private var offLevel = SIMD8<Float>(repeating: .infinity)

  /// - Parameters:
  ///   - rateHz: envelope samples a second.
  ///   - floor: the least envelope the converter can show, about one step of it.
  package init(rateHz: Double, floor: SIMD8<Float> = SIMD8(repeating: 0)) {
    baseline = EnvelopeBaseline(rateHz: rateHz, floor: floor)
  }

  /// The 100 % of a lane in the envelope's unit; 0 where there is none.
  @_noLocks @_noAllocation
  package mutating func setReference(lane: Int, _ level: Float) {
    guard lane >= 0, lane < 8 else { return }
    reference[lane] = level > 0 && level < .infinity ? level : 0
    if baseline.isKnown { setLevels() }
  }

  /// Takes the rest anew from the next four seconds.
  @_noLocks @_noAllocation
  package mutating func beginAgain() {
    baseline.beginAgain()
    active = 0
    onLevel = SIMD8(repeating: .infinity)
    offLevel = SIMD8(repeating: .infinity)
  }

  /// Takes one envelope sample and gives the active lanes.
  ///
  /// - Parameters:
  ///   - isStill: the body is still and no set runs, so what is quiet may be learned as rest.
  ///   - ignored: lanes without contact, bit 0 = lane 0: never active, nothing learned.
  @_noLocks @_noAllocation
  package mutating func update(
    _ envelope: SIMD8<Float>, isStill: Bool, ignored: UInt8
  ) -> UInt8 {
    if baseline.update(envelope, isStill: isStill, ignored: ignored) { setLevels() }
    guard baseline.isKnown else { return 0 }
    var now = active
    var lane = 0
    while lane < 8 {
      let bit = UInt8(1) << UInt8(truncatingIfNeeded: lane)
      if envelope[lane] > onLevel[lane] {
        now |= bit
      } else if !(envelope[lane] >= offLevel[lane]) {
        now &= ~bit
      }
      lane &+= 1
    }
    active = now & ~ignored
    return active
  }

  /// The level above which a lane becomes active; infinite until the baseline is known.
  @_noLocks @_noAllocation
  package func activeAbove(lane: Int) -> Float {
    lane >= 0 && lane < 8 ? onLevel[lane] : .infinity
  }

  @_noLocks @_noAllocation
  private mutating func setLevels() {
    let (mu, s) = (baseline.mu, baseline.s)
    var lane = 0
    while lane < 8 {
      let rest = mu[lane] + 5 * s[lane]
      if reference[lane] > 0 {
        let share = 0.1 * reference[lane]
        onLevel[lane] = share > rest ? share : rest
        offLevel[lane] = 0.6 * onLevel[lane]
      } else {
        onLevel[lane] = rest
        offLevel[lane] = mu[lane] + 2.5 * s[lane]
      }
      lane &+= 1
    }
  }
}
