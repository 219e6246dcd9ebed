package import SinewSignal

/// The mean square of eight conditioned channels over the last 40 s, in bins of 10 ms: what a
/// repetition asks for when its limits are known at last. Fixed memory of some 160 KiB.
@safe
package struct MeanSquareHistory: ~Copyable {
  private let sums: UnsafeMutablePointer<SIMD8<Float>>
  private let counts: UnsafeMutablePointer<UInt16>
  private let lossy: UnsafeMutablePointer<Bool>
  /// The newest bin, counted from the clock's origin.
  private var newest = Int64.min

  private static let bins = 4096

  package init() {
    let sums = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: Self.bins)
    let counts = UnsafeMutablePointer<UInt16>.allocate(capacity: Self.bins)
    let lossy = UnsafeMutablePointer<Bool>.allocate(capacity: Self.bins)
    unsafe sums.initialize(repeating: SIMD8(repeating: 0), count: Self.bins)
    unsafe counts.initialize(repeating: 0, count: Self.bins)
    unsafe lossy.initialize(repeating: false, count: Self.bins)
    unsafe self.sums = sums
    unsafe self.counts = counts
    unsafe self.lossy = lossy
  }

  deinit {
    unsafe sums.deallocate()
    unsafe counts.deallocate()
    unsafe lossy.deallocate()
  }

  /// Adds one conditioned sample; times must not decrease.
  ///
  /// - Parameter lost: samples missing before this one; the bins between are marked.
  @_noLocks @_noAllocation
  package mutating func add(_ signal: SIMD8<Float>, at time: MonotonicTime, lost: UInt32 = 0) {
    let bin = index(time)
    if newest == .min { newest = bin &- 1 }
    guard bin > newest &- 4096 else { return }
    if lost > 0, bin >= newest { unsafe lossy[slot(newest)] = true }
    if bin > newest { open(through: bin, isLossy: lost > 0) }
    let slot = slot(bin)
    unsafe sums[slot] += signal * signal
    if unsafe counts[slot] < .max { unsafe counts[slot] &+= 1 }
  }

  /// Root mean square by lane between two instants, to 10 ms.
  @_noLocks @_noAllocation
  package func rms(from start: MonotonicTime, to end: MonotonicTime) -> MeanSquareReading {
    var reading = MeanSquareReading()
    let (first, last) = range(start, end, &reading)
    var sum = SIMD8<Float>(repeating: 0)
    var count = 0
    var bin = first
    while bin <= last {
      let slot = slot(bin)
      unsafe sum += sums[slot]
      unsafe count &+= Int(counts[slot])
      if unsafe lossy[slot] { reading.hasDropout = true }
      bin &+= 1
    }
    reading.samples = count
    if count > 0 { reading.rms = root(sum / SIMD8<Float>(repeating: Float(count))) }
    return reading
  }

  /// The highest root mean square of any 250 ms between two instants, by lane; of all of it where
  /// it is shorter.
  @_noLocks @_noAllocation
  package func peak(from start: MonotonicTime, to end: MonotonicTime) -> MeanSquareReading {
    var reading = MeanSquareReading()
    let (first, last) = range(start, end, &reading)
    let width = last &- first &+ 1 < 25 ? last &- first &+ 1 : 25
    var sum = SIMD8<Float>(repeating: 0)
    var count = 0
    var most = 0
    var highest = SIMD8<Float>(repeating: 0)
    var bin = first
    while bin <= last {
      let slot = slot(bin)
      unsafe sum += sums[slot]
      unsafe count &+= Int(counts[slot])
      unsafe reading.samples &+= Int(counts[slot])
      if unsafe lossy[slot] { reading.hasDropout = true }
      if bin &- first >= width {
        let left = self.slot(bin &- width)
        unsafe sum -= sums[left]
        unsafe count &-= Int(counts[left])
      }
      if count > most { most = count }
      // A window thinned by a dropout would be judged by a few samples.
      if bin &- first >= width &- 1, count > 0, count &* 2 >= most {
        let mean = sum / SIMD8<Float>(repeating: Float(count))
        highest = highest.replacing(with: mean, where: mean .> highest)
      }
      bin &+= 1
    }
    reading.rms = root(highest)
    return reading
  }

  /// Forgets everything.
  @_noLocks @_noAllocation
  package mutating func clear() {
    var slot = 0
    while slot < 4096 {
      empty(slot, isLossy: false)
      slot &+= 1
    }
    newest = .min
  }
}

extension MeanSquareHistory {
  @_noLocks @_noAllocation
  private mutating func open(through bin: Int64, isLossy: Bool) {
    var next = bin &- newest > 4096 ? bin &- 4095 : newest &+ 1
    while next <= bin {
      empty(slot(next), isLossy: isLossy)
      next &+= 1
    }
    newest = bin
  }

  @_noLocks @_noAllocation
  private mutating func empty(_ slot: Int, isLossy: Bool) {
    unsafe sums[slot] = SIMD8(repeating: 0)
    unsafe counts[slot] = 0
    unsafe lossy[slot] = isLossy
  }

  /// Bins whose middle lies between the instants, as far as they are kept; one at least.
  @_noLocks @_noAllocation
  private func range(
    _ start: MonotonicTime, _ end: MonotonicTime, _ reading: inout MeanSquareReading
  ) -> (Int64, Int64) {
    guard newest != .min else {
      reading.hasDropout = true
      return (0, -1)
    }
    var first = index(start.advanced(bySeconds: 0.005))
    var last = index(end.advanced(bySeconds: -0.005))
    if last < first { last = first }
    let oldest = newest &- 4095
    if first < oldest || last > newest { reading.hasDropout = true }
    first = first > oldest ? first : oldest
    last = last < newest ? last : newest
    return (first, last)
  }

  @_noLocks @_noAllocation
  private func index(_ time: MonotonicTime) -> Int64 {
    // Far from the ends of Int64, so that sums of a few thousand bins can't overflow.
    let quotient = time.nanoseconds / 10_000_000
    return time.nanoseconds < 0 ? quotient &- 1 : quotient
  }

  @_noLocks @_noAllocation
  private func slot(_ bin: Int64) -> Int { Int(truncatingIfNeeded: bin & 4095) }

  @_noLocks @_noAllocation
  private func root(_ square: SIMD8<Float>) -> SIMD8<Float> {
    var result = square
    var lane = 0
    while lane < 8 {
      result[lane] = Float(Mathematics.squareRoot(Double(square[lane] > 0 ? square[lane] : 0)))
      lane &+= 1
    }
    return result
  }
}
