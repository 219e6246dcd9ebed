import SinewSignal

@testable import SinewEngine

/// A bank of muscles fed with samples from memory, and what it says about them.
struct BankRun {
  var changes: [QualityChange] = []
  var onsets: [MuscleEvent] = []
  var offsets: [MuscleEvent] = []

  /// - Parameters:
  ///   - lanes: the raw samples of each lane in use, the first lane first, all of one length.
  ///   - rail: magnitude from which the frame is marked as clipped.
  ///   - shaken: samples at which the limb is jerked.
  ///   - lost: samples missing before each tenth sample of this range.
  init(
    _ lanes: [[Float]], rateHz: Double, isMicrovolts: Bool = true, rail: Float = .infinity,
    shaken: Range<Int> = 0..<0, lost: Range<Int> = 0..<0
  ) {
    var setup = MuscleBankSetup(sampleRateHz: rateHz, kind: .emg, isMicrovolts: isMicrovolts)
    var map = InlineArray<8, Int8>(repeating: -1)
    for lane in lanes.indices {
      setup.use(lane: lane, resolution: 0.02, reference: 0)
      map[lane] = Int8(lane)
    }
    let bank = MuscleBank(index: 0, setup: setup, activationHz: 20)
    var ring = makeRing(of: Finding.self, capacity: 256)
    var findings = ring.takeProducer()
    var consumer = ring.takeConsumer()
    for index in lanes[0].indices {
      var frame = Frame(counter: UInt32(truncatingIfNeeded: index))
      for lane in lanes.indices { frame.values[lane] = lanes[lane][index] }
      if lanes.contains(where: { $0[index].magnitude >= rail && $0[index].isFinite }) {
        frame.flags = .clipped
      }
      var timing = SampleTiming(time: MonotonicTime(seconds: 100 + Double(index) / rateHz))
      if lost.contains(index), index % 10 == 0 { timing.lostBefore = 1 }
      bank.consume(
        frame, lanes: map, timing: timing, isStill: true, isShaken: shaken.contains(index),
        station: 0, findings: &findings)
      bank.settle(station: 0, findings: &findings)
      while let finding = consumer.pop() { note(finding) }
    }
  }

  private mutating func note(_ finding: Finding) {
    switch finding {
    case .quality(let change): changes.append(change)
    case .onset(let event) where !event.isCorrection: onsets.append(event)
    case .offset(let event) where !event.isCorrection: offsets.append(event)
    default: break
    }
  }

  /// Every flag that was up on a slot while a span of seconds lasted.
  func flags(slot: UInt8 = 0, from start: Double = 0, to end: Double = .infinity) -> QualityFlags {
    var flags = QualityFlags(rawValue: 0)
    var current = QualityFlags(rawValue: 0)
    for change in changes where change.slot == slot {
      let time = change.decidedTime.seconds - 100
      if time > end { break }
      if time > start { flags.formUnion(current) }
      current = change.flags
      if time > start { flags.formUnion(current) }
    }
    return flags.union(current)
  }

  /// The worst quality of a slot that was told in a span of seconds.
  func worst(slot: UInt8 = 0, from start: Double, to end: Double) -> SignalQuality? {
    changes.filter {
      $0.slot == slot && $0.decidedTime.seconds - 100 > start && $0.decidedTime.seconds - 100 < end
    }.map(\.quality).max { $0.rawValue < $1.rawValue }
  }

  /// The state of a slot at the end.
  func last(slot: UInt8 = 0) -> QualityChange? { changes.last { $0.slot == slot } }
}
