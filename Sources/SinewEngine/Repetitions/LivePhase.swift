internal import SinewSignal

/// Tells direction and pause while the repetition goes on, tick by tick and without looking ahead.
struct LivePhase {
  struct Change {
    var phase: MovementPhase
    /// Seconds since the detector's first sample.
    var time: Double

    @_noLocks @_noAllocation
    init(_ phase: MovementPhase, _ time: Double) {
      self.phase = phase
      self.time = time
    }
  }

  /// Still for this long is a pause, s.
  private static var shortestPause: Double {
    @_noLocks @_noAllocation
    get { 0.25 }
  }
  /// A direction begins above `moving` and ends below `still`, parts of the usual peak; the band
  /// between keeps a trembling hand from switching to and fro.
  private static var moving: Double {
    @_noLocks @_noAllocation
    get { 0.16 }
  }
  private static var still: Double {
    @_noLocks @_noAllocation
    get { 0.12 }
  }

  private var phase = MovementPhase.backPause
  private var lastSpeed = 0.0
  private var lastTime = 0.0
  private var lastCrossing = -Double.infinity
  private var stillSince = Double.nan

  @_noLocks @_noAllocation
  init() {}

  /// A set was recognised at `time`; its last direction has just ended.
  @_noLocks @_noAllocation
  mutating func begin(at time: Double) {
    phase = .back
    lastSpeed = 0
    lastTime = time
    lastCrossing = time
    stillSince = time
  }

  /// The next tick: speed as part of the usual peak, positive in the first direction.
  @_noLocks @_noAllocation
  mutating func process(_ speed: Double, at time: Double) -> Change? {
    if speed * lastSpeed <= 0 && speed != lastSpeed {
      lastCrossing = lastTime + (time - lastTime) * lastSpeed / (lastSpeed - speed)
    }
    // In stillness the crossings are those of the noise: take the last instant.
    if abs(speed) < 0.02 { lastCrossing = time }
    lastSpeed = speed
    lastTime = time
    if abs(speed) > Self.moving { return move(speed > 0, time) }
    guard abs(speed) < Self.still else { return nil }
    if stillSince.isNaN { stillSince = time }
    return rest(time)
  }

  @_noLocks @_noAllocation
  private mutating func move(_ isOut: Bool, _ time: Double) -> Change? {
    stillSince = .nan
    // Matched, not compared: `!=` of a raw-valued enum is generic, which the optimiser can't prove.
    if case .out = phase, isOut { return nil }
    if case .back = phase, !isOut { return nil }
    let new: MovementPhase = isOut ? .out : .back
    phase = new
    // The direction began where the speed was zero, unless it rested before.
    return Change(new, time - lastCrossing <= 0.4 ? lastCrossing : time)
  }

  @_noLocks @_noAllocation
  private mutating func rest(_ time: Double) -> Change? {
    guard time - stillSince >= Self.shortestPause else { return nil }
    switch phase {
    case .out: phase = .outPause
    case .back: phase = .backPause
    default: return nil
    }
    return Change(phase, stillSince)
  }
}
