/// What the engine found in the samples: values of fixed size that cross from the hot rooms to the
/// cold ones through a ring. Everything about people (names, sets, targets, cues) is added there.
package enum Finding: BitwiseCopyable, Sendable {
  case activation(ActivationTick)
  case onset(MuscleEvent)
  case offset(MuscleEvent)
  case phase(PhaseChange)
  case repetition(Repetition)
  case repetitionRevised(RepetitionRevision)
  case movementEnded(MovementEnd)
  case quality(QualityChange)
  case clock(ClockReport)
}

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
  }
}

/// A muscle began or ceased to work.
package struct MuscleEvent: BitwiseCopyable, Sendable {
  package var station: UInt16
  /// 0..<16.
  package var slot: UInt8
  /// True when this corrects the time stamp of the event published before for the same slot.
  package var isCorrection: Bool
  /// One standard deviation of `signalTime`, milliseconds.
  package var uncertaintyMs: Float
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(
    station: UInt16, slot: UInt8, isCorrection: Bool, uncertaintyMs: Float,
    signalTime: MonotonicTime, decidedTime: MonotonicTime
  ) {
    self.station = station
    self.slot = slot
    self.isCorrection = isCorrection
    self.uncertaintyMs = uncertaintyMs
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}

/// The part of a repetition, by the target muscle: it lengthens, is held stretched, shortens, is
/// held contracted. Where the exercise is unknown only `out` and `back` can be told.
package enum MovementPhase: UInt8, BitwiseCopyable, Sendable {
  case eccentric
  case stretched
  case concentric
  case contracted
  /// The first direction of an unknown movement, and the pause after it.
  case out
  case outPause
  case back
  case backPause
}

/// A phase has begun; sent live, while the repetition goes on.
package struct PhaseChange: BitwiseCopyable, Sendable {
  package var station: UInt16
  package var phase: MovementPhase
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(
    station: UInt16, phase: MovementPhase, signalTime: MonotonicTime, decidedTime: MonotonicTime
  ) {
    self.station = station
    self.phase = phase
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}

/// Which of the two measurements carried the repetition.
package enum MovementMeasure: UInt8, BitwiseCopyable, Sendable {
  /// Turn rate about the drive axis; velocities in deg/s, range in degrees.
  case rotation
  /// Vertical speed of the hand or bar; velocities in m/s, range in metres, both estimated.
  case vertical
}

/// A complete repetition: out, turn, back.
package struct Repetition: BitwiseCopyable, Sendable {
  package var station: UInt16
  /// Never used twice for a station while the daemon runs.
  package var id: UInt32
  package var start: MonotonicTime
  /// The first direction ends; the pause at the turn lies between this and `backStart`.
  package var outEnd: MonotonicTime
  package var backStart: MonotonicTime
  package var end: MonotonicTime
  package var decidedTime: MonotonicTime
  /// `.concentric` or `.eccentric` when the exercise says which comes first, else `.out`.
  package var firstPhase: MovementPhase
  package var measure: MovementMeasure
  /// Range below 80 % of the running median of the movement.
  package var isPartial: Bool
  /// Data are missing inside, or the recording cut it.
  package var isIncomplete: Bool
  /// Degrees or metres, by `measure`.
  package var range: Float
  /// Mean speed of the first and second direction: deg/s or m/s, by `measure`, positive.
  package var outSpeed: Float
  package var backSpeed: Float
  /// Slots with numbers below, bit 0 = slot 0.
  package var slots: UInt16
  /// Root mean square of the conditioned EMG over the first and second direction, and the highest
  /// 250 ms of the repetition, by slot, in the stream's unit.
  package var outRMS: InlineArray<16, Float>
  package var backRMS: InlineArray<16, Float>
  package var peakRMS: InlineArray<16, Float>

  @inlinable @_noLocks @_noAllocation
  package init(station: UInt16, id: UInt32) {
    self.station = station
    self.id = id
    start = MonotonicTime(nanoseconds: 0)
    outEnd = MonotonicTime(nanoseconds: 0)
    backStart = MonotonicTime(nanoseconds: 0)
    end = MonotonicTime(nanoseconds: 0)
    decidedTime = MonotonicTime(nanoseconds: 0)
    firstPhase = .out
    measure = .rotation
    isPartial = false
    isIncomplete = false
    range = 0
    outSpeed = 0
    backSpeed = 0
    slots = 0
    outRMS = InlineArray(repeating: 0)
    backRMS = InlineArray(repeating: 0)
    peakRMS = InlineArray(repeating: 0)
  }
}

/// A repetition published before was none, or its end has moved.
package struct RepetitionRevision: BitwiseCopyable, Sendable {
  /// Why a repetition is corrected.
  package enum Why: UInt8, BitwiseCopyable, Sendable {
    /// A short pause before the next repetition was shared between the two.
    case pauseShared
    /// It was walking, carrying or racking.
    case notALift
    /// The muscles of the exercise did not work in it.
    case unloaded
  }

  package var station: UInt16
  package var id: UInt32
  package var removed: Bool
  package var why: Why
  /// The corrected end; without meaning when `removed`.
  package var end: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(
    station: UInt16, id: UInt32, removed: Bool, why: Why, end: MonotonicTime,
    decidedTime: MonotonicTime
  ) {
    self.station = station
    self.id = id
    self.removed = removed
    self.why = why
    self.end = end
    self.decidedTime = decidedTime
  }
}

/// The rhythm of repetitions has stopped. The set may still go on (rest-pause); that is the
/// coach's decision.
package struct MovementEnd: BitwiseCopyable, Sendable {
  package var station: UInt16
  package var signalTime: MonotonicTime
  package var decidedTime: MonotonicTime

  @inlinable @_noLocks @_noAllocation
  package init(station: UInt16, signalTime: MonotonicTime, decidedTime: MonotonicTime) {
    self.station = station
    self.signalTime = signalTime
    self.decidedTime = decidedTime
  }
}

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

/// How a device's counter maps to CLOCK_MONOTONIC now. A few a minute for each stream.
package struct ClockReport: BitwiseCopyable, Sendable {
  package var device: UInt16
  package var stream: UInt8
  /// The newest counter as it came over the wire, and unwrapped since the link opened.
  package var counter: UInt32
  package var unwrapped: UInt64
  /// When that sample arrived, and when it was taken by the fit.
  package var arrival: MonotonicTime
  package var estimated: MonotonicTime
  /// Measured rate less the nominal, parts per million.
  package var skewPPM: Double
  /// Seconds from counter 0 to the clock's origin by the fit.
  package var offsetSeconds: Double
  /// Samples the counter says are missing, and the gaps they came in.
  package var lostSamples: UInt64
  package var gaps: UInt64
  /// Frames a second by the fit.
  package var rateHz: Double

  @inlinable @_noLocks @_noAllocation
  package init(device: UInt16, stream: UInt8) {
    self.device = device
    self.stream = stream
    counter = 0
    unwrapped = 0
    arrival = MonotonicTime(nanoseconds: 0)
    estimated = MonotonicTime(nanoseconds: 0)
    skewPPM = 0
    offsetSeconds = 0
    lostSamples = 0
    gaps = 0
    rateHz = 0
  }
}

extension Finding {
  /// The station it is about; nil for a clock, which belongs to a device.
  package var station: UInt16? {
    switch self {
    case .activation(let tick): tick.station
    case .onset(let event), .offset(let event): event.station
    case .phase(let change): change.station
    case .repetition(let repetition): repetition.station
    case .repetitionRevised(let revision): revision.station
    case .movementEnded(let end): end.station
    case .quality(let change): change.station
    case .clock: nil
    }
  }
}
