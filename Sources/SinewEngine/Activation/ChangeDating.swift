/// Finds when the power of a signal began to change, as the median of the posterior over a family
/// of ramps and levels after the change.
///
/// The signal is Gaussian with a variance that follows the ramp. Times are a grid of cells of one
/// to three samples; the likelihood of every cell is worked out at once, ramp step by ramp step, from
/// prefix sums. Memory is allocated once; the work is bounded by the longest window.
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
  private let sums: UnsafeMutablePointer<Double>
  private let likelihood: UnsafeMutablePointer<Double>
  private let posterior: UnsafeMutablePointer<Double>
  /// The highest likelihood so far: the unit of `posterior`.
  private var best = 0.0

  init(rateHz: Double) {
    cell = rateHz > 700 ? max(2, Int(rateHz / 450)) : 1
    onsets = RampFamily.onset(rateHz: rateHz, cell: cell)
    offsets = RampFamily.offset(rateHz: rateHz, cell: cell)
    let sumsCount = mostCells + 1 + 500 / cell
    unsafe sums = UnsafeMutablePointer<Double>.allocate(capacity: sumsCount + 2 * mostCells)
    unsafe sums.initialize(repeating: 0, count: sumsCount + 2 * mostCells)
    unsafe likelihood = sums + sumsCount
    unsafe posterior = likelihood + mostCells
  }

  deinit { unsafe sums.deallocate() }

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
    while index < candidates {
      unsafe posterior[index] = 0
      index &+= 1
    }
    var level = 0
    while level < question.levels {
      let after = max(question.after[level], 1.3 * question.before)
      var shape = 0
      while shape < RampFamily.count {
        let ramp = question.step > 0 ? onsets[shape] : offsets[shape]
        weigh(ramp, before: question.before, after: after, cells, candidates)
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
    var place = first
    var index = 0
    while index < cells {
      unsafe sums[index] = total
      var sample = 0
      while sample < cell {
        total += history.energy(place)
        place &+= question.step
        sample &+= 1
      }
      index &+= 1
    }
    let end = cells &+ 1 &+ 500 / cell
    while index < end {
      unsafe sums[index] = total
      index &+= 1
    }
  }

  /// Log-likelihood and prior of one ramp at every candidate.
  @_noLocks @_noAllocation
  private mutating func weigh(
    _ ramp: Ramp, before: Double, after: Double, _ cells: Int, _ candidates: Int
  ) {
    let powers = ramp.powers(before: before, after: after)
    var constant = ramp.logPrior
    unsafe constant -= 0.5 * sums[cells] / after
    logarithms(ramp, powers, before: before, after: after, constant, cells, candidates)
    // The sum of energy / power telescopes: each bound counts by the change of 1 / power at it.
    var last = 1 / before
    var step = 0
    while step <= ramp.steps {
      let inverse = step < ramp.steps ? 1 / powers[step] : 1 / after
      let factor = 0.5 * (inverse - last)
      let shifted = unsafe sums + Int(ramp.bounds[step])
      var index = 0
      while index < candidates {
        unsafe likelihood[index] += factor * shifted[index]
        index &+= 1
      }
      last = inverse
      step &+= 1
    }
  }

  /// The likelihood's part that does not depend on the signal, -0.5 sum ln power, and `constant`.
  @_noLocks @_noAllocation
  private mutating func logarithms(
    _ ramp: Ramp, _ powers: InlineArray<20, Double>, before: Double, after: Double,
    _ constant: Double, _ cells: Int, _ candidates: Int
  ) {
    let scale = -0.5 * Double(cell)
    let logBefore = scale * Mathematics.log(before)
    // From the last cell of the window back: first the cells that see only part of the ramp.
    var value = constant + logBefore * Double(cells)
    var remaining = 0
    var step = 0
    while step <= ramp.steps {
      let power = step < ramp.steps ? powers[step] : after
      let slope = scale * Mathematics.log(power) - logBefore
      let end = step < ramp.steps ? min(cells, Int(ramp.bounds[step &+ 1])) : cells
      while remaining < end {
        value += slope
        remaining &+= 1
        let index = cells &- remaining
        if index < candidates { unsafe likelihood[index] = value }
      }
      step &+= 1
    }
  }

  /// Adds the likelihoods to the posterior, which is kept in units of the highest one.
  @_noLocks @_noAllocation
  private mutating func gather(_ candidates: Int) {
    var highest = best
    var index = 0
    while index < candidates {
      highest = unsafe max(highest, likelihood[index])
      index &+= 1
    }
    guard highest > -.infinity else { return }
    if highest > best {
      let shrink = Mathematics.exp(best - highest)
      index = 0
      while index < candidates {
        unsafe posterior[index] *= shrink
        index &+= 1
      }
      best = highest
    }
    // Below e^-36 nothing adds to a sum of this precision.
    let least = best - 36
    index = 0
    while index < candidates {
      let value = unsafe likelihood[index]
      if value > least { unsafe posterior[index] += Mathematics.exp(value - best) }
      index &+= 1
    }
  }

  /// Median and standard deviation of the posterior.
  @_noLocks @_noAllocation
  private func summary(_ candidates: Int) -> Answer {
    var total = 0.0
    var mean = 0.0
    var square = 0.0
    var index = 0
    while index < candidates {
      let weight = unsafe posterior[index]
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
    while unsafe index < candidates &- 1 && before + posterior[index] < 0.5 * total {
      before += unsafe posterior[index]
      index &+= 1
    }
    let inside = unsafe posterior[index] > 0 ? (0.5 * total - before) / posterior[index] : 0.5
    let unit = Double(cell)
    answer.place = unit * (Double(index) + inside - 0.5)
    let variance = max(0, square / total - mean * mean) + 1.0 / 12
    answer.deviation = unit * Mathematics.squareRoot(variance)
    return answer
  }
}
