package import SinewFeedback

/// What 100 % is for one muscle of one athlete, as a calibration found it.
package struct StoredReference: Sendable, Equatable {
  package var athlete: String
  package var muscle: String
  package var side: Side?
  /// Which sensor family, channel settings and site it was measured with: a level of another chain
  /// is not comparable. Any text that is the same when the chain is.
  package var chain: String
  /// `mvc`, `refset` or `taskmax`.
  package var kind: Reference
  /// The level that is 100 %, in `unit`; finite and above 0.
  package var value: Double
  /// `uV` or `counts`.
  package var unit: String
  /// Where the electrodes sat, when it was said.
  package var site: String?
  /// Seconds of UTC since 1970.
  package var measured: Double

  package init(
    athlete: String, muscle: String, side: Side?, chain: String, kind: Reference, value: Double,
    unit: String, site: String? = nil, measured: Double
  ) {
    self.athlete = athlete
    self.muscle = muscle
    self.side = side
    self.chain = chain
    self.kind = kind
    self.value = value
    self.unit = unit
    self.site = site
    self.measured = measured
  }
}
