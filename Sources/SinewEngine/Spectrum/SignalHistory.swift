internal import SinewSignal

/// The conditioned signal of the last half minute: what a repetition's spectrum is taken from when
/// its limits are known at last. Memory is allocated once, 2 bytes a sample and lane in use.
///
/// Samples are rounded to the upper 16 bits of a `Float` (8 significant bits): the noise of that
/// lies 54 dB below the signal and moves no median frequency by more than a thousandth.
@safe
struct SignalHistory: ~Copyable {
  /// Samples a second that are kept: those of the stream, decimated after the 450 Hz low pass
  /// where it has 1400 or more (science 1.2).
  let rateHz: Double

  private let decimation: Int
  /// Lanes in use, in order; the rest are -1.
  private let lanes: Int
  private var laneOfPlace = InlineArray<8, Int>(repeating: 0)
  /// One less than the samples kept, a power of two.
  private let mask: Int
  private let samples: UnsafeMutablePointer<UInt16>
  /// Time of each 16th sample.
  private let times: UnsafeMutablePointer<Int64>
  private var count = 0
  private var phase = 0

  /// Least seconds kept: three slow repetitions may pass before the first is told.
  private static var seconds: Double { 30 }

  /// - Parameters:
  ///   - rateHz: samples a second of the stream.
  ///   - lanes: lanes in use, bit 0 = lane 0.
  init(rateHz: Double, lanes bits: UInt8) {
    decimation = rateHz >= 1400 ? Int(rateHz / 900) : 1
    self.rateHz = rateHz / Double(decimation)
    var used = 0
    for lane in 0..<8 where bits & (1 << UInt8(lane)) != 0 {
      laneOfPlace[used] = lane
      used += 1
    }
    lanes = used
    var size = 1024
    while Double(size) < Self.seconds * self.rateHz { size *= 2 }
    mask = size - 1
    unsafe samples = .allocate(capacity: size * max(1, used))
    unsafe samples.initialize(repeating: 0, count: size * max(1, used))
    unsafe times = .allocate(capacity: size / 16)
    unsafe times.initialize(repeating: .min, count: size / 16)
  }

  deinit {
    unsafe samples.deallocate()
    unsafe times.deallocate()
  }

  @_noLocks @_noAllocation
  mutating func add(_ signal: SIMD8<Float>, at time: MonotonicTime) {
    phase &+= 1
    guard phase >= decimation else { return }
    phase = 0
    let slot = count & mask
    if slot & 15 == 0 { unsafe times[slot >> 4] = time.nanoseconds }
    var place = 0
    while place < lanes {
      let bits = signal[laneOfPlace[place]].bitPattern
      // Half a step added rounds; a number that large does not leave the filters.
      unsafe samples[slot &* lanes &+ place] = UInt16(truncatingIfNeeded: (bits &+ 0x8000) >> 16)
      place &+= 1
    }
    count &+= 1
  }

  /// The numbers of the first sample at or after `start` and the last before `end`; nil where
  /// they are not kept. Valid while no sample is lost between.
  @_noLocks @_noAllocation
  func range(from start: MonotonicTime, to end: MonotonicTime) -> (first: Int, last: Int)? {
    let (first, last) = (number(at: start), number(at: end) &- 1)
    guard first >= 0, first > count &- mask, last < count, last >= first else { return nil }
    return (first, last)
  }

  /// All lanes at a sample; 0 in lanes not in use.
  @inline(__always) @_noLocks @_noAllocation
  func sample(_ number: Int) -> SIMD8<Float> {
    var value = SIMD8<Float>(repeating: 0)
    let slot = (number & mask) &* lanes
    var place = 0
    while place < lanes {
      value[laneOfPlace[place]] = Float(bitPattern: UInt32(unsafe samples[slot &+ place]) << 16)
      place &+= 1
    }
    return value
  }

  /// The sample taken at an instant, from the newest time mark before it; -1 where none is.
  @_noLocks @_noAllocation
  private func number(at time: MonotonicTime) -> Int {
    var mark = (count &- 1) & ~15
    let oldest = max(0, count &- mask)
    while mark >= oldest {
      let marked = unsafe times[(mark & mask) >> 4]
      if marked <= time.nanoseconds {
        let after = Double(time.nanoseconds &- marked) * 1e-9 * rateHz
        return after < 1e6 ? mark &+ Int(after + 0.5) : -1
      }
      mark &-= 16
    }
    return -1
  }
}
