/// A muscle's activity began or ended, or the time of the last such event was found more exactly.
package struct ActivationEvent: BitwiseCopyable, Sendable {
  /// What happened.
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    /// The muscle began to work.
    case onset
    /// The muscle ceased to work.
    case offset
    /// A better time for the last `onset`, which stays valid otherwise.
    case onsetCorrected
    /// A better time for the last `offset`, which stays valid otherwise.
    case offsetCorrected
  }

  /// What happened.
  package var kind: Kind
  /// Seconds from the newest sample the detector was given to the change; negative.
  package var signalTimeOffset: Double
  /// One standard deviation of the time, milliseconds: the largest of the posterior's, 5 ms and
  /// 1.5 sample periods. Samples of real EMG depend on each other, so the true error is larger: the
  /// caller publishes no less than 30 ms for a real muscle (science 2.1).
  package var uncertaintyMs: Float

  /// An event with the values above.
  @_noLocks @_noAllocation
  package init(kind: Kind, signalTimeOffset: Double, uncertaintyMs: Float) {
    self.kind = kind
    self.signalTimeOffset = signalTimeOffset
    self.uncertaintyMs = uncertaintyMs
  }
}
