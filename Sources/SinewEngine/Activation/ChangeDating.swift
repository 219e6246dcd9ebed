/// Finds when the power of a signal began to change, as the median of the posterior over a family
/// of ramps and levels after the change.
///
/// The signal is Gaussian with a variance that follows the ramp. Times are a grid of cells of one
/// to three samples; the likelihood of every cell is worked out at once, ramp step by ramp step, from
/// prefix sums. Energies count in multiples of the power before the change, so that `Float` is exact
/// enough: where a likelihood matters its terms are hundreds at most. Memory is allocated once; the
/// work is bounded by the longest window.
@safe
struct ChangeDating: ~Copyable {
  /// The candidate times and what is known of the levels.
  struct Question: BitwiseCopyable {
    /// Newest or oldest sample of the window, by `step`.
    var first = 0
    /// 1 reads the signal onwards (onsets), -1 backwards (offsets).
    var step = 1
    /// Samples of the window, and how many of them may be the change.
    var window = 0
    var candidates = 0
    /// Power before the change, in reading order.
    var before = 1.0
    /// Possible powers after it, equally likely; the first `levels` count.
    var after = InlineArray<8, Double>(repeating: 1)
    var levels = 0

    @_noLocks @_noAllocation
    init() {}
  }

  struct Answer: BitwiseCopyable {
    /// Samples from the start of the window, in reading order.
    var place = 0.0
    /// Standard deviation in samples.
    var deviation = 0.0

    @_noLocks @_noAllocation
    init() {}
  }

  private let cell: Int
  private let onsets: RampFamily
  private let offsets: RampFamily
  private let mostCells = 511
  /// Energy before each cell, continued flat past the window by the longest ramp.
  private let sums: UnsafeMutablePointer<Float>
  /// Eights of cells.
  private let eights: UnsafeMutablePointer<SIMD8<Float>>
  private let likelihood: UnsafeMutablePointer<Float>
  private let posterior: UnsafeMutablePointer<Float>
  /// The highest likelihood so far: the unit of `posterior`.
  private var best: Float = 0

