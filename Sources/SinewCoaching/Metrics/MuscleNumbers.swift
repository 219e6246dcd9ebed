package import SinewSignal

/// What one muscle did in one repetition, in one direction each.
package struct MuscleNumbers: Sendable, Hashable {
  /// The channel and the muscle it lies on.
  package let slot: MuscleSlot
  /// The levels are fractions of the slot's reference; else they are in its unit.
  package let isNormalised: Bool
  /// RMS over the first direction of the repetition.
  package let out: Double
  /// RMS over the second direction.
  package let back: Double
  /// Highest 250 ms.
  package let peak: Double
  /// Median frequency in the middle of the concentric phase, Hz; nil where it can't be told.
  package let medianHz: Double?
  /// How far the signal can be trusted.
  package let quality: SignalQuality
  /// What its envelope tells about the inside of the repetition; nil where the levels are missing.
  package var envelope: EnvelopeNumbers?
  /// What the target muscle does in the first direction, as the repetition says.
  private let firstPhase: MovementPhase

  /// nil when the repetition carries no finite numbers for the slot.
  init?(_ slot: MuscleSlot, in repetition: Repetition, quality: SignalQuality) {
    guard slot.slot >= 0, slot.slot < MuscleSlots.perStation,
      repetition.slots & (1 << UInt16(slot.slot)) != 0
    else { return nil }
    let scale = slot.reference?.value ?? 1
    out = Double(repetition.outRMS[slot.slot]) / scale
    back = Double(repetition.backRMS[slot.slot]) / scale
    peak = Double(repetition.peakRMS[slot.slot]) / scale
    guard out.isFinite, back.isFinite, peak.isFinite else { return nil }
    let median = Double(repetition.medianHz[slot.slot])
    medianHz = median.isFinite && median > 0 ? median : nil
    self.slot = slot
    isNormalised = slot.reference != nil
    self.quality = quality
    firstPhase = repetition.firstPhase
  }

  /// RMS over the concentric phase; nil while nobody knows which direction is which.
  package var concentric: Double? {
    switch firstPhase {
    case .concentric: out
    case .eccentric: back
    default: nil
    }
  }

  /// RMS over the eccentric phase; nil while nobody knows which direction is which.
  package var eccentric: Double? {
    switch firstPhase {
    case .concentric: back
    case .eccentric: out
    default: nil
    }
  }

  /// The level of a phase; of a pause where the envelope is known.
  package func level(_ phase: TempoPhase) -> Double? {
    switch phase {
    case .concentric: concentric
    case .eccentric: eccentric
    case .stretched: envelope?.stretched
    case .contracted: envelope?.contracted
    }
  }
}
