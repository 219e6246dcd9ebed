/// What the spectrum of eight lanes says about fatigue; 0 in lanes without power.
package struct SpectrumReading: BitwiseCopyable, Sendable, Equatable {
  /// Half the power lies below it, Hz.
  package var medianHz = SIMD8<Float>(repeating: 0)
  /// Mean frequency weighted by power, Hz.
  package var meanHz = SIMD8<Float>(repeating: 0)
  /// Spectral moments of order -1 over order 5 (Dimitrov et al. 2006, FInsm5), frequencies in Hz.
  /// The band decides its size: only ratios within one chain of filters mean anything.
  package var dimitrov = SIMD8<Float>(repeating: 0)

  @_noLocks @_noAllocation
  init() {}
}
