internal import SinewFeedback
internal import SinewSignal

/// How the work of a concentric phase was divided between target and compensators (science 4.2).
package struct MuscleBalance: Sendable, Hashable {
  /// A(T) / (A(T) + sum A(C)), 0...1. Only where all references are maxima: against a reference
  /// set every muscle does its "usual", and shares would mean nothing.
  package let share: Double?
  /// log2 of A(T) / max A(C): 0 equal, -1 the compensator has the double. Against a reference set
  /// it is the change since that set.
  package let dominanceLog2: Double?
  /// Which of the two are missing, and why.
  package let withheld: [WithheldMetric]

  /// Several targets count with their mean, both sides of a muscle too.
  init(_ muscles: [MuscleNumbers], isIncomplete: Bool) {
    let targets = muscles.filter { $0.slot.role == .target }
    let compensators = muscles.filter { $0.slot.role == .compensator }
    let involved = targets + compensators
    if let reason = Self.obstacle(targets, compensators, isIncomplete: isIncomplete) {
      self.init(
        nil, nil, [WithheldMetric("share", reason), WithheldMetric("dominance_log2", reason)])
      return
    }
    let target = Statistics.mean(Self.levels(targets)) ?? 0
    let others = Self.levels(compensators)
    let strongest = others.max() ?? 0
    guard target > 0, strongest > 0 else {
      self.init(
        nil, nil,
        [WithheldMetric("share", .noActivity), WithheldMetric("dominance_log2", .noActivity)])
      return
    }
    // The hardest of a warm-up is another share of the maximum for each muscle (science 1.8).
    guard !involved.contains(where: { $0.slot.reference?.kind == .taskmax }) else {
      let reason = WithheldMetric.Reason.submaximalReference
      self.init(
        nil, nil, [WithheldMetric("share", reason), WithheldMetric("dominance_log2", reason)])
      return
    }
    let dominance = Logarithm.base2(target / strongest)
    guard involved.allSatisfy({ $0.slot.reference?.kind.isMaximal == true }) else {
      self.init(nil, dominance, [WithheldMetric("share", .submaximalReference)])
      return
    }
    self.init(target / (target + others.reduce(0, +)), dominance, [])
  }

  private init(_ share: Double?, _ dominanceLog2: Double?, _ withheld: [WithheldMetric]) {
    self.share = share
    self.dominanceLog2 = dominanceLog2
    self.withheld = withheld
  }

  /// Why the two can't be set against each other; nil when they can.
  private static func obstacle(
    _ targets: [MuscleNumbers], _ compensators: [MuscleNumbers], isIncomplete: Bool
  ) -> WithheldMetric.Reason? {
    let involved = targets + compensators
    if involved.isEmpty { return .noEMG }
    if targets.isEmpty { return .noTarget }
    if compensators.isEmpty { return .noCompensator }
    if involved.contains(where: { $0.concentric == nil }) { return .phaseUnknown }
    if involved.contains(where: { !$0.isNormalised }) { return .noReference }
    let maximal = involved.filter { $0.slot.reference?.kind.isMaximal == true }
    if !maximal.isEmpty, maximal.count != involved.count { return .mixedReferences }
    if involved.contains(where: { $0.quality == .poor }) { return .poorSignal }
    return isIncomplete ? .incompleteData : nil
  }

  /// The concentric level of each muscle, sides merged, in the order of first appearance.
  private static func levels(_ muscles: [MuscleNumbers]) -> [Double] {
    var ids: [String] = []
    for numbers in muscles where !ids.contains(numbers.slot.muscle) {
      ids.append(numbers.slot.muscle)
    }
    return ids.compactMap { id in
      Statistics.mean(muscles.filter { $0.slot.muscle == id }.compactMap(\.concentric))
    }
  }
}
