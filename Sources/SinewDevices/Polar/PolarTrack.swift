import SinewSignal

/// The times of one measurement's samples: each frame stamps its last one.
struct PolarTrack: BitwiseCopyable, Sendable {
  let stream: UInt8
  /// Unit of one step of a compressed sample.
  let factor: Double
  private let periodNs: Double
  private var previous: UInt64 = 0
  private(set) var isFirst = true
  private var time: UInt64 = 0
  private var samples = 0
  private var spacing = 0.0

  init(stream: UInt8, rateHz: Double, factor: Double = 1) {
    self.stream = stream
    self.factor = factor
    periodNs = 1e9 / rateHz
  }

  /// A frame of this many samples, the last one at `time`, nanoseconds. Where the time since the
  /// frame before fits its samples to half a period, they divide it evenly; else some are missing,
  /// or the clock was set, and they are a nominal period apart.
  @_noLocks @_noAllocation
  mutating func begin(time: UInt64, samples: Int) {
    self.time = time
    self.samples = samples
    spacing = periodNs
    let passed = Double(Int64(bitPattern: time &- previous))
    let excess = passed - Double(samples) * periodNs
    if !isFirst, excess <= periodNs / 2, excess >= -periodNs / 2 {
      spacing = passed / Double(samples)
    }
  }

  /// Microseconds of sample 0..<samples, wrapping at 32 bits.
  @_noLocks @_noAllocation
  func counter(of sample: Int) -> UInt32 {
    let before = Double(samples &- 1 &- sample) * spacing
    // At most 170 samples of a tenth of a second: far inside the range.
    let stamp = time &- UInt64(before > 0 && before < 1e12 ? before : 0)
    return UInt32(truncatingIfNeeded: stamp / 1000)
  }

  @_noLocks @_noAllocation
  mutating func end() {
    previous = time
    isFirst = false
  }
}
