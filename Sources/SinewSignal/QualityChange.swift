/// How far the signal of a channel can be trusted, best first.
package enum SignalQuality: UInt8, BitwiseCopyable, Sendable {
  case good
  case fair
  case poor
  case off
}

/// Why a channel is not good (science 1.6).
package struct QualityFlags: OptionSet, BitwiseCopyable, Sendable {
  package let rawValue: UInt16

  @inlinable @_noLocks @_noAllocation
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The converter or the amplifier is at its limit.
  package static let clip = QualityFlags(rawValue: 1 << 0)
  /// Nothing moves on the channel.
  package static let flat = QualityFlags(rawValue: 1 << 1)
  /// Mains hum at rest.
  package static let mains = QualityFlags(rawValue: 1 << 2)
  /// The channel is loud at rest.
  package static let noise = QualityFlags(rawValue: 1 << 3)
  /// Work stands too little above rest.
  package static let snr = QualityFlags(rawValue: 1 << 4)
  /// Movement of cable or electrode covers the muscle.
  package static let motion = QualityFlags(rawValue: 1 << 5)
  /// Samples get lost.
  package static let drop = QualityFlags(rawValue: 1 << 6)
  /// An electrode has come off: hum and drift stand far above the muscle.
  package static let leadOff = QualityFlags(rawValue: 1 << 7)
  /// The heart is seen at rest.
  package static let ecg = QualityFlags(rawValue: 1 << 8)
  /// Another channel of the bank shows the same signal.
  package static let cross = QualityFlags(rawValue: 1 << 9)
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
