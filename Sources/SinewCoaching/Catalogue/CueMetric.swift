/// What a cue's trigger looks at. Words of the catalogue files; units in the names.
package enum CueMetric: String, CaseIterable, Sendable, Hashable {
  /// Seconds of `phase`.
  case phaseSeconds = "phase_s"
  /// Seconds that `phase` is shorter than prescribed.
  case phaseShortfallSeconds = "phase_shortfall_s"
  /// Activation of `muscle` over that of `other`, in `phase` (concentric unless said).
  case activationRatio = "activation_ratio"
  /// Activation of `muscle` in `phase` as a fraction of its reference.
  case activation
  /// Activation of `muscle` over the athlete's own median.
  case activationOverOwn = "activation_over_own"
  /// `activation_ratio` over the athlete's own median ratio for this exercise.
  case ratioOverOwn = "ratio_over_own"
  /// Share of `muscle` less the set's baseline, in points of a hundred.
  case shareChangePoints = "share_change_points"
  /// Level at the end of the concentric phase over the repetition's peak (science 4.6).
  case peakIndex = "peak_index"
  /// Range of motion over the calibrated range.
  case rangeRatio = "range_ratio"
  /// Degrees that the segment at `place` turns during the repetition.
  case segmentDegrees = "segment_deg"
  /// Seconds that the segment at `place` starts before that at `other_place`.
  case segmentLeadSeconds = "segment_lead_s"
  /// Degrees that the segment at `place` turns before that at `other_place` starts.
  case segmentLeadDegrees = "segment_lead_deg"
  /// Milliseconds that `muscle` begins before `other`.
  case onsetLeadMs = "onset_lead_ms"
  /// Milliseconds that `muscle` begins later than in the athlete's own template.
  case onsetDelayMs = "onset_delay_ms"
  /// Highest activation of `muscle` before the concentric phase, as a fraction of its reference.
  case burstBeforeConcentric = "burst_before_concentric"
  /// Size of the difference between left and right, percent (science 4.3).
  case symmetryPercent = "symmetry_percent"
  /// Seconds outside the band of a hold.
  case outOfBandSeconds = "out_of_band_s"
}

extension CueMetric {
  /// What the engine would have to tell for the metric to be measured; nil where it is measured.
  package var missing: String? {
    switch self {
    case .segmentDegrees, .segmentLeadSeconds, .segmentLeadDegrees:
      "no finding carries the angle of a second motion sensor"
    case .outOfBandSeconds: "no finding tells that a limb is held still outside a repetition"
    case .symmetryPercent: "sides are judged set by set, never on a repetition"
    default: nil
    }
  }

  /// Measured only against what earlier sessions or sets of the same athlete showed.
  package var needsOwnHistory: Bool {
    switch self {
    case .activationOverOwn, .ratioOverOwn, .onsetDelayMs: true
    default: false
    }
  }
}
