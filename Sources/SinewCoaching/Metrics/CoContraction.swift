internal import SinewFeedback
internal import SinewSignal

/// How much two muscles work at once: 100 times twice the integral of the lower over the integral
/// of both (the form of Falconer & Winter; science 4.5).
struct CoContraction: Sendable {
  /// 0...100.
  let percent: Double

  /// Steps in which the two envelopes are compared, seconds: as fine as levels come.
  private static let step = 0.05

  /// The first target and the compensator that works hardest, over the concentric phase; nil where
  /// their levels are missing or can't be compared.
  init?(_ muscles: [MuscleNumbers], in repetition: Repetition, levels: LevelHistory) {
    let able = muscles.filter {
      $0.slot.reference?.kind.isMaximal == true && $0.quality != .poor && $0.concentric != nil
    }
    let others = able.filter { $0.slot.role == .compensator }
    guard let target = able.first(where: { $0.slot.role == .target }),
      let other = others.max(by: { ($0.concentric ?? 0) < ($1.concentric ?? 0) }),
      let span = ConcentricSpan(repetition),
      let one = levels.trace(slot: target.slot.slot, from: span.start, to: span.end),
      let two = levels.trace(slot: other.slot.slot, from: span.start, to: span.end),
      let first = target.slot.reference?.value, let second = other.slot.reference?.value
    else { return nil }
    let pairs = stride(from: Self.step / 2, to: one.length, by: Self.step).map {
      (one.level(at: $0) / first, two.level(at: $0) / second)
    }
    let both = pairs.reduce(0) { $0 + $1.0 + $1.1 }
    guard both > 0 else { return nil }
    percent = 200 * pairs.reduce(0) { $0 + min($1.0, $1.1) } / both
  }
}
