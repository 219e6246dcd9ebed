/// Finds when the power of a signal began to change, as the median of the posterior over a family
/// of ramps and levels after the change.
///
/// The signal is Gaussian with a variance that follows the ramp. Times are a grid of cells of one
/// to three samples; likelihoods are worked out from prefix sums, first at every eighth cell. What
/// they can rise to between is bounded, so that only the ramps and stretches that can matter are
/// looked at cell by cell. Energies count in multiples of the power before the change, so that
/// `Float` is exact enough: where a likelihood matters its terms are hundreds at most. Memory is
/// allocated once; the work is bounded by the longest window.
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
  /// The same by remainders of eight: every eighth cell lies in a row.
  private let sparse: UnsafeMutablePointer<Float>
  /// Eights of cells.
  private let eights: UnsafeMutablePointer<SIMD8<Float>>
  private let likelihood: UnsafeMutablePointer<Float>
  private let posterior: UnsafeMutablePointer<Float>
  /// The likelihood at every eighth cell.
  private let survey: UnsafeMutablePointer<Float>
  /// The highest likelihood so far: the unit of `posterior`.
  private var best: Float = 0
  /// The highest that the likelihood may rise to, by level and shape.
  private let heights: UnsafeMutablePointer<Float>
  /// The ramp at hand.
  private var curve = RampCurve()

  /// Sums of one remainder.
  private static var row: Int {
    @_noLocks @_noAllocation
    get { 144 }
  }
  /// Below e^-25 of the highest nothing adds to a sum of this precision, were it all of the cells.
  private static var depth: Float {
    @_noLocks @_noAllocation
    get { 25 }
  }

  init(rateHz: Double) {
    cell = rateHz > 700 ? max(2, Int(rateHz / 450)) : 1
    onsets = RampFamily.onset(rateHz: rateHz, cell: cell)
    offsets = RampFamily.offset(rateHz: rateHz, cell: cell)
    // A ramp's steps are added four at a time, past the last candidate to a whole eight.
    let sumsCount = 8 * ChangeDating.row
    unsafe sums = UnsafeMutablePointer<Float>.allocate(capacity: sumsCount)
    unsafe sums.initialize(repeating: 0, count: sumsCount)
    unsafe sparse = UnsafeMutablePointer<Float>.allocate(capacity: sumsCount)
    unsafe sparse.initialize(repeating: 0, count: sumsCount)
    unsafe eights = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: 146)
    unsafe eights.initialize(repeating: SIMD8(repeating: 0), count: 146)
    unsafe likelihood = UnsafeMutableRawPointer(eights).assumingMemoryBound(to: Float.self)
    unsafe posterior = likelihood + 512
    unsafe survey = likelihood + 1024
    unsafe heights = likelihood + 1088
  }

  deinit {
    unsafe sums.deallocate()
    unsafe sparse.deallocate()
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
    let highest = surveyAll(question, cells, candidates)
    var place = 0
    while place < question.levels &* RampFamily.count {
      weigh(question, place, cells, candidates, above: highest - Self.depth)
      place &+= 1
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
      put(Float(total * scale), at: index)
      var sample = 0
      while sample < cell {
        total += history.energy(place)
        place &+= question.step
        sample &+= 1
      }
      index &+= 1
    }
    let end = cells &+ 17 &+ 500 / cell
    while index < end {
      put(Float(total * scale), at: index)
      index &+= 1
    }
  }

  @inline(__always) @_noLocks @_noAllocation
  private func put(_ sum: Float, at index: Int) {
    unsafe sums[index] = sum
    unsafe sparse[(index & 7) &* Self.row &+ (index >> 3)] = sum
  }

  /// Makes the ramp of a place (level by level, all shapes of each) the one at hand. Gives by how
  /// much its likelihood can rise from one surveyed cell to the next: each sample that counts as
  /// before the change takes no more than half the logarithm of the rise off the whole.
  @_noLocks @_noAllocation
  private mutating func take(
    _ question: borrowing Question, _ place: Int, _ cells: Int
  ) -> Float {
    let after = max(question.after[place / RampFamily.count] / question.before, 1.3)
    let shape = place % RampFamily.count
    let energy = Double(unsafe sums[cells])
    if question.step > 0 {
      curve.set(onsets, shape, after: after, cell: cell, energy: energy)
    } else {
      curve.set(offsets, shape, after: after, cell: cell, energy: energy)
    }
    return Float(4 &* cell) * curve.logRise
  }

  /// Surveys every ramp and gives the highest likelihood found.
  @_noLocks @_noAllocation
  private mutating func surveyAll(
    _ question: borrowing Question, _ cells: Int, _ candidates: Int
  ) -> Float {
    var highest = -Float.infinity
    var place = 0
    while place < question.levels &* RampFamily.count {
      let rise = take(question, place, cells)
      let height = lookAround(cells, candidates)
      unsafe heights[place] = height + rise
      if height > highest { highest = height }
      place &+= 1
    }
    return highest
  }

  /// The likelihood of the ramp at hand at every eighth candidate; gives the highest.
  @_noLocks @_noAllocation
  private mutating func lookAround(_ cells: Int, _ candidates: Int) -> Float {
    let count = (candidates &+ 7) / 8
    var index = count &- 1
    var step = 0
    while index >= 0 {
      unsafe survey[index] = curve.logarithms(cells &- 8 &* index, from: &step)
      index &-= 1
    }
    index = 0
    while index < count {
      var value = unsafe eight(survey + index)
      step = 0
      while step <= curve.steps {
        let bound = curve.bound(step)
        let place = (bound & 7) &* Self.row &+ (bound >> 3) &+ index
        unsafe value += eight(sparse + place) * curve.factor(step)
        step &+= 1
      }
      unsafe UnsafeMutableRawPointer(survey + index).storeBytes(of: value, as: SIMD8<Float>.self)
      index &+= 8
    }
    var highest = -Float.infinity
    index = 0
    while index < count {
      if unsafe survey[index] > highest { unsafe highest = survey[index] }
      index &+= 1
    }
    return highest
  }

  @inline(__always) @_noLocks @_noAllocation
  private func eight(_ place: UnsafeMutablePointer<Float>) -> SIMD8<Float> {
    unsafe UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Float>.self)
  }

  /// Adds what the ramp of a place says to the posterior, as far as it can matter.
  @_noLocks @_noAllocation
  private mutating func weigh(
    _ question: borrowing Question, _ place: Int, _ cells: Int, _ candidates: Int,
    above least: Float
  ) {
    guard unsafe heights[place] > least else { return }
    let rise = take(question, place, cells)
    _ = lookAround(cells, candidates)
    var first = 0
    var last = (candidates &+ 7) / 8 &- 1
    while unsafe first <= last && !(survey[first] + rise > least) { first &+= 1 }
    while unsafe last >= first && !(survey[last] + rise > least) { last &-= 1 }
    guard first <= last else { return }
    var index = 8 &* last &+ 7
    var step = 0
    while index >= 8 &* first {
      // What lies past the last candidate is none.
      unsafe likelihood[index] =
        index < candidates ? curve.logarithms(cells &- index, from: &step) : -.infinity
      index &-= 1
    }
    layEnergy(first, last)
    gather(first, last &+ 1)
  }

  /// Adds the energy's part to eights of likelihoods: the sum of energy / power telescopes, so that
  /// each bound counts by the change of 1 / power at it.
  @_noLocks @_noAllocation
  private mutating func layEnergy(_ first: Int, _ last: Int) {
    var index = first
    while index <= last {
      let isPair = index < last
      var one = unsafe eights[index]
      var other = unsafe eights[index &+ 1]
      var step = 0
      while step <= curve.steps {
        let factor = curve.factor(step)
        let place = unsafe sums + (curve.bound(step) &+ 8 &* index)
        unsafe one += eight(place) * factor
        unsafe other += eight(place + 8) * factor
        step &+= 1
      }
      unsafe eights[index] = one
      if isPair { unsafe eights[index &+ 1] = other }
      index &+= 2
    }
  }

  /// Adds the eights of likelihoods to the posterior, which is kept in units of the highest one.
  @_noLocks @_noAllocation
  private mutating func gather(_ first: Int, _ end: Int) {
    var most = SIMD8<Float>(repeating: -.infinity)
    var index = first
    while index < end {
      let value = unsafe eights[index]
      most.replace(with: value, where: value .> most)
      index &+= 1
    }
    let highest = most.max()
    guard highest > -.infinity, highest < .infinity else { return }
    if highest < best - Self.depth { return }
    if highest > best {
      let shrink = SIMD8<Float>(repeating: Float(Mathematics.exp(Double(best - highest))))
      index = 0
      while index < 64 {
        unsafe eights[64 &+ index] *= shrink
        index &+= 1
      }
      best = highest
    }
    let unit = SIMD8<Float>(repeating: best)
    index = first
    while index < end {
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
