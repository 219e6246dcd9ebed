internal import SinewFeedback
internal import SinewSignal

/// Both sides of the target muscles in one set, where both worked in every repetition.
struct SymmetryOfSet: Sendable {
  /// By muscle, those that can be compared.
  let indices: [(muscle: String, percent: Double, n: Int)]
  /// Each side by itself, for the comparison of sets.
  let sides: [SideLevel]
  /// Why nothing can be said inside this set.
  let obstacle: WithheldMetric.Reason?

  init(_ valid: [CoachedRepetition], setup: StationSetup) {
    let targets = setup.muscles.filter { $0.role == .target && $0.side != nil }
    sides = targets.compactMap { SideLevel($0, valid) }
    if let reason = Self.obstacle(targets, valid, setup: setup) {
      (indices, obstacle) = ([], reason)
      return
    }
    var found: [(muscle: String, percent: Double, n: Int)] = []
    for left in sides where left.side == .left {
      for right in sides where right.side == .right {
        guard let percent = left.symmetry(with: right) else { continue }
        found.append((left.muscle, percent, min(left.n, right.n)))
      }
    }
    indices = found
    obstacle = found.isEmpty ? Self.missing(targets, sides, valid) : nil
  }

  private static func obstacle(
    _ targets: [MuscleSlot], _ valid: [CoachedRepetition], setup: StationSetup
  ) -> WithheldMetric.Reason? {
    if setup.muscles.isEmpty { return .noEMG }
    if !setup.muscles.contains(where: { $0.role == .target }) { return .noTarget }
    if Set(targets.map(\.side)).count < 2 { return .oneSide }
    return setup.exercise?.isOneLimb == true || looksLikeOneLimb(targets, valid) ? .oneLimb : nil
  }

  /// Curls and the like are done with both arms or one after the other, and the motion sensor on
  /// one arm can't tell.
  private static func looksLikeOneLimb(
    _ targets: [MuscleSlot], _ valid: [CoachedRepetition]
  ) -> Bool {
    guard let muscle = targets.first?.muscle, valid.count >= 2 else { return false }
    let lopsided = valid.filter { repetition in
      let levels = repetition.numbers.muscles.filter { $0.slot.muscle == muscle }
        .compactMap(\.concentric)
      guard let low = levels.min(), let high = levels.max(), levels.count == 2 else {
        return false
      }
      return low < SymmetryIndex.restingSide * high
    }
    return 2 * lopsided.count > valid.count
  }

  private static func missing(
    _ targets: [MuscleSlot], _ sides: [SideLevel], _ valid: [CoachedRepetition]
  ) -> WithheldMetric.Reason {
    if Set(sides.map(\.side)).count == 2 { return .differentSensors }
    if targets.contains(where: { $0.reference == nil }) { return .noReference }
    if targets.contains(where: { $0.reference?.kind.isMaximal != true }) {
      return .submaximalReference
    }
    return valid.count < SymmetryIndex.fewestRepetitions ? .tooFewRepetitions : .poorSignal
  }
}
