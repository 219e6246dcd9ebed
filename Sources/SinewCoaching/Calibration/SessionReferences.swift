package import SinewFeedback
package import SinewSignal

/// The references of one athlete's visit, taken without anybody asking (science 1.8): first the
/// hardest contraction so far (`taskmax`), then the usual of the first set of each exercise
/// (`refset`); a measured maximum (`mvc`) holds over both.
///
/// A value without a clock. What is in force changes between sets; within one only where there was
/// nothing before, and it is always told.
package struct SessionReferences: Sendable {
  /// A level that is higher by less than this part is not worth another 100 %. Ours.
  static let leastChange = 0.05

  /// Channels in use, by slot.
  private var channels = [ChannelReferences?](repeating: nil, count: MuscleSlots.perStation)
  private var running: ReferenceSet?
  private var exercise = ""
  private var isWarmUp: Bool?
  private var isUnsettled = false
  private var lost: Set<Int> = []
  /// Contractions now are part of a calibration, whatever set they fall in.
  package var isCalibrating = false

  package init() {}

  /// Takes a set-up. Channels that are no longer worn are forgotten: whoever puts the electrodes on
  /// again measures anew.
  package mutating func wear(_ setup: StationSetup, at now: MonotonicTime) {
    let before = channels.compactMap(\.self)
    channels = Array(repeating: nil, count: MuscleSlots.perStation)
    let places = channels.indices
    for slot in setup.muscles where places.contains(slot.slot) {
      var channel = before.first { $0.isSame(as: slot) } ?? ChannelReferences(slot)
      channel.slot = slot
      channels[slot.slot] = channel
    }
    exercise = setup.exercise?.id ?? ""
    isWarmUp = setup.isWarmUp
    if running == nil {
      settle(at: now)
    } else {
      for index in channels.indices where channels[index]?.inForce == nil {
        let configured = channels[index]?.slot.reference
        channels[index]?.inForce = configured
      }
    }
  }

  /// The set-up with what is in force as 100 %.
  package func dressed(_ setup: StationSetup) -> StationSetup {
    var setup = setup
    setup.muscles = setup.muscles.map { slot in
      guard let channel = channel(slot.slot) else { return slot }
      return slot.measured(
        by: channel.inForce, band: Self.band(slot, channel.inForce?.kind))
    }
    return setup
  }

  /// Takes one finding of the station.
  package mutating func note(_ finding: Finding) {
    switch finding {
    case .activation(let tick): note(tick)
    case .quality(let change):
      if channels[safe: Int(change.slot)]?.note(change) == true {
        lost.insert(Int(change.slot))
        isUnsettled = true
      }
    case .repetition(let repetition): note(repetition)
    case .repetitionRevised(let revision): running?.revise(revision)
    default: break
    }
  }

  /// Takes the levels of one instant.
  package mutating func note(_ tick: ActivationTick) {
    guard tick.hasEffort else { return }
    let shift = Int(tick.bank) * MuscleSlots.perBank
    for lane in 0..<MuscleSlots.perBank where tick.lanes & (1 << UInt8(lane)) != 0 {
      let counts = isTrial(shift + lane)
      let hasCounted = channels[safe: shift + lane]?.take(
        Double(tick.effort[lane]), quality: SignalQuality(rawValue: tick.quality[lane]) ?? .off,
        counts: counts, at: tick.decidedTime)
      if hasCounted == true { isUnsettled = true }
    }
  }

  /// A set has begun.
  package mutating func setBegan() { running = ReferenceSet() }

  /// The set is over: what it was the reference of is told by `news`.
  package mutating func setEnded(at now: MonotonicTime) {
    guard let set = running else { return }
    running = nil
    isUnsettled = true
    guard isWarmUp != false, set.count >= ReferenceSet.counted.lowerBound + 2 else { return }
    for index in channels.indices {
      guard let channel = channels[index], !channel.warm.contains(exercise) else { continue }
      channels[index]?.warm.insert(exercise)
      guard let level = set.usual(of: index),
        level > ReferenceSet.leastRise * (channel.meter.rest ?? 0)
      else { continue }
      channels[index]?.usual[exercise] = ChannelReferences.Measured(value: level, time: now)
    }
  }

  /// A maximum that was measured or is known of this visit.
  ///
  /// - Parameters:
  ///   - value: root mean square of 500 ms, in the unit of the channel.
  ///   - time: when it was measured.
  package mutating func measured(
    _ kind: ActivationReference.Kind, slot: Int, value: Double, at time: MonotonicTime
  ) {
    guard value.isFinite, value > 0, channels[safe: slot] != nil else { return }
    let measured = ChannelReferences.Measured(value: value, time: time)
    switch kind {
    case .mvc: channels[slot]?.mvc = measured
    case .taskmax: channels[slot]?.taskmax = measured
    case .refset: channels[slot]?.usual[exercise] = measured
    }
    isUnsettled = true
  }

  /// What was measured with a sensor is void: it sits on other skin now.
  package mutating func forget(device: String) {
    for index in channels.indices where channels[index]?.slot.device == device {
      channels[index]?.forget()
      lost.insert(index)
      isUnsettled = true
    }
  }

  /// What was measured with some sensors alone.
  package func keeping(devices: Set<String>) -> SessionReferences {
    var kept = self
    kept.running = nil
    kept.isCalibrating = false
    for index in channels.indices {
      guard let device = channels[index]?.slot.device, devices.contains(device) else {
        kept.channels[index] = nil
        continue
      }
    }
    return kept
  }

  /// When `news` should be asked for though nothing was found: the oldest reference expires.
  package var deadline: MonotonicTime? {
    running == nil ? channels.compactMap { $0?.expiry }.min() : nil
  }

  /// What has changed, if anything: to be told, and `dressed` to be asked again.
  package mutating func news(at now: MonotonicTime, lang: String) -> [Calibration] {
    guard isUnsettled || deadline.map({ $0 < now }) == true else { return [] }
    return settle(at: now).map { $0.message(lang: lang) }
  }

  /// The level in force for a slot as the engine's envelope counts it; 0: none.
  package func envelopeLevel(slot: Int) -> Float {
    Float(channel(slot)?.inForce?.envelopeValue ?? 0)
  }

  @discardableResult
  private mutating func settle(at now: MonotonicTime) -> [ReferenceNews] {
    isUnsettled = false
    var news: [ReferenceNews] = []
    for index in channels.indices {
      guard var channel = channels[index] else { continue }
      let before = channel.inForce
      if running == nil { channel.expire(at: now) }
      let due = channel.due(in: exercise)
      if running == nil || before == nil, Self.isChange(before, due) {
        channel.inForce = due
        if let kind = due?.kind ?? before?.kind {
          let loss: ReferenceNews.Loss = lost.contains(index) ? .electrodesOff : .expired
          news.append(
            ReferenceNews(
              slot: channel.slot, kind: kind, reference: due, loss: due == nil ? loss : nil))
        }
        lost.remove(index)
      }
      channels[index] = channel
    }
    return news
  }

  private mutating func note(_ repetition: Repetition) {
    let clean = channels.indices.filter {
      channels[$0]?.isClean(since: repetition.start) == true
    }
    running?.add(repetition, clean: clean)
    for index in channels.indices where channels[index] != nil {
      let counts = isTrial(index)
      if channels[index]?.close(counts: counts, at: repetition.decidedTime) == true {
        isUnsettled = true
      }
    }
  }

  /// Whether contractions of a slot are still calibration or warm-up.
  private func isTrial(_ slot: Int) -> Bool {
    guard let channel = channel(slot) else { return false }
    return isCalibrating || isWarmUp != false && !channel.warm.contains(exercise)
  }

  private func channel(_ slot: Int) -> ChannelReferences? {
    channels.indices.contains(slot) ? channels[slot] : nil
  }

  private static func isChange(_ old: ActivationReference?, _ new: ActivationReference?) -> Bool {
    guard let old, let new, old.kind == new.kind else { return old != new }
    return abs(new.value - old.value) > leastChange * old.value
  }

  /// Where a target muscle should work when nobody asked for more: moderate to high activation
  /// against a maximum (science 4.1, and the hypertrophy phase of 4.15); from usual to well above
  /// it against a reference set (the zones of 4.1). The hardest of a warm-up prescribes nothing.
  package static func band(
    _ slot: MuscleSlot, _ kind: ActivationReference.Kind?
  ) -> ClosedRange<Double>? {
    guard slot.role == .target, let kind else { return nil }
    if let band = slot.band { return band }
    switch kind {
    case .mvc: return 0.4...0.8
    case .refset: return 0.8...1.3
    case .taskmax: return nil
    }
  }
}

extension [ChannelReferences?] {
  /// The channel of a slot; nil where none is, and whatever number somebody says.
  fileprivate subscript(safe index: Int) -> ChannelReferences? {
    get { indices.contains(index) ? self[index] : nil }
    set { if indices.contains(index) { self[index] = newValue } }
  }
}
