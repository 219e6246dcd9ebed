internal import SinewSignal

/// What one channel of an athlete's visit has shown of its own 100 %.
struct ChannelReferences: Sendable {
  /// A level and when it was measured.
  struct Measured: Sendable, Hashable {
    var value: Double
    var time: MonotonicTime
  }

  /// A reference holds for so long (science 1.8), seconds.
  static let lifetime = 6.0 * 3600
  /// Electrodes that had no contact for longer were put on anew, seconds. Ours: a wobbling cable
  /// is back sooner.
  static let longestOff = 30.0
  /// The window of the levels, seconds: so long after a fault there is some of it in them.
  static let window = 0.5

  /// The channel as the configuration has it.
  var slot: MuscleSlot
  var meter: ContractionMeter
  /// Guided or stored.
  var mvc: Measured?
  /// Measured hardest of calibration and warm-up.
  var taskmax: Measured?
  /// Median of the reference set by exercise.
  var usual: [String: Measured] = [:]
  /// Exercises whose warm-up is over.
  var warm: Set<String> = []
  /// What is in force now.
  var inForce: ActivationReference?
  /// From here on levels are free of what was wrong.
  private(set) var cleanFrom: MonotonicTime?
  private(set) var isClean = true
  private var offSince: MonotonicTime?

  init(_ slot: MuscleSlot) {
    self.slot = slot
    meter = ContractionMeter(isEnvelope: slot.sampleRateHz == nil)
  }

  /// A reference holds for one muscle behind one chain of sensor, electrodes and filters.
  func isSame(as other: MuscleSlot) -> Bool {
    slot.muscle == other.muscle && slot.side == other.side && slot.chain == other.chain
      && slot.device == other.device && slot.sampleRateHz == other.sampleRateHz
      && slot.unit == other.unit
  }

  /// Takes a level. Returns whether a contraction counted.
  mutating func take(
    _ level: Double, quality: SignalQuality, counts: Bool, at time: MonotonicTime
  ) -> Bool {
    guard isClean, quality == .good || quality == .fair else {
      meter.spoil()
      return false
    }
    if let cleanFrom, time.seconds(since: cleanFrom) < Self.window { return false }
    guard meter.take(level, counts: counts) else { return false }
    noteHardest(at: time)
    return true
  }

  /// A repetition is over. Returns whether a contraction counted.
  mutating func close(counts: Bool, at time: MonotonicTime) -> Bool {
    guard meter.close(counts: counts) else { return false }
    noteHardest(at: time)
    return true
  }

  /// Takes what the engine says of the contact. Returns whether the references were lost by it.
  mutating func note(_ change: QualityChange) -> Bool {
    let isOff = change.quality == .off
    let spoils: QualityFlags = [.clip, .flat, .motion, .drop]
    let wasClean = isClean
    isClean = !isOff && change.quality != .poor && change.flags.isDisjoint(with: spoils)
    if !isClean { meter.spoil() }
    if isClean, !wasClean { cleanFrom = change.decidedTime }
    guard !isOff else {
      offSince = offSince ?? change.decidedTime
      return false
    }
    defer { offSince = nil }
    guard let offSince, change.decidedTime.seconds(since: offSince) > Self.longestOff else {
      return false
    }
    forget()
    return true
  }

  /// Whether the signal has been clean since an instant.
  func isClean(since time: MonotonicTime) -> Bool {
    isClean && (cleanFrom.map { $0 < time } ?? true)
  }

  /// Everything measured is void; what is in force stays until the next boundary.
  mutating func forget() {
    meter = ContractionMeter(isEnvelope: slot.sampleRateHz == nil)
    (mvc, taskmax, usual, warm) = (nil, nil, [:], [])
  }

  /// Drops what is too old.
  mutating func expire(at now: MonotonicTime) {
    func isOld(_ measured: Measured?) -> Bool {
      measured.map { now.seconds(since: $0.time) > Self.lifetime } ?? false
    }
    if isOld(mvc) { mvc = nil }
    if isOld(taskmax) {
      taskmax = nil
      meter = ContractionMeter(isEnvelope: slot.sampleRateHz == nil)
      warm = []
    }
    usual = usual.filter { !isOld($0.value) }
  }

  /// What should be in force in an exercise (science 1.8): a maximum, which the hardest warm-up
  /// repairs; else the usual of this exercise; else the hardest so far.
  func due(in exercise: String) -> ActivationReference? {
    let isRaw = slot.sampleRateHz != nil
    if let mvc {
      return ActivationReference(
        kind: .mvc, value: max(mvc.value, taskmax?.value ?? 0), isRootMeanSquare: isRaw)
    }
    if let configured = slot.reference { return configured }
    if let usual = usual[exercise] {
      return ActivationReference(kind: .refset, value: usual.value, isRootMeanSquare: isRaw)
    }
    return taskmax.flatMap {
      ActivationReference(kind: .taskmax, value: $0.value, isRootMeanSquare: isRaw)
    }
  }

  /// When the oldest measurement expires.
  var expiry: MonotonicTime? {
    let times = [mvc?.time, taskmax?.time].compactMap(\.self) + usual.values.map(\.time)
    return times.min()?.advanced(bySeconds: Self.lifetime)
  }

  private mutating func noteHardest(at time: MonotonicTime) {
    guard let hardest = meter.settled, hardest > taskmax?.value ?? 0 else { return }
    taskmax = Measured(value: hardest, time: time)
  }
}
