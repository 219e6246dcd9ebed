/// One sample behind the filters, by lane, in the unit of the input.
package struct ConditionedSample: BitwiseCopyable, Sendable {
  /// Band-passed EMG.
  package var signal: SIMD8<Float>
  /// Rectified and smoothed EMG, `EMGConditioner.envelopeDelaySeconds` late.
  package var envelope: SIMD8<Float>

  @_noLocks @_noAllocation
  init(signal: SIMD8<Float>, envelope: SIMD8<Float>) {
    self.signal = signal
    self.envelope = envelope
  }
}
