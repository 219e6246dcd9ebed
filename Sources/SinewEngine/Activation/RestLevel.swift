/// The power of the resting signal: rises slowly, falls fast.
struct RestLevel: BitwiseCopyable {
  /// Mean energy at rest, in the square of the stream's unit.
  private(set) var power = 0.0
  /// Mean roughness at rest.
  private(set) var roughness = 0.0
  /// The lowest rest seen, which creeps up by a factor e a minute.
  private(set) var lowest = 0.0
  /// False until the first level is known.
  private(set) var isKnown = false

  private let floor: Double
  private let rateHz: Double
  private let firstLevel: Double
  private let time: Double
  /// 1 / `time`, and what the lowest level grows by in a sample: a division costs as much as the
  /// rest of a step.
  private let share: Double
  private let creep: Double
  private let block: Int
  /// Samples the level rests on: its time constant while young.
  private var weight = 0.0
  private var blockSum = 0.0
  private var blockCount = 0
  private var lowBlocks = 0

  init(resolution: Double, durations: OnsetDurations, rateHz: Double) {
    // Quantisation noise is 1/12 of a squared step; a converter that toggles by one step gives 1/4.
    floor = 0.3 * resolution * resolution + 1e-12
    self.rateHz = rateHz
    firstLevel = durations.firstLevel
    time = durations.restTime
    share = 1 / durations.restTime
    creep = 1 + 1 / (60 * rateHz)
    block = durations.restBlock
  }

  /// `power`, but not below what the converter can tell.
  @_noLocks @_noAllocation
  func floored(_ power: Double) -> Double { max(power, floor) }

  /// Gathers the first level; true when it is known.
  @_noLocks @_noAllocation
  mutating func begin(energy: Double, roughness bend: Double) -> Bool {
    power += energy
    roughness += bend
    weight += 1
    guard weight >= firstLevel else { return false }
    power = floored(power / weight)
    roughness /= weight
    lowest = power
    isKnown = true
    return true
  }

  /// Gathers the first level anew.
  @_noLocks @_noAllocation
  mutating func beginAgain() {
    power = 0
    roughness = 0
    weight = 0
    isKnown = false
  }

  /// Learns from a sample that lies far enough back to be rest.
  @_noLocks @_noAllocation
  mutating func learn(energy: Double, roughness bend: Double) {
    weight += 1
    let share = weight < time ? 1 / weight : share
    let clipped = weight > 0.1 * rateHz ? min(energy, 9 * power) : energy
    power = floored(power + share * (clipped - power))
    roughness += share * (min(bend, 9 * roughness) - roughness)
  }

  /// Watches the newest sample for a fall: two blocks of 100 ms in a row below half the level. True
  /// when the level has fallen.
  @_noLocks @_noAllocation
  mutating func watchFall(energy: Double) -> Bool {
    blockSum += energy
    blockCount &+= 1
    guard blockCount >= block else { return false }
    let mean = floored(blockSum / Double(blockCount))
    blockSum = 0
    blockCount = 0
    guard mean < 0.5 * power else {
      lowBlocks = 0
      return false
    }
    lowBlocks &+= 1
    guard lowBlocks >= 2 else { return false }
    lowBlocks = 0
    power = mean * 1.1
    weight = (0.15 * rateHz)
    return true
  }

  /// Keeps the lowest level seen.
  @_noLocks @_noAllocation
  mutating func noteLowest() {
    if power < lowest { lowest = power } else { lowest *= creep }
  }

  /// The level that stayed after a burst is the new rest.
  @_noLocks @_noAllocation
  mutating func adopt(_ raised: Double) {
    power = floored(raised)
    weight = 0.1 * rateHz
  }

  /// Drops the unfinished block.
  @_noLocks @_noAllocation
  mutating func forgetBlock() {
    blockSum = 0
    blockCount = 0
    lowBlocks = 0
  }
}
