internal import SinewFeedback
internal import SinewSignal

/// The order of firing over the repetitions of a set, against the athlete's own (science 4.4).
///
/// Nobody has found an order that all healthy people share: earlier, later and changed are all that
/// may be said.
struct OrderOfSet: Sendable {
  /// Median delays, the first muscle first.
  let delays: [FiringDelay]
  /// Part of the repetitions with the most frequent order.
  let stability: Double
  let verdict: OrderVerdict.Verdict

  /// Repetitions below which no order is told.
  static let fewestRepetitions = 5
  /// A target is late when it lags behind the first compensator by so much more than usual: two
  /// moments carry 30 to 50 ms each.
  static let lateMs = 100.0
  /// ... in so many of the last five.
  static let lateRepetitions = 3
  /// Days in a row that must show another order before it is told. Ours.
  static let days = 3

  /// nil where too few repetitions show when all the muscles came in.
  init?(_ valid: [CoachedRepetition], template: FiringTemplate?) {
    let orders = valid.map(\.numbers.firing).filter { !$0.isEmpty }
    guard let most = orders.map(\.count).max() else { return nil }
    let complete = orders.filter { $0.count == most }
    guard complete.count >= Self.fewestRepetitions else { return nil }
    let sequences = complete.map { $0.map(\.slot.slot) }
    var counts: [[Int]: Int] = [:]
    for sequence in sequences { counts[sequence, default: 0] += 1 }
    // Among equals the one that was seen first.
    let mode = sequences.max { left, right in
      (counts[left] ?? 0, -(sequences.firstIndex(of: left) ?? 0))
        < (counts[right] ?? 0, -(sequences.firstIndex(of: right) ?? 0))
    }
    guard let mode else { return nil }
    stability = Double(counts[mode] ?? 0) / Double(complete.count)
    delays = Self.medians(complete)
    verdict = Self.verdict(complete, mode: mode, stability: stability, template: template)
  }

  /// How much later than usual the target came in, after the first compensator; nil without either.
  static func lag(
    _ firing: [FiringDelay], of muscle: String?, template: FiringTemplate
  ) -> Double? {
    let targets = firing.filter {
      muscle == nil ? $0.slot.role == .target : $0.slot.muscle == muscle
    }
    let others = firing.filter { $0.slot.role == .compensator }
    let usual = { (delay: FiringDelay) in
      template.delayMs(of: delay.slot.muscle, side: delay.slot.side)
    }
    guard let target = targets.first, let first = others.map(\.milliseconds).min(),
      let usualTarget = usual(target), let usualFirst = others.compactMap(usual).min()
    else { return nil }
    return (target.milliseconds - first) - (usualTarget - usualFirst)
  }

  /// The same by the medians of an earlier set, all that is left of it.
  static func verdict(_ set: PastSet, template: FiringTemplate) -> OrderVerdict.Verdict {
    guard set.firingStability ?? 0 >= FiringTemplate.leastStability,
      template.stability >= FiringTemplate.leastStability
    else { return .noStableOrder }
    func role(_ moment: FiringTemplate.Moment) -> SetMuscle.Role? {
      set.muscles.first { $0.muscle == moment.muscle && $0.side == moment.side }?.role
    }
    func usual(_ moment: FiringTemplate.Moment) -> Double? {
      template.delayMs(of: moment.muscle, side: moment.side)
    }
    let others = set.firing.filter { role($0) == .compensator }
    if let target = set.firing.first(where: { role($0) == .target }),
      let first = others.map(\.delayMs).min(), let usualTarget = usual(target),
      let usualFirst = others.compactMap(usual).min()
    {
      let lag = (target.delayMs - first) - (usualTarget - usualFirst)
      if lag > lateMs { return .later }
      if lag < -lateMs { return .earlier }
    }
    let known = set.firing.compactMap(usual)
    guard known.count >= 2 else { return .unknown }
    return known == known.sorted() ? .asUsual : .changed
  }

  private static func medians(_ complete: [[FiringDelay]]) -> [FiringDelay] {
    let slots = complete.first?.map(\.slot) ?? []
    let delays = slots.compactMap { slot in
      Statistics.median(
        complete.compactMap { firing in
          firing.first { $0.slot.slot == slot.slot }?.milliseconds
        }
      ).map { FiringDelay(slot: slot, milliseconds: $0) }
    }
    return delays.sorted { ($0.milliseconds, $0.slot.slot) < ($1.milliseconds, $1.slot.slot) }
  }

  private static func verdict(
    _ complete: [[FiringDelay]], mode: [Int], stability: Double, template: FiringTemplate?
  ) -> OrderVerdict.Verdict {
    if stability < FiringTemplate.leastStability { return .noStableOrder }
    guard let template else { return .unknown }
    if template.stability < FiringTemplate.leastStability { return .noStableOrder }
    let lags = complete.suffix(5).compactMap { lag($0, of: nil, template: template) }
    if lags.filter({ $0 > lateMs }).count >= lateRepetitions { return .later }
    if lags.filter({ $0 < -lateMs }).count >= lateRepetitions { return .earlier }
    let slots = complete.first ?? []
    let now = mode.compactMap { id in slots.first { $0.slot.slot == id }?.slot }
    let known = now.filter { template.delayMs(of: $0.muscle, side: $0.side) != nil }
    guard known.count >= 2 else { return .unknown }
    let usual = known.map { template.delayMs(of: $0.muscle, side: $0.side) ?? 0 }
    return usual == usual.sorted() ? .asUsual : .changed
  }
}
