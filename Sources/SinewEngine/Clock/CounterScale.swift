internal import SinewSignal

/// What the counter of a stream means in seconds and in samples.
struct CounterScale: BitwiseCopyable, Sendable {
  /// The counter returns to zero after this many steps; 2^32 where it never does in practice.
  let modulus: Int64
  /// Nominal seconds a step; 0 until measured.
  var secondsPerStep: Double
  /// Counter steps from one sample to the next; 0 until measured.
  var stepsPerSample: Double
  /// The nominal values above came from the profile.
  let isNominal: Bool
  /// Losses show in the counter.
  let showsLosses: Bool
  /// Arrival times are sample times, and the counter is not looked at.
  let isExact: Bool
  /// Ticks without a nominal rate: how many make a sample is learned from the stream.
  private let learnsDistance: Bool

  init(_ kind: CounterKind, rateHz: Double?) {
    let rate = rateHz.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    switch kind {
    case .samples(let modulus) where modulus > 1:
      self.modulus = Int64(modulus)
      showsLosses = true
      isExact = false
      secondsPerStep = rate.map { 1 / $0 } ?? 0
      stepsPerSample = 1
      learnsDistance = false
      isNominal = rate != nil
    case .ticks(let hertz, let bits) where hertz.isFinite && hertz > 0:
      modulus = 1 << Int64(min(max(bits, 8), 32))
      showsLosses = true
      isExact = false
      secondsPerStep = 1 / hertz
      stepsPerSample = rate.map { hertz / $0 } ?? 0
      learnsDistance = rate == nil
      isNominal = true
    case .samples, .ticks, .none, .arrivalIsExact:
      modulus = 1 << 32
      showsLosses = false
      isExact = kind == .arrivalIsExact
      secondsPerStep = rate.map { 1 / $0 } ?? 0
      stepsPerSample = 1
      learnsDistance = false
      isNominal = rate != nil
    }
  }

  /// Samples missing before a sample that came `steps` after the one before.
  @_noLocks @_noAllocation
  mutating func samplesLost(in steps: Int64) -> UInt32 {
    guard showsLosses, steps > 0 else { return 0 }
    let distance = Double(steps)
    guard stepsPerSample > 0 else {
      stepsPerSample = distance
      return 0
    }
    if learnsDistance { followMedian(distance) }
    let lost = distance / stepsPerSample - 0.5
    guard lost >= 1 else { return 0 }
    return lost < 4.0e9 ? UInt32(lost) : .max
  }

  /// Creeps to the median, which lost samples do not move.
  @_noLocks @_noAllocation
  private mutating func followMedian(_ distance: Double) {
    let step = stepsPerSample / 64
    if distance > stepsPerSample + step {
      stepsPerSample += step
    } else if distance < stepsPerSample - step {
      stepsPerSample -= step
    } else {
      stepsPerSample += (distance - stepsPerSample) / 64
    }
  }
}
