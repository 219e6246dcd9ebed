/// Finds separate contractions in the 500 ms root mean square of one channel, and what the hardest
/// of them came to.
///
/// A contraction counts once it is over, so that nothing is ever measured by its own maximum
/// (science 1.8); and only when another one came near it, so that one knock on the cable is no
/// reference.
struct ContractionMeter: Sendable {
  /// Over the lowest level so far: 10 dB, below which a signal is poor (science 1.6).
  static let leastRise = 3.162
  /// The same for a sensor that smooths by itself and whose zero nobody knows. Ours.
  static let leastRiseOfEnvelope = 2.0
  /// A contraction is over below this part of its highest level. Ours.
  static let release = 0.5
  /// The two hardest contractions differ by no more than this factor. Ours: repetitions at one load
  /// vary by some 12 % (science 4.3), an artefact by far more.
  static let agreement = 2.0

  private let leastRise: Double
  /// The lowest level so far; nil before the first.
  private(set) var rest: Double?
  private var peak = 0.0
  private var hardest = 0.0
  private var second = 0.0

  /// - Parameter isEnvelope: the sensor rectifies and smooths by itself.
  init(isEnvelope: Bool) {
    leastRise = isEnvelope ? Self.leastRiseOfEnvelope : Self.leastRise
  }

  /// The level of the hardest contraction that is confirmed; nil while there is none.
  var settled: Double? { second > 0 && hardest <= Self.agreement * second ? hardest : nil }

  /// Takes a clean level. Returns whether a contraction has just counted.
  ///
  /// - Parameter counts: contractions now are part of calibration or warm-up.
  mutating func take(_ level: Double, counts: Bool) -> Bool {
    guard level.isFinite, level > 0 else { return false }
    rest = min(rest ?? level, level)
    if peak > 0, level < Self.release * peak { return close(counts: counts) }
    if level > leastRise * (rest ?? level) { peak = max(peak, level) }
    return false
  }

  /// A repetition is over: a muscle that never lets go in between has contracted once more.
  mutating func close(counts: Bool) -> Bool {
    defer { peak = 0 }
    guard counts, peak > 0 else { return false }
    if peak > hardest {
      (second, hardest) = (hardest, peak)
    } else {
      second = max(second, peak)
    }
    return true
  }

  /// What is under way was no clean contraction.
  mutating func spoil() { peak = 0 }
}
