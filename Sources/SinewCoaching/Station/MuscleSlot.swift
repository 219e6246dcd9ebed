package import SinewFeedback
package import SinewSignal

/// One EMG channel of a station: the muscle it lies on and what its levels mean.
package struct MuscleSlot: Sendable, Hashable {
  /// 0..<16, as in `Finding`.
  package let slot: Int
  /// Catalogue id.
  package let muscle: String
  /// nil where the body has one, or nobody said.
  package let side: Side?
  /// What the muscle is to the exercise.
  package let role: SetMuscle.Role
  /// nil: levels stay in `unit`.
  package let reference: ActivationReference?
  /// Of the stream: microvolts or counts.
  package let unit: SignalUnit
  /// The fractions of the reference to stay between; nil without a prescription.
  package let band: ClosedRange<Double>?
  /// Of the stream; nil where nobody said.
  package let sampleRateHz: Double?
  /// The name of the sensor: both sides of a body are compared only on one and the same. nil where
  /// nobody said.
  package let device: String?
  /// What stands between skin and number: sensor, channel, rate, gain. A reference holds for one
  /// and the same alone (science 1.1). nil where nobody said.
  package let chain: String?

  package init(
    slot: Int, muscle: String, side: Side? = nil, role: SetMuscle.Role,
    reference: ActivationReference? = nil, unit: SignalUnit = .microvolts,
    band: ClosedRange<Double>? = nil, sampleRateHz: Double? = nil, device: String? = nil,
    chain: String? = nil
  ) {
    self.slot = slot
    self.muscle = muscle
    self.side = side
    self.role = role
    self.reference = reference
    self.unit = unit
    self.band = band
    self.sampleRateHz = sampleRateHz
    self.device = device
    self.chain = chain
  }

  /// The same channel with another 100 %.
  package func measured(
    by reference: ActivationReference?, band: ClosedRange<Double>?
  ) -> MuscleSlot {
    MuscleSlot(
      slot: slot, muscle: muscle, side: side, role: role, reference: reference, unit: unit,
      band: band, sampleRateHz: sampleRateHz, device: device, chain: chain)
  }

  /// With the band that a phase of the programme asks of a target; as it is where it has a band.
  func inBand(of phase: ProgrammePhase) -> MuscleSlot {
    guard band == nil, role == .target, let reference else { return self }
    return MuscleSlot(
      slot: slot, muscle: muscle, side: side, role: role, reference: reference, unit: unit,
      band: phase.band(reference.kind), sampleRateHz: sampleRateHz, device: device)
  }
}
