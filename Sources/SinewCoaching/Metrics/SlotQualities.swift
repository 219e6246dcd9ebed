package import SinewSignal

/// The last word of the engine on each EMG channel of a station; good until it said otherwise.
package struct SlotQualities: Sendable, Hashable {
  private var slots = [SignalQuality](repeating: .good, count: MuscleSlots.perStation)

  package init() {}

  /// The quality of slot 0..<16; `off` for any other.
  package subscript(slot: Int) -> SignalQuality {
    slots.indices.contains(slot) ? slots[slot] : .off
  }

  /// Takes a change; slots out of range are ignored.
  package mutating func note(_ change: QualityChange) {
    let slot = Int(change.slot)
    if slots.indices.contains(slot) { slots[slot] = change.quality }
  }
}
