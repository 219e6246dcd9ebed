internal import SinewFeedback
internal import SinewSignal

/// The holds of all target muscles of a station while an isometric exercise is on.
struct HoldsOfSet: Sendable {
  private var watches: [Int: HoldWatch] = [:]

  /// What one level of one muscle has led to.
  struct News: Sendable {
    let slot: MuscleSlot
    let state: HoldWatch.State
  }

  /// The newest instant at which a hold that was told goes on; nil: there is none.
  var latest: MonotonicTime? { watches.values.compactMap(\.latest).max() }

  /// Takes the levels of a bank.
  mutating func note(
    _ tick: ActivationTick, setup: StationSetup, qualities: SlotQualities
  ) -> [News] {
    let shift = Int(tick.bank) * MuscleSlots.perBank
    var news: [News] = []
    for slot in Self.held(setup) {
      let lane = slot.slot - shift
      guard (0..<MuscleSlots.perBank).contains(lane), tick.lanes & (1 << UInt8(lane)) != 0 else {
        continue
      }
      let quality = qualities[slot.slot]
      let isTrusted = quality == .good || quality == .fair
      let scale = slot.reference?.value ?? 1
      var watch = watches[slot.slot] ?? HoldWatch(rateHz: slot.sampleRateHz)
      let state = watch.note(
        Double(tick.levels[lane]) / scale, at: tick.signalTime,
        isActive: isTrusted && tick.active & (1 << UInt8(lane)) != 0, limit: Self.limit(slot))
      watches[slot.slot] = watch
      if let state { news.append(News(slot: slot, state: state)) }
    }
    return news
  }

  /// The targets; all muscles where the drill names none.
  private static func held(_ setup: StationSetup) -> [MuscleSlot] {
    let targets = setup.muscles.filter { $0.role == .target }
    return targets.isEmpty ? setup.muscles : targets
  }

  /// The lower edge of the band in the unit of the levels; nil where only the hold itself can say.
  private static func limit(_ slot: MuscleSlot) -> Double? {
    guard let reference = slot.reference else { return nil }
    if let band = slot.band { return band.lowerBound }
    return reference.kind.isMaximal ? HoldWatch.bandOfMaximum : nil
  }
}
