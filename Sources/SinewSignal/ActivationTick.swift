/// EMG slots a station can have: two banks of eight.
package enum MuscleSlots {
  package static let perBank = 8
  package static let perStation = 16
}

/// The levels of one bank of EMG channels at one instant.
package struct ActivationTick: BitwiseCopyable, Sendable {
  /// The station's index in the engine's plan.
  package var station: UInt16
  /// 0 or 1: slots 0..<8 or 8..<16 of the station.
  package var bank: UInt8
  /// Lanes of the bank that carry a channel, bit 0 = lane 0.
  package var lanes: UInt8
  /// Lanes in functional activity (science: active above 10 % of reference or rest + 5 s).
  package var active: UInt8
  /// The device counter of the newest sample in it, as it came over the wire.
  package var sample: UInt32
  /// When the levels were true in the body: sample time less the envelope's delay.
  package var signalTime: MonotonicTime
  /// The time of the newest sample used.
  package var decidedTime: MonotonicTime
  /// Envelope by lane, in the stream's unit (uV or counts); 0 in unused lanes.
  package var levels: InlineArray<8, Float>
  /// `SignalQuality.rawValue` by lane.
  package var quality: InlineArray<8, UInt8>
  /// Root mean square of the last 500 ms by lane, in the stream's unit: what references are made of
  /// (science 1.4, 1.8). Means nothing without `hasEffort`.
  package var effort: InlineArray<8, Float>
  /// `effort` was worked out for this tick, at most every 50 ms, and no sample is missing in it.
  package var hasEffort: Bool

  @inlinable @_noLocks @_noAllocation
  package init(station: UInt16, bank: UInt8, lanes: UInt8) {
    self.station = station
    self.bank = bank
    self.lanes = lanes
    active = 0
    sample = 0
    signalTime = MonotonicTime(nanoseconds: 0)
    decidedTime = MonotonicTime(nanoseconds: 0)
    levels = InlineArray(repeating: 0)
    quality = InlineArray(repeating: 0)
    effort = InlineArray(repeating: 0)
    hasEffort = false
  }
}
