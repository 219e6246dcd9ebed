internal import SinewSignal

/// When one muscle came in, in one repetition (science 4.4).
package struct FiringDelay: Sendable, Hashable {
  /// The channel and the muscle it lies on.
  package let slot: MuscleSlot
  /// After the start of the concentric movement; negative: before it.
  package let milliseconds: Double

  /// One standard deviation. Two moments carry 30 to 50 ms each, people's own judgement no less
  /// (science 2.1, 4.4): the worse of the two.
  package static let uncertaintyMs = 50.0

  /// In the order of firing; empty unless two muscles at least have a moment.
  static func order(_ muscles: [MuscleNumbers]) -> [FiringDelay] {
    let delays = muscles.compactMap { numbers in
      numbers.envelope?.riseDelay.map {
        FiringDelay(slot: numbers.slot, milliseconds: 1000 * $0)
      }
    }
    guard delays.count >= 2 else { return [] }
    return delays.sorted { ($0.milliseconds, $0.slot.slot) < ($1.milliseconds, $1.slot.slot) }
  }

  /// Why a repetition has no order.
  static func obstacle(_ muscles: [MuscleNumbers]) -> WithheldMetric.Reason {
    if muscles.isEmpty { return .noEMG }
    if muscles.count < 2 { return .oneMuscle }
    if muscles.allSatisfy({ $0.concentric == nil }) { return .phaseUnknown }
    if muscles.filter({ $0.quality != .poor }).count < 2 { return .poorSignal }
    return muscles.filter { $0.envelope != nil }.count < 2 ? .incompleteData : .noRise
  }
}
