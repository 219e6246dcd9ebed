internal import SinewSignal

/// What each channel shows during a calibration: its rest, the hardest of the trial under way, and
/// what spoils it.
struct EffortListener: Sendable {
  /// A channel that has said nothing for so long is lost, seconds: levels come every 50 ms.
  static let longestSilence = 1.5

  private struct Channel: Sendable {
    var rest: Double?
    var highest: Double?
    var lowest: Double?
    var flags = QualityFlags(rawValue: 0)
    var quality = SignalQuality.good
    var fault: CalibrationRefusal?
    var heard: MonotonicTime?
  }

  private var channels = [Channel](repeating: Channel(), count: MuscleSlots.perStation)
  private let began: MonotonicTime

  init(at now: MonotonicTime) { began = now }

  mutating func note(_ tick: ActivationTick) {
    guard tick.hasEffort else { return }
    let shift = Int(tick.bank) * MuscleSlots.perBank
    for lane in 0..<MuscleSlots.perBank where tick.lanes & (1 << UInt8(lane)) != 0 {
      let slot = shift + lane
      let level = Double(tick.effort[lane])
      guard channels.indices.contains(slot), level.isFinite, level > 0 else { continue }
      channels[slot].heard = tick.decidedTime
      channels[slot].quality = SignalQuality(rawValue: tick.quality[lane]) ?? .off
      if channels[slot].quality == .off { continue }
      channels[slot].rest = min(channels[slot].rest ?? level, level)
      channels[slot].highest = max(channels[slot].highest ?? level, level)
      channels[slot].lowest = min(channels[slot].lowest ?? level, level)
    }
  }

  mutating func note(_ change: QualityChange) {
    let slot = Int(change.slot)
    guard channels.indices.contains(slot) else { return }
    channels[slot].flags = change.flags
    channels[slot].quality = change.quality
    channels[slot].fault = channels[slot].fault ?? Self.fault(change.flags, change.quality)
  }

  /// A trial begins: what was before it does not count, but a fault that lasts does.
  mutating func beginTrial() {
    for index in channels.indices {
      channels[index].highest = nil
      channels[index].lowest = nil
      channels[index].fault = Self.fault(channels[index].flags, channels[index].quality)
    }
  }

  /// Why the trial of a slot is worth nothing; nil where it is clean.
  func fault(of slot: Int, at now: MonotonicTime) -> CalibrationRefusal? {
    isLost(slot, at: now) ? .signalLost : channels[slot].fault
  }

  func isLost(_ slot: Int, at now: MonotonicTime, after seconds: Double = longestSilence) -> Bool {
    now.seconds(since: channels[slot].heard ?? began) > seconds
  }

  /// Highest 500 ms of the trial.
  func highest(_ slot: Int) -> Double? { channels[slot].highest }

  /// Lowest 500 ms of the trial.
  func lowest(_ slot: Int) -> Double? { channels[slot].lowest }

  /// Highest of the trial over the lowest of the whole calibration; 0 where one is missing.
  func rise(_ slot: Int) -> Double {
    guard let highest = channels[slot].highest, let rest = channels[slot].rest, rest > 0 else {
      return 0
    }
    return highest / rest
  }

  /// Of what is wrong with a signal, that which makes a level worth nothing. A poor ratio of work
  /// to rest alone does not: a hard contraction is what mends it.
  private static func fault(
    _ flags: QualityFlags, _ quality: SignalQuality
  ) -> CalibrationRefusal? {
    if flags.contains(.clip) { return .clipped }
    if flags.contains(.motion) { return .moved }
    if quality == .off || flags.contains(.flat) { return .electrodeOff }
    if flags.contains(.drop) { return .signalLost }
    return quality == .poor && !flags.isDisjoint(with: [.mains, .noise]) ? .poorSignal : nil
  }
}
