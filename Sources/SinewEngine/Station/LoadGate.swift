internal import SinewSignal

/// Whether a movement was a repetition under load: one in which no muscle that is worn did a
/// quarter of its usual work was setting up, not lifting (science 3.3, the gate with EMG).
///
/// It says nothing before two repetitions gave a level, nor about slots without a trusted signal.
struct LoadGate: BitwiseCopyable {
  /// Repetitions the usual level is learned from before the gate closes on anything.
  private static var apprenticeship: UInt32 { 2 }
  /// Part of the usual level below which a muscle did not work.
  private static var leastShare: Float { 0.25 }

  private var learned = InlineArray<16, UInt32>(repeating: 0)
  private var usual = InlineArray<16, Float>(repeating: 0)

  /// Judges a repetition and learns from it when it was loaded.
  ///
  /// - Parameter trusted: slots with good or fair signal, bit 0 = slot 0.
  mutating func isUnloaded(_ repetition: Repetition, trusted: UInt16) -> Bool {
    var asked = 0
    var idle = 0
    var slot = 0
    while slot < MuscleSlots.perStation {
      if repetition.slots & trusted & (1 << UInt16(truncatingIfNeeded: slot)) != 0,
        learned[slot] >= Self.apprenticeship
      {
        asked &+= 1
        if level(repetition, slot) < Self.leastShare * usual[slot] { idle &+= 1 }
      }
      slot &+= 1
    }
    if asked > 0, idle == asked { return true }
    learn(repetition, trusted)
    return false
  }

  private mutating func learn(_ repetition: Repetition, _ trusted: UInt16) {
    var slot = 0
    while slot < MuscleSlots.perStation {
      if repetition.slots & trusted & (1 << UInt16(truncatingIfNeeded: slot)) != 0 {
        let level = level(repetition, slot)
        // The mean of the first, then one that follows load changes over a few repetitions.
        let share: Float = learned[slot] < 3 ? 1 / Float(learned[slot] &+ 1) : 0.3
        usual[slot] += share * (level - usual[slot])
        learned[slot] &+= 1
      }
      slot &+= 1
    }
  }

  private func level(_ repetition: Repetition, _ slot: Int) -> Float {
    let (out, back) = (repetition.outRMS[slot], repetition.backRMS[slot])
    return out > back ? out : back
  }
}
