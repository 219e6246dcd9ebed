/// Whether a notch is in the chain, and which: off until two seconds of rest show hum, then frozen
/// for the session, so that calibration and sets go through the same filters (science 1.3).
struct MainsNotch {
  /// The conditioner in force.
  private(set) var conditioner: EMGConditioner
  private let comb50: EMGConditioner
  private let comb60: EMGConditioner
  private var detector: MainsDetector
  /// Rest has told; nothing is listened for any more.
  private(set) var isFrozen = false

  init(rateHz: Double) {
    conditioner = EMGConditioner(rateHz: rateHz)
    comb50 = EMGConditioner(rateHz: rateHz, mainsHz: 50)
    comb60 = EMGConditioner(rateHz: rateHz, mainsHz: 60)
    detector = MainsDetector(rateHz: rateHz)
  }

  /// Part of the power that is hum, by lane, 0...1, as found at rest.
  var share: SIMD8<Float> { detector.share }

  @_noLocks @_noAllocation
  mutating func process(_ sample: SIMD8<Float>) -> ConditionedSample {
    conditioner.process(sample)
  }

  /// Listens to the conditioned signal until two seconds of rest have told; true when they just
  /// have.
  ///
  /// - Parameter isResting: no muscle of the bank works.
  @_noLocks @_noAllocation
  mutating func listen(_ signal: SIMD8<Float>, isResting: Bool) -> Bool {
    if isFrozen { return false }
    guard isResting else {
      detector.beginAgain()
      return false
    }
    guard detector.add(signal) else { return false }
    isFrozen = true
    if let hz = detector.mainsHz { conditioner = hz < 55 ? comb50 : comb60 }
    return true
  }
}
