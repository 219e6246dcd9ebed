/// What lies below about 20 Hz on eight raw channels: drift, swinging cables, touched electrodes.
/// Means over 20 ms, which leave out 50 Hz and most of the muscle.
struct SlowSignal: BitwiseCopyable, Sendable {
  /// Mean square about the mean in the look, by lane.
  private(set) var power = SIMD8<Float>(repeating: 0)
  /// The largest difference of two means in a row in the look, by lane.
  private(set) var largestStep = SIMD8<Float>(repeating: 0)

  private let samplesPerBox: Int
  private var sum = SIMD8<Float>(repeating: 0)
  private var samples = 0
  private var last = SIMD8<Float>(repeating: 0)
  private var isStarted = false
  private var boxes: Float = 0
  private var first = SIMD8<Float>(repeating: 0)
  private var total = SIMD8<Float>(repeating: 0)
  private var squares = SIMD8<Float>(repeating: 0)
  private var steps = SIMD8<Float>(repeating: 0)

  init(rateHz: Double) { samplesPerBox = max(1, Int(0.02 * rateHz + 0.5)) }

  /// Takes a finite raw sample; true when a mean is complete.
  @_noLocks @_noAllocation
  mutating func add(_ raw: SIMD8<Float>) -> Bool {
    sum += raw
    samples &+= 1
    guard samples >= samplesPerBox else { return false }
    let mean = sum / SIMD8<Float>(repeating: Float(samples))
    sum = SIMD8(repeating: 0)
    samples = 0
    if isStarted {
      let step = BankSection.magnitude(mean - last)
      steps = steps.replacing(with: step, where: step .> steps)
    }
    isStarted = true
    last = mean
    // About the look's first mean: an electrode's offset would swamp what moves.
    if boxes == 0 { first = mean }
    let moved = mean - first
    total += moved
    squares += moved * moved
    boxes += 1
    return true
  }

  /// The look is over: `power` and `largestStep` are of it.
  @_noLocks @_noAllocation
  mutating func endLook() {
    let count = SIMD8<Float>(repeating: boxes > 0 ? boxes : 1)
    let mean = total / count
    power = squares / count - mean * mean
    largestStep = steps
    boxes = 0
    total = SIMD8(repeating: 0)
    squares = SIMD8(repeating: 0)
    steps = SIMD8(repeating: 0)
  }
}
