package import SinewSignal

/// The envelopes of the last half minute, as the activation findings brought them: what a
/// repetition did inside its phases can be looked up when it is over.
///
/// One writer, no allocation after the first level of a bank.
package struct LevelHistory: Sendable {
  /// Longer than the longest repetition (20 s, science 3.3) with the pause after it.
  package static let seconds = 32.0
  /// Levels come at 20 a second unless a screen asks for more; an envelope of 6 Hz says nothing
  /// new in less than this, seconds.
  package static let finest = 0.018
  /// A hole that is longer than this is missing data, seconds: two levels at 20 a second.
  package static let widestGap = 0.11

  private var banks = [LevelBank](repeating: LevelBank(), count: 2)

  package init() {}

  /// Takes the levels of one bank; those that come too close to the last are passed over, and an
  /// instant that goes backwards starts the bank anew.
  package mutating func note(_ tick: ActivationTick) {
    guard banks.indices.contains(Int(tick.bank)) else { return }
    banks[Int(tick.bank)].note(tick)
  }

  /// The envelope of a slot between two instants, in the unit of the stream; nil unless the whole
  /// span is covered without a hole.
  package func trace(slot: Int, from start: MonotonicTime, to end: MonotonicTime) -> LevelTrace? {
    guard slot >= 0, slot < MuscleSlots.perStation, start < end else { return nil }
    return banks[slot / MuscleSlots.perBank].trace(
      lane: slot % MuscleSlots.perBank, from: start, to: end)
  }
}

/// A ring of the levels of eight lanes.
private struct LevelBank: Sendable {
  private struct Entry: Sendable {
    var time: MonotonicTime
    var lanes: UInt8
    var levels: InlineArray<8, Float>
  }

  private static let capacity = Int(LevelHistory.seconds / LevelHistory.finest)
  private var entries: [Entry] = []
  /// The place of the oldest entry once the ring is full.
  private var head = 0

  mutating func note(_ tick: ActivationTick) {
    if let last {
      let step = tick.signalTime.seconds(since: last.time)
      if step <= -1 {
        entries.removeAll(keepingCapacity: true)
        head = 0
      } else if step < LevelHistory.finest {
        return
      }
    }
    let entry = Entry(time: tick.signalTime, lanes: tick.lanes, levels: tick.levels)
    if entries.count < Self.capacity {
      if entries.isEmpty { entries.reserveCapacity(Self.capacity) }
      entries.append(entry)
    } else {
      entries[head] = entry
      head = (head + 1) % Self.capacity
    }
  }

  private var last: Entry? {
    entries.isEmpty ? nil : self[entries.count - 1]
  }

  /// By age, the oldest first.
  private subscript(index: Int) -> Entry { entries[(head + index) % entries.count] }

  func trace(lane: Int, from start: MonotonicTime, to end: MonotonicTime) -> LevelTrace? {
    // The first entry after `start`, then one back: the value at `start` lies between the two.
    var first = firstIndex(after: start)
    guard first > 0 else { return nil }
    first -= 1
    var points: [LevelTrace.Point] = []
    for index in first..<entries.count {
      let entry = self[index]
      guard entry.lanes & (1 << UInt8(lane)) != 0 else { return nil }
      let level = Double(entry.levels[lane])
      let seconds = entry.time.seconds(since: start)
      guard level.isFinite, seconds - (points.last?.seconds ?? seconds) <= LevelHistory.widestGap
      else { return nil }
      points.append(LevelTrace.Point(seconds: seconds, level: level))
      if entry.time >= end { return LevelTrace(points, length: end.seconds(since: start)) }
    }
    return nil
  }

  private func firstIndex(after start: MonotonicTime) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].time > start { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
