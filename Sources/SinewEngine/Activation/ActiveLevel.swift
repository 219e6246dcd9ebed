/// The power of the muscle at work, and the memory of it through rests.
struct ActiveLevel: BitwiseCopyable {
  /// Of the current or the last burst; 0 before the first.
  private(set) var power = 0.0
  /// The highest active level of late, which fades.
  private(set) var remembered = 0.0

  private let rateHz: Double
  private let attack: Double
  private let release: Double
  private let forgetting: Double

  init(_ settings: OnsetDetectorSettings, rateHz: Double) {
    self.rateHz = rateHz
    attack = settings.activeAttack * rateHz
    release = settings.activeRelease * rateHz
    forgetting = 1 - 1 / (settings.memoryTime * rateHz)
  }

  /// Once every sample: the memory fades.
  @_noLocks @_noAllocation
  mutating func fade() { remembered *= forgetting }

  /// A burst begins with this power, taken as at least twice the power at rest.
  @_noLocks @_noAllocation
  mutating func begin(_ first: Double, rest: Double) { power = max(first, 2 * rest) }

  /// Follows a sample of the burst, `age` samples after it was decided.
  @_noLocks @_noAllocation
  mutating func follow(energy: Double, age: Int, rest: Double) {
    let time = energy > power ? attack : release
    let young = Double(age)
    power += (energy - power) / (young < time ? young + 0.03 * rateHz : time)
    power = max(power, 1.5 * rest)
    if power > remembered { remembered += (power - remembered) / (0.5 * rateHz) }
  }
}
