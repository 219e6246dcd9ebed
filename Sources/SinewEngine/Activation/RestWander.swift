/// By how much the power at rest wanders beyond the chance of a steady noise: a sweaty electrode, a
/// muscle half at ease. A rise within that is no onset.
struct RestWander: BitwiseCopyable {
  /// What the rest level is multiplied by for decisions; 1 for a steady rest.
  private(set) var factor = 1.0

  private let block: Int
  private var sum = 0.0
  private var count = 0
  /// Mean and variance of the blocks' power in nepers (natural logarithm).
  private var mean = 0.0
  private var variance = 0.0
  private var blocks = 0.0

  /// Seconds of a block: a burst's rise that is to be told from wandering takes as long.
  private static var blockTime: Double {
    @_noLocks @_noAllocation
    get { 0.25 }
  }
  /// Blocks that are remembered: 20 s.
  private static var memory: Double {
    @_noLocks @_noAllocation
    get { 80 }
  }

  init(rateHz: Double) { block = max(2, Int(Self.blockTime * rateHz)) }

  /// Takes a resting sample.
  ///
  /// - Parameter weight: what a sample weighs as evidence (`SampleIndependence`).
  @_noLocks @_noAllocation
  mutating func add(energy: Double, weight: Double) {
    sum += energy
    count &+= 1
    guard count >= block else { return }
    let power = sum / Double(count)
    forgetBlock()
    if power > 0 { learn(Mathematics.log(power), chance: 2 / (Double(block) * weight)) }
  }

  /// Drops the unfinished block: rest was broken off.
  @_noLocks @_noAllocation
  mutating func forgetBlock() {
    sum = 0
    count = 0
  }

  /// - Parameter chance: variance that a steady noise shows.
  @_noLocks @_noAllocation
  private mutating func learn(_ power: Double, chance: Double) {
    blocks = min(blocks + 1, Self.memory)
    if blocks == 1 { mean = power }
    let distance = power - mean
    // The tail of a burst is no wandering: 6 dB and more count as that.
    let clipped = max(-1.4, min(1.4, distance))
    mean += clipped / min(blocks, 8)
    variance += (clipped * clipped - variance) / blocks
    guard blocks >= 12 else { return }
    let excess = variance - 1.5 * chance
    let deviation = excess > 0 ? Mathematics.squareRoot(excess) : 0
    // No more, or weak bursts that go unnoticed would hide themselves.
    factor = min(1.45, Mathematics.exp(1.7 * deviation))
  }
}
