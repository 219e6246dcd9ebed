/// Whether a notch is in the chain, and which: off until two seconds of rest show hum, then frozen
/// for the session, so that calibration and sets go through the same filters (science 1.3). Listened
/// for is on: hum that comes later, or that a notch leaves, is told though the filters stay.
struct MainsNotch {
  /// The conditioner in force.
  private(set) var conditioner: EMGConditioner
  private let comb50: EMGConditioner
  private let comb60: EMGConditioner
  private var detector: MainsDetector
  private var isFrozen = false
  /// Samples until it is listened for again, and how many that are after a verdict.
  private var pause = 0
  private let pauseSamples: Int

  init(rateHz: Double) {
    conditioner = EMGConditioner(rateHz: rateHz)
    comb50 = EMGConditioner(rateHz: rateHz, mainsHz: 50)
    comb60 = EMGConditioner(rateHz: rateHz, mainsHz: 60)
    detector = MainsDetector(rateHz: rateHz)
    pauseSamples = rateHz > 0 && rateHz < 1e6 ? Int(4 * rateHz) : 4000
  }

  /// The notch has come in since it was last listened.
  private var isUntried = false

  /// Part of the power that is hum, by lane, 0...1, as found at rest; no more than 0.3 while it
  /// is not known what a new notch leaves: it takes out nearly all.
  var share: SIMD8<Float> {
    let most = SIMD8<Float>(repeating: isUntried ? 0.3 : 1)
    return detector.share.replacing(with: most, where: detector.share .> most)
  }

  @_noLocks @_noAllocation
  mutating func process(_ sample: SIMD8<Float>) -> ConditionedSample {
    conditioner.process(sample)
  }

  /// Listens to the conditioned signal; true when two seconds have told the share of hum.
  ///
  /// - Parameters:
  ///   - isSteady: no muscle has begun or ceased to work for a while.
  ///   - isResting: none works. Only rest decides about the notch; a long burst can be hum itself.
  @_noLocks @_noAllocation
  mutating func listen(_ signal: SIMD8<Float>, isSteady: Bool, isResting: Bool) -> Bool {
    if pause > 0 {
      pause &-= 1
      return false
    }
    guard isSteady else {
      detector.beginAgain()
      return false
    }
    guard detector.add(signal) else { return false }
    pause = pauseSamples
    isUntried = false
    if isFrozen || !isResting { return true }
    isFrozen = true
    if let hz = detector.mainsHz {
      conditioner = hz < 55 ? comb50 : comb60
      isUntried = true
    }
    return true
  }
}
