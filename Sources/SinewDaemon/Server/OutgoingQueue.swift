/// Lines a slow subscriber has not taken yet, in a bounded buffer.
///
/// A subscriber that keeps up never touches it: its lines go straight to the socket. When the
/// budget is reached, the lines that the next one replaces anyway (levels, quality, samples) are
/// dropped first, oldest first; what was dropped is counted by kind for the `missed` message.
struct OutgoingQueue {
  /// Bytes held at most; a minute of levels at 20 lines a second.
  static let budget = 256 * 1024

  private struct Entry {
    let kind: String
    let isReplaceable: Bool
    let bytes: [UInt8]
  }

  private var entries: [Entry] = []
  private var head = 0
  /// Bytes of the first entry that are already sent.
  private var sentOfFirst = 0
  private(set) var size = 0
  /// Lines dropped since the last `takeMissed`.
  private(set) var missed: [String: Int] = [:]
  /// Lines dropped since the connection was made.
  private(set) var dropped: UInt64 = 0
  /// True when something other than levels, quality or samples was lost.
  private(set) var hasLostState = false

  var isEmpty: Bool { head == entries.count }

  /// Adds a line, dropping older ones where the budget asks for it.
  ///
  /// - Parameter alreadySent: bytes of it that the socket took before it was full.
  mutating func append(
    _ bytes: [UInt8], kind: String, isReplaceable: Bool, alreadySent: Int = 0
  ) {
    if isEmpty { sentOfFirst = alreadySent }
    entries.append(Entry(kind: kind, isReplaceable: isReplaceable, bytes: bytes))
    size += bytes.count
    if size > Self.budget { shrink() }
  }

  /// Calls `send` with what waits until it takes less than offered (or returns nil: the socket is
  /// dead). Returns false when the socket is dead.
  mutating func drain(_ send: (ArraySlice<UInt8>) -> Int?) -> Bool {
    while head < entries.count {
      let bytes = entries[head].bytes
      let rest = bytes[sentOfFirst...]
      guard let taken = send(rest) else { return false }
      sentOfFirst += taken
      if taken < rest.count { return true }
      size -= bytes.count
      head += 1
      sentOfFirst = 0
      forgetSent()
    }
    forgetSent()
    return true
  }

  /// Gives the memory of lines that are sent back, also for a reader that is never quite up to
  /// date; now and then, so that it costs little.
  private mutating func forgetSent() {
    guard isEmpty || head >= 256 else { return }
    entries.removeFirst(head)
    head = 0
  }

  /// The losses since the last call, and whether the present state must be told again.
  mutating func takeMissed() -> (byKind: [String: Int], lostState: Bool)? {
    guard !missed.isEmpty else { return nil }
    defer {
      missed = [:]
      hasLostState = false
    }
    return (missed, hasLostState)
  }

  /// Drops replaceable lines, oldest first, then others, until half the budget is free. A line
  /// that is partly sent stays, or the reader would see a broken one.
  private mutating func shrink() {
    let first = sentOfFirst > 0 ? head + 1 : head
    var kept = Array(entries[head..<min(first, entries.count)])
    let waiting = entries.dropFirst(first)
    var surplus = size - Self.budget / 2
    var survivors: [Entry] = []
    for entry in waiting {
      if surplus > 0, entry.isReplaceable {
        drop(entry, &surplus)
      } else {
        survivors.append(entry)
      }
    }
    for entry in survivors {
      if surplus > 0 {
        drop(entry, &surplus)
        hasLostState = true
      } else {
        kept.append(entry)
      }
    }
    entries = kept
    head = 0
  }

  private mutating func drop(_ entry: Entry, _ surplus: inout Int) {
    surplus -= entry.bytes.count
    size -= entry.bytes.count
    missed[entry.kind, default: 0] += 1
    dropped += 1
  }
}
