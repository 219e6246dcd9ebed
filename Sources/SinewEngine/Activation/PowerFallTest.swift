/// Cumulative sum of the log-likelihood ratio for "the power has fallen through the middle between
/// the active level and rest".
struct PowerFallTest: BitwiseCopyable {
  /// Evidence since the sum was last zero.
  private(set) var score = 0.0
  /// The first sample since then.
  private(set) var start = 0

  /// What a sample adds by itself, and by its energy; and the sample at which they were worked out.
  private var gain = 0.0
  private var loss = 0.0
  private var levelled = Int.max
  private let depth: Double
  private let spread: Double
  private let logSpread: Double

  init(_ settings: OnsetDetectorSettings) {
    depth = Mathematics.pow(10, -settings.offsetFallDB / 10)
    spread = settings.offsetSpread
    logSpread = Mathematics.log(settings.offsetSpread)
  }

  @_noLocks @_noAllocation
  mutating func add(energy: Double, rest: Double, active: Double, sample: Int) {
    // The levels change slowly; roots and logarithms cost more than all else at work.
    if sample &- levelled >= 8 || sample < levelled { level(rest: rest, active: active, sample) }
    score += energy * loss + gain
    if score <= 0 { restart(after: sample) }
  }

  @_noLocks @_noAllocation
  mutating func restart(after sample: Int) {
    score = 0
    start = sample &+ 1
  }

  /// A new burst, of other levels.
  @_noLocks @_noAllocation
  mutating func begin(after sample: Int) {
    restart(after: sample)
    levelled = .max
  }

  @_noLocks @_noAllocation
  private mutating func level(rest: Double, active: Double, _ sample: Int) {
    let middle = max(Mathematics.squareRoot(rest * active), active * depth)
    let room = middle / rest
    // Between rest and a weak burst there is no room for the full spread.
    let ratio = room < spread ? max(room, 1.2) : spread
    gain = room < spread ? Mathematics.log(ratio) : logSpread
    loss = 0.5 * (1 / ratio - ratio) / middle
    levelled = sample
  }
}