  init(rateHz: Double) {
    cell = rateHz > 700 ? max(2, Int(rateHz / 450)) : 1
    onsets = RampFamily.onset(rateHz: rateHz, cell: cell)
    offsets = RampFamily.offset(rateHz: rateHz, cell: cell)
    // A ramp's steps are added four at a time, past the last candidate to a whole eight.
    let sumsCount = mostCells + 9 + 500 / cell
    unsafe sums = UnsafeMutablePointer<Float>.allocate(capacity: sumsCount)
    unsafe sums.initialize(repeating: 0, count: sumsCount)
    unsafe eights = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: 128)
    unsafe eights.initialize(repeating: SIMD8(repeating: 0), count: 128)
    unsafe likelihood = UnsafeMutableRawPointer(eights).assumingMemoryBound(to: Float.self)
    unsafe posterior = likelihood + 512
  }

  deinit {
    unsafe sums.deallocate()
    unsafe eights.deallocate()
  }

  @_noLocks @_noAllocation
  mutating func date(_ question: Question, in history: borrowing OnsetHistory) -> Answer {
    let cells = min(mostCells, question.window / cell)
    // Where the cells do not fill the window, the oldest sample is left out: the newest weighs most.
    let spare = question.step > 0 ? max(0, question.window &- cells &* cell) : 0
    let candidates = min(cells, (question.candidates &- spare &+ cell &- 1) / cell)
    guard candidates > 0, question.before > 0 else { return Answer() }
    sum(question, from: question.first &+ spare, history, cells)
    best = -.infinity
    var index = 0
    while index < 64 {
      unsafe eights[64 &+ index] = SIMD8(repeating: 0)
      index &+= 1
    }
    var level = 0
    while level < question.levels {
      let after = max(question.after[level] / question.before, 1.3)
      var shape = 0
      while shape < RampFamily.count {
        let ramp = question.step > 0 ? onsets[shape] : offsets[shape]
        weigh(ramp, after: after, cells, candidates)
        gather(candidates)
        shape &+= 1
      }
      level &+= 1
    }
    var answer = summary(candidates)
    answer.place += Double(spare)
    return answer
  }

  /// Fills the prefix sums of energy by cells.
  @_noLocks @_noAllocation
  private mutating func sum(
    _ question: Question, from first: Int, _ history: borrowing OnsetHistory, _ cells: Int
  ) {
    var total = 0.0
    let scale = 1 / question.before
    var place = first
    var index = 0
    while index < cells {
      unsafe sums[index] = Float(total * scale)
      var sample = 0
      while sample < cell {
        total += history.energy(place)
        place &+= question.step
        sample &+= 1
      }
      index &+= 1
    }
    let end = cells &+ 9 &+ 500 / cell
    while index < end {
      unsafe sums[index] = Float(total * scale)
      index &+= 1
    }
  }

  /// Log-likelihood and prior of one ramp at every candidate, up to a whole eight of them.
  @_noLocks @_noAllocation
  private mutating func weigh(_ ramp: Ramp, after: Double, _ cells: Int, _ candidates: Int) {
    let powers = ramp.powers(after: after)
    let constant = ramp.logPrior - 0.5 * Double(unsafe sums[cells]) / after
    logarithms(ramp, powers, after: after, constant, cells, candidates)
    // The sum of energy / power telescopes: each bound counts by the change of 1 / power at it.
    var factors = InlineArray<24, Float>(repeating: 0)
    var bounds = InlineArray<24, Int>(repeating: 0)
    var last = 1.0
    var step = 0
    while step <= ramp.steps {
      let inverse = step < ramp.steps ? 1 / powers[step] : 1 / after
      factors[step] = Float(0.5 * (inverse - last))
      bounds[step] = Int(ramp.bounds[step])
      last = inverse
      step &+= 1
    }
    let end = (candidates &+ 7) & ~7
    step = 0
    while step <= ramp.steps {
      let (a, b, c, d) = (
        factors[step], factors[step &+ 1], factors[step &+ 2], factors[step &+ 3]
      )
      let (p, q, r, t) = unsafe (
        sums + bounds[step], sums + bounds[step &+ 1], sums + bounds[step &+ 2],
        sums + bounds[step &+ 3]
      )
      var index = 0
      while index < end {
        unsafe likelihood[index] +=
          (a * p[index] + b * q[index]) + (c * r[index] + d * t[index])
        index &+= 1
      }
      step &+= 4
    }
    // What lies past the last candidate is none.
    step = candidates
    while step < end {
      unsafe likelihood[step] = -.infinity
      step &+= 1
    }
  }

  /// The likelihood's part that does not depend on the signal, -0.5 sum ln power, and `constant`.
  @_noLocks @_noAllocation
  private mutating func logarithms(
    _ ramp: Ramp, _ powers: InlineArray<20, Double>, after: Double, _ constant: Double,
    _ cells: Int, _ candidates: Int
  ) {
    let scale = -0.5 * Double(cell)
    // From the last cell of the window back: first the cells that see only part of the ramp.
    var value = constant
    var remaining = 0
    var step = 0
    while step <= ramp.steps {
      let power = step < ramp.steps ? powers[step] : after
      let slope = scale * Mathematics.log(power)
      let end = step < ramp.steps ? min(cells, Int(ramp.bounds[step &+ 1])) : cells
      while remaining < end {
        value += slope
        remaining &+= 1
        let index = cells &- remaining
        if index < candidates { unsafe likelihood[index] = Float(value) }
      }
      step &+= 1
    }
  }

  /// Adds the likelihoods to the posterior, which is kept in units of the highest one.
  @_noLocks @_noAllocation
  private mutating func gather(_ candidates: Int) {
    let count = (candidates &+ 7) / 8
    var most = SIMD8<Float>(repeating: -.infinity)
    var index = 0
    while index < count {
      let value = unsafe eights[index]
      most.replace(with: value, where: value .> most)
      index &+= 1
    }
    let highest = most.max()
    guard highest > -.infinity, highest < .infinity else { return }
    // Below e^-36 nothing adds to a sum of this precision.
    if highest < best - 36 { return }
    if highest > best {
      let shrink = SIMD8<Float>(repeating: Float(Mathematics.exp(Double(best - highest))))
      index = 0
      while index < count {
        unsafe eights[64 &+ index] *= shrink
        index &+= 1
      }
      best = highest
    }
    let unit = SIMD8<Float>(repeating: best)
    index = 0
    while index < count {
      unsafe eights[64 &+ index] += ChangeDating.exp(eights[index] - unit)
      index &+= 1
    }
  }

  /// e^x for x <= 0, to 3e-7 of 1 (2^x by its Taylor series about the nearest whole number); what
  /// lies below e^-80 counts as that.
  @inline(__always) @_noLocks @_noAllocation
  static func exp(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let least = SIMD8<Float>(repeating: -80)
    let power = x.replacing(with: least, where: .!(x .> least)) * 1.442_695_04
    // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the lowest bits.
    let rounded = power + 12_582_912
    let f = power - (rounded - 12_582_912)
    var sum = f * 1.540_35e-4 + 1.333_356e-3
    sum = sum * f + 9.618_129e-3
    sum = sum * f + 5.550_411e-2
    sum = sum * f + 0.240_226_51
    sum = sum * f + 0.693_147_18
    sum = sum * f + 1
    let bits = unsafe unsafeBitCast(rounded, to: SIMD8<UInt32>.self)
    let exponent = (bits &- 0x4B40_0000 &+ 127) &<< 23
    return sum * (unsafe unsafeBitCast(exponent, to: SIMD8<Float>.self))
  }

  /// Median and standard deviation of the posterior.
  @_noLocks @_noAllocation
  private func summary(_ candidates: Int) -> Answer {
    var total = 0.0
    var mean = 0.0
    var square = 0.0
    var index = 0
    while index < candidates {
      let weight = Double(unsafe posterior[index])
      total += weight
      mean += weight * Double(index)
      square += weight * Double(index) * Double(index)
      index &+= 1
    }
    var answer = Answer()
    guard total > 0, total < .infinity else { return answer }
    mean /= total
    var before = 0.0
    index = 0
    while unsafe index < candidates &- 1 && before + Double(posterior[index]) < 0.5 * total {
      before += Double(unsafe posterior[index])
      index &+= 1
    }
    let middle = Double(unsafe posterior[index])
    let inside = middle > 0 ? (0.5 * total - before) / middle : 0.5
    let unit = Double(cell)
    answer.place = unit * (Double(index) + inside - 0.5)
    let variance = max(0, square / total - mean * mean) + 1.0 / 12
    answer.deviation = unit * Mathematics.squareRoot(variance)
    return answer
  }
}
