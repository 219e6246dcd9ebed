/// A reusable buffer in which one JSON line after another is built. It grows to the longest line
/// it has seen and allocates nothing after that.
///
/// Commas write themselves: `key` and the element calls put one unless an object or array has
/// just been opened.
@safe
package struct LineWriter: ~Copyable {
  private var storage: UnsafeMutablePointer<UInt8>
  /// Bytes that fit before the buffer must grow.
  package private(set) var capacity: Int
  /// Bytes written since `clear`.
  package private(set) var count = 0
  /// The fields of payloads that may be written: those of this scope and all narrower ones.
  package var scope: Scope

  package init(capacity: Int = 1024, scope: Scope = .raw) {
    let room = max(64, capacity)
    unsafe storage = .allocate(capacity: room)
    self.capacity = room
    self.scope = scope
  }

  deinit { unsafe storage.deallocate() }

  /// Forgets the bytes and keeps the memory.
  package mutating func clear() { count = 0 }

  /// Drops everything after the first `length` bytes.
  package mutating func shorten(to length: Int) { count = min(count, max(0, length)) }

  /// The last byte written, nil when empty.
  var last: UInt8? { count > 0 ? unsafe storage[count - 1] : nil }

  /// Calls `body` with the bytes; the buffer is valid only inside.
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    unsafe body(UnsafeBufferPointer(start: storage, count: count))
  }

  /// A copy of the bytes.
  package var bytes: [UInt8] { unsafe withBytes { unsafe Array($0) } }

  /// A copy of the bytes as text.
  package var text: String { unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) } }

  /// One byte.
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe storage[count] = byte
    count += 1
  }

  /// Bytes from memory.
  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe (storage + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  /// Text that is JSON already: a literal of ours.
  package mutating func append(_ literal: StaticString) {
    guard literal.hasPointerRepresentation else { return }
    unsafe append(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// A part of bytes that are JSON already.
  package mutating func append(_ bytes: [UInt8], _ range: Range<Int>) {
    let part = range.clamped(to: bytes.indices)
    unsafe bytes.withUnsafeBufferPointer { all in
      unsafe append(UnsafeBufferPointer(rebasing: all[part]))
    }
  }

  private mutating func reserve(_ more: Int) {
    let needed = count + more
    if needed <= capacity { return }
    var room = capacity
    while room < needed { room *= 2 }
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    unsafe grown.update(from: storage, count: count)
    unsafe storage.deallocate()
    unsafe storage = grown
    capacity = room
  }
}
