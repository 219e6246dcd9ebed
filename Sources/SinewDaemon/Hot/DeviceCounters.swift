import SinewSignal
import Synchronization

/// What the intake thread knows about one device, readable from any thread without a lock.
///
/// Relaxed atomics: each number is true by itself, and nobody needs them to agree to the sample.
final class DeviceCounters: Sendable {
  let bytes = Atomic<UInt64>(0)
  let frames = Atomic<UInt64>(0)
  let dropped = Atomic<UInt64>(0)
  /// CLOCK_MONOTONIC nanoseconds of the newest `read` that gave bytes.
  let lastArrival = Atomic<Int64>(0)
  /// The longest time between two arrivals lately, nanoseconds.
  private let longestPause = Atomic<Int64>(0)
  private let resync = Atomic<UInt64>(0)
  private let framing = Atomic<UInt64>(0)
  private let checksum = Atomic<UInt64>(0)
  private let unknownKind = Atomic<UInt64>(0)
  private let text = Atomic<UInt64>(0)
  private let incomplete = Atomic<UInt64>(0)
  private let schema = Atomic<UInt64>(0)

  /// HOT. Bytes have arrived.
  func note(arrival: MonotonicTime) {
    let pause = arrival.nanoseconds &- lastArrival.load(ordering: .relaxed)
    lastArrival.store(arrival.nanoseconds, ordering: .relaxed)
    // A device that was silent before says nothing of how often it sends.
    guard pause >= 0, pause < Self.longestOfUse else { return }
    let longest = longestPause.load(ordering: .relaxed)
    longestPause.store(max(pause, longest &- longest >> 6), ordering: .relaxed)
  }

  /// Nanoseconds after which a pause is no rhythm any more.
  private static let longestOfUse: Int64 = 6_000_000_000

  /// The longest time between two arrivals lately, seconds; 0 before the second.
  var pause: Double { Double(longestPause.load(ordering: .relaxed)) / 1e9 }

  /// A stream begins; what was before is no part of its rhythm.
  func begin(at now: MonotonicTime) {
    lastArrival.store(now.nanoseconds, ordering: .relaxed)
    longestPause.store(0, ordering: .relaxed)
  }

  func publish(_ faults: FaultCounts) {
    resync.store(faults[.resync], ordering: .relaxed)
    framing.store(faults[.framing], ordering: .relaxed)
    checksum.store(faults[.checksum], ordering: .relaxed)
    unknownKind.store(faults[.unknownKind], ordering: .relaxed)
    text.store(faults[.text], ordering: .relaxed)
    incomplete.store(faults[.incomplete], ordering: .relaxed)
    schema.store(faults[.schema], ordering: .relaxed)
  }

  /// Faults by kind, without the kinds that never happened.
  var faults: [(kind: DecodeFault, count: UInt64)] {
    let all: [(DecodeFault, UInt64)] = [
      (.resync, resync.load(ordering: .relaxed)),
      (.framing, framing.load(ordering: .relaxed)),
      (.checksum, checksum.load(ordering: .relaxed)),
      (.unknownKind, unknownKind.load(ordering: .relaxed)),
      (.text, text.load(ordering: .relaxed)),
      (.incomplete, incomplete.load(ordering: .relaxed)),
      (.schema, schema.load(ordering: .relaxed)),
    ]
    return all.filter { $0.1 > 0 }.map { (kind: $0.0, count: $0.1) }
  }
}
