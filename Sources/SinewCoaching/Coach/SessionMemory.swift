internal import SinewFeedback
internal import SinewSignal

/// What the sets of this session have shown so far: one athlete, in memory, forgotten when another
/// signs in.
struct SessionMemory: Sendable {
  /// Loads that differ by less count as the same (science 4.10).
  static let sameLoad = 0.025
  /// Valid repetitions below which a set is no measure of the next one. Ours.
  static let fewestRepetitions = 4

  private struct Loaded: Sendable {
    let loadKg: Double
    let share: Double
    let kinds: [ActivationReference.Kind?]
  }

  private struct Level: Sendable {
    let slot: MuscleSlot
    let loadKg: Double?
    let value: Double
  }

  /// The latest set of each exercise that had a load and a share.
  private var loaded: [String: Loaded] = [:]
  /// Symmetry indices by exercise and muscle, oldest first.
  private var symmetries: [String: [Double]] = [:]
  /// Those that the set taken last added, by muscle.
  private(set) var newSymmetries: [String: Double] = [:]
  /// The last set of one side that waits for the other, by exercise and muscle.
  private var waiting: [String: (side: SideLevel, loadKg: Double?)] = [:]
  /// Median concentric levels of the sets, by exercise.
  private var levels: [String: [Level]] = [:]

  /// What an own median needs of a muscle: the median over this session's earlier sets of the
  /// exercise at this load; nil before the first.
  func usualLevel(of slot: MuscleSlot, setup: StationSetup) -> Double? {
    guard let exercise = setup.exercise?.id else { return nil }
    let alike = (levels[exercise] ?? []).filter {
      $0.slot.slot == slot.slot && $0.slot.reference == slot.reference
        && Self.isSame($0.loadKg, setup.loadKg)
    }
    return Statistics.median(alike.map(\.value))
  }

  /// Takes a set that is over, and gives what follows from it and those before.
  ///
  /// - Parameter past: Earlier days, and today.
  mutating func take(_ set: TrainingSet, past: AthletePast) -> [FeedbackBody] {
    newSymmetries = [:]
    guard let exercise = set.setup.exercise?.id else { return [] }
    let valid = set.valid
    let earlier = EarlierDays(
      past, exercise: exercise, before: set.setup.calendar?.day(of: set.start))
    remember(valid, of: exercise, set.setup)
    var bodies: [FeedbackBody] = []
    let template = set.setup.baseline?.firing
    if let order = OrderOfSet(valid, template: template) {
      let before = earlier.orders(template: template)
      bodies.append(.order(OrderVerdict(order, template: template, before: before)))
    }
    for slot in set.setup.muscles where slot.role == .target {
      if let fatigue = FatigueOfSet(valid, slot: slot) {
        bodies.append(.fatigue(fatigue.message(slot)))
      }
    }
    bodies += symmetry(SymmetryOfSet(valid, setup: set.setup), exercise, set.setup, earlier)
    if let advice = advice(valid, exercise, set.setup) { bodies.append(.loadAdvice(advice)) }
    return bodies
  }

  private mutating func remember(
    _ valid: [CoachedRepetition], of exercise: String, _ setup: StationSetup
  ) {
    guard valid.count >= Self.fewestRepetitions else { return }
    for slot in setup.muscles {
      let values = valid.compactMap { repetition in
        repetition.numbers.muscles.first {
          $0.slot.slot == slot.slot && $0.slot.reference == slot.reference
        }?.concentric
      }
      guard values.count >= Self.fewestRepetitions, let value = Statistics.median(values) else {
        continue
      }
      levels[exercise, default: []].append(
        Level(slot: slot, loadKg: setup.loadKg, value: value))
    }
  }

  /// Science 4.3: inside a set where both sides worked, else the set of one side against that of
  /// the other at the same load.
  private mutating func symmetry(
    _ symmetry: SymmetryOfSet, _ exercise: String, _ setup: StationSetup, _ earlier: EarlierDays
  ) -> [FeedbackBody] {
    var found = symmetry.indices.map { ($0.muscle, $0.percent) }
    if symmetry.obstacle == .oneSide {
      for side in symmetry.sides {
        let key = exercise + "/" + side.muscle
        if let (other, load) = waiting[key], Self.isSame(load, setup.loadKg),
          let percent = side.symmetry(with: other)
        {
          found.append((side.muscle, percent))
          waiting[key] = nil
        } else {
          waiting[key] = (side, setup.loadKg)
        }
      }
    }
    return found.compactMap { muscle, percent in
      let key = exercise + "/" + muscle
      symmetries[key, default: []].append(percent)
      newSymmetries[muscle] = percent
      return SymmetryVerdict(
        symmetries[key] ?? [], earlier: earlier.symmetries(of: muscle), muscle: muscle
      ).map { .symmetry($0) }
    }
  }

  /// Science 4.9: the load rose since the last set; did the share hold?
  private mutating func advice(
    _ valid: [CoachedRepetition], _ exercise: String, _ setup: StationSetup
  ) -> LoadAdvice? {
    let shares = valid.compactMap(\.numbers.share)
    guard let load = setup.loadKg, load > 0, shares.count >= Self.fewestRepetitions,
      let share = Statistics.median(shares)
    else { return nil }
    let now = Loaded(
      loadKg: load, share: share, kinds: setup.muscles.map { $0.reference?.kind })
    defer { loaded[exercise] = now }
    guard let before = loaded[exercise], before.kinds == now.kinds,
      load > before.loadKg * (1 + Self.sameLoad)
    else { return nil }
    let target = setup.muscles.first { $0.role == .target }
    let level = Statistics.median(valid.compactMap(\.numbers.targetLevel))
    let change = share - before.share
    return LoadAdvice {
      $0.muscle = target?.muscle
      $0.shareChange = change
      $0.n = 2
      $0.activationPerKg = level.map { $0 / load }
      $0.confidence = SetConfidence(valid).of(shares.count)
      $0.describe(hasOutran: change < -LoadAdvice.shareLoss, lighter: before.loadKg, heavier: load)
      $0.text = LoadAdvice.sentence($0.advice).text(setup.lang)
    }
  }

  private static func isSame(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return abs(left - right) <= sameLoad * max(left, right)
  }
}
