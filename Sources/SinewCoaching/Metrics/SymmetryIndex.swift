internal import SinewFeedback
internal import SinewSignal

/// Left against right (science 4.3): 100 (L - R) / ((L + R) / 2), positive where left is higher.
enum SymmetryIndex {
  /// Repetitions below which nothing is said; never on one repetition, where true symmetry passes
  /// 10 % more often than not (science 4.3).
  static let fewestRepetitions = 5
  /// Sets from which a verdict is given.
  static let fewestSets = 2
  /// Up to here all is fine, percent.
  static let fine = 10.0
  /// Up to here it is worth watching, percent.
  static let watch = 15.0
  /// Where one side does less than this part of the other, one limb works and the other waits.
  static let restingSide = 1.0 / 3

  static func percent(left: Double, right: Double) -> Double? {
    left + right > 0 ? 100 * (left - right) / (0.5 * (left + right)) : nil
  }

  /// Standard deviation of the index of one day, percent, in people whose sides are alike:
  /// electrodes put on anew alone move each side by about a tenth (science 5, `AthleteTraits`).
  static let scatterOfDays = 15.0
  /// So many standard errors of the mean over the days. Looked at on each of 36 days, people whose
  /// sides are alike are flagged in 3.0 % of seasons, or 0.7 % where days scatter by 13 %.
  static let certainty = 2.8
  /// Days that count; what is longer ago is no longer so.
  static let mostDays = 12

  /// A difference above this is flagged: 42 % on the first day, 15 % from the eighth on.
  static func limit(days: Int) -> Double {
    max(watch, certainty * scatterOfDays / Double(max(1, days)).squareRoot())
  }

  /// - Parameter days: That the difference was averaged over.
  static func verdict(_ percent: Double, days: Int) -> SymmetryVerdict.Verdict {
    let size = abs(percent)
    return size <= fine ? .fine : size <= limit(days: days) ? .watch : .flag
  }
}

/// The level of one muscle on one side in one set, and what must be alike on the other side.
struct SideLevel: Sendable {
  let muscle: String
  let side: Side
  /// Median of the concentric phases, as a fraction of the reference.
  let level: Double
  /// Repetitions it rests on.
  let n: Int
  private let reference: ActivationReference.Kind?
  private let device: String?
  private let rateHz: Double?

  /// nil without a side, a maximum as reference or enough repetitions with a good signal: against
  /// each side's own usual both are alike by definition (science 1.8).
  init?(_ slot: MuscleSlot, _ valid: [CoachedRepetition]) {
    guard let side = slot.side, let reference = slot.reference,
      reference.kind.isMaximal
    else { return nil }
    let levels = SideLevel.levels(slot, valid)
    guard levels.count >= SymmetryIndex.fewestRepetitions, let level = Statistics.median(levels)
    else { return nil }
    muscle = slot.muscle
    self.side = side
    self.level = level
    n = levels.count
    self.reference = reference.kind
    device = slot.device
    rateHz = slot.sampleRateHz
  }

  /// Sides are compared on the same sensor, at the same rate, by the same protocol.
  func isComparable(to other: SideLevel) -> Bool {
    muscle == other.muscle && side != other.side && reference == other.reference
      && device == other.device && rateHz == other.rateHz
  }

  /// The index of this and the other side; nil where the two can't be compared.
  func symmetry(with other: SideLevel) -> Double? {
    guard isComparable(to: other) else { return nil }
    return side == .left
      ? SymmetryIndex.percent(left: level, right: other.level)
      : SymmetryIndex.percent(left: other.level, right: level)
  }

  /// Only good signals: a fair one may be off by more than what is looked for.
  private static func levels(_ slot: MuscleSlot, _ valid: [CoachedRepetition]) -> [Double] {
    valid.compactMap { repetition in
      repetition.numbers.muscles.first {
        $0.slot.slot == slot.slot && $0.slot.reference == slot.reference && $0.quality == .good
      }?.concentric
    }
  }
}
