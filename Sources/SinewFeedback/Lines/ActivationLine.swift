/// The `activation` line of one set, prepared once: everything that stays the same from tick to
/// tick is JSON text already, so that a tick writes numbers and allocates nothing.
///
/// The bytes are those that `encode` would write for the same message.
package struct ActivationLine: Sendable {
  /// Device channels a station can have.
  package static let slots = 16

  /// What the levels handed to `write` are.
  package enum Unit: Sendable {
    /// Fractions of the reference.
    case level
    case microvolts
    case counts

    fileprivate var key: StaticString {
      switch self {
      case .level: "level"
      case .microvolts: "level_uv"
      case .counts: "level_counts"
      }
    }

    fileprivate var quantity: Quantity {
      switch self {
      case .level: .level
      case .microvolts: .microvolts
      case .counts: .counts
      }
    }
  }

  /// A muscle on the line.
  package struct Muscle: Sendable {
    package var muscle: String
    package var side: Side?
    /// The slots it is the mean of, bit 0 = slot 0; both sides of a muscle where sides are merged.
    package var slots: UInt16
    package var unit: Unit

    package init(_ muscle: String, side: Side? = nil, slots: UInt16, unit: Unit) {
      self.muscle = muscle
      self.side = side
      self.slots = slots
      self.unit = unit
    }
  }

  /// The numbers of one tick, by slot.
  package struct Tick: Sendable, BitwiseCopyable {
    package var seq: UInt64 = 0
    /// Seconds, as in the envelope.
    package var tSignal: Double = 0
    package var tEmit: Double = 0
    /// Counter of the newest device sample in it.
    package var sample: UInt64 = 0
    /// Slots that have a level now, bit 0 = slot 0.
    package var present: UInt16 = 0
    /// Slots in functional activity.
    package var active: UInt16 = 0
    /// In the unit of the muscle.
    package var levels = InlineArray<16, Float>(repeating: 0)
    /// 0 good, 1 fair, 2 poor, 3 off.
    package var quality = InlineArray<16, UInt8>(repeating: 0)

    package init() {}
  }

  private struct Prepared {
    let head: Range<Int>
    let slots: UInt16
    let unit: Unit
  }

  private let text: [UInt8]
  private let envelope: Range<Int>
  private let muscles: [Prepared]

  /// - Parameter envelope: station, athlete, set and exercise; its order and times are not used.
  package init(envelope: Envelope, muscles: [Muscle]) {
    var line = LineWriter()
    line.text("station", envelope.station)
    line.text("athlete", envelope.athlete)
    if let set = envelope.set {
      line.append(",\"set\":")
      line.integer(set)
    }
    line.text("exercise", envelope.exercise)
    line.append(",\"sample\":")
    self.envelope = 0..<line.count
    var prepared: [Prepared] = []
    for muscle in muscles {
      let start = line.count
      line.append("{\"muscle\":")
      line.string(muscle.muscle)
      line.text("side", muscle.side?.rawValue)
      prepared.append(
        Prepared(head: start..<line.count, slots: muscle.slots, unit: muscle.unit))
    }
    self.muscles = prepared
    text = line.bytes
  }

  /// Writes the line of one tick, LF included. A muscle none of whose slots is present is left
  /// out. A muscle of several slots gets their mean, the worst quality, and is active when one is.
  package func write(_ tick: Tick, into line: inout LineWriter) {
    line.append("{\"kind\":\"activation\",\"seq\":")
    line.integer(tick.seq)
    line.instant("t_signal", tick.tSignal)
    line.instant("t_emit", tick.tEmit)
    line.append(text, envelope)
    line.integer(tick.sample)
    line.append(",\"muscles\":[")
    for muscle in muscles where muscle.slots & tick.present != 0 {
      line.separate()
      line.append(text, muscle.head)
      write(muscle, tick, into: &line)
    }
    line.append("]}\n")
  }

  private func write(_ muscle: Prepared, _ tick: Tick, into line: inout LineWriter) {
    let slots = muscle.slots & tick.present
    var sum: Double = 0
    var worst: UInt8 = 0
    var slot = 0
    while slot < Self.slots {
      if slots & (1 << UInt16(truncatingIfNeeded: slot)) != 0 {
        sum += Double(tick.levels[slot])
        worst = max(worst, tick.quality[slot])
      }
      slot += 1
    }
    let level = sum / Double(slots.nonzeroBitCount)
    let quantity = muscle.unit.quantity
    if LineWriter.canWrite(level, decimals: quantity.decimals) {
      line.key(muscle.unit.key)
      line.number(level, decimals: quantity.decimals)
    }
    line.append(
      slots & tick.active != 0 ? ",\"active\":true" : ",\"active\":false" as StaticString)
    switch worst {
    case 0: line.append(",\"quality\":\"good\"}")
    case 1: line.append(",\"quality\":\"fair\"}")
    case 2: line.append(",\"quality\":\"poor\"}")
    default: line.append(",\"quality\":\"off\"}")
    }
  }
}

extension LineWriter {
  /// A member with text, if there is one, after another member.
  fileprivate mutating func text(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    append(UInt8(ascii: ","))
    append(UInt8(ascii: "\""))
    append(name)
    append("\":")
    string(value)
  }

  /// An instant, unless it can't be written.
  fileprivate mutating func instant(_ name: StaticString, _ seconds: Double) {
    guard Self.canWrite(seconds, decimals: Quantity.instant.decimals) else { return }
    key(name)
    number(seconds, decimals: Quantity.instant.decimals)
  }
}
