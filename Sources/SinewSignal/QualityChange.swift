/// How far the signal of a channel can be trusted, best first.
package enum SignalQuality: UInt8, BitwiseCopyable, Sendable {
  case good
  case fair
  case poor
  case off
}

/// Why a channel is not good (science 1.6).
package struct QualityFlags: OptionSet, BitwiseCopyable, Sendable {
  package let rawValue: UInt8

  @inlinable @_noLocks @_noAllocation
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let clip = QualityFlags(rawValue: 1 << 0)
  package static let flat = QualityFlags(rawValue: 1 << 1)
  package static let mains = QualityFlags(rawValue: 1 << 2)
  package static let noise = QualityFlags(rawValue: 1 << 3)
  package static let snr = QualityFlags(rawValue: 1 << 4)
  package static let motion = QualityFlags(rawValue: 1 << 5)
  package static let drop = QualityFlags(rawValue: 1 << 6)
}

/// The quality of a channel changed.
package struct QualityChange: BitwiseCopyable, Sendable {
  package var station: UInt16
  package var slot: UInt8
  package var quality: SignalQuality
  package var flags: QualityFlags
  /// Active level over rest level, dB; not-a-number before the first burst.
  package var snrDB: Float
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(
    station: UInt16, slot: UInt8, quality: SignalQuality, flags: QualityFlags, snrDB: Float,
    signalTime: MonotonicTime, decidedTime: MonotonicTime
  ) {
    self.station = station
    self.slot = slot
    self.quality = quality
    self.flags = flags
    self.snrDB = snrDB
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}
