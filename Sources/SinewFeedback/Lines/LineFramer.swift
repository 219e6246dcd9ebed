/// Cuts a stream of bytes into lines, whatever the chunks it comes in.
///
/// A line ends with LF; a CR before it belongs to the line (JSON takes it for space). A line
/// without a byte is passed over. After a fault the framer goes on with the next line, but the
/// protocol closes the connection.
package struct LineFramer: Sendable {
  /// What a stretch of bytes turned out to be.
  package enum Item: Sendable, Equatable {
    /// The bytes of a line, without LF; valid UTF-8.
    case line([UInt8])
    /// A line went past the limit; told as soon as it is certain, once a line.
    case tooLong
    /// A line holds bytes that are not UTF-8.
    case notUTF8
  }

  /// Bytes a client's line may have: 64 KiB, without LF.
  package static let defaultLimit = 65_536

  private let limit: Int
  private var pending: [UInt8] = []
  private var isSkipping = false

  package init(limit: Int = LineFramer.defaultLimit) { self.limit = max(1, limit) }

  /// Bytes of the unfinished line that are kept.
  package var held: Int { pending.count }

  /// Takes the next bytes and calls `take` with every item they complete, in order.
  package mutating func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ take: (Item) -> Void
  ) {
    for index in bytes.indices { unsafe step(bytes[index], take) }
  }

  /// Takes the next bytes and returns every item they complete, in order.
  package mutating func feed(_ bytes: [UInt8]) -> [Item] {
    var items: [Item] = []
    for byte in bytes { step(byte) { items.append($0) } }
    return items
  }

  private mutating func step(_ byte: UInt8, _ take: (Item) -> Void) {
    if byte == 0x0A {
      finish(take)
    } else if isSkipping {
      return
    } else if pending.count < limit {
      pending.append(byte)
    } else {
      isSkipping = true
      pending.removeAll()
      take(.tooLong)
    }
  }

  private mutating func finish(_ take: (Item) -> Void) {
    defer {
      pending.removeAll(keepingCapacity: true)
      isSkipping = false
    }
    if isSkipping || pending.isEmpty { return }
    let isText = String(validating: pending, as: UTF8.self) != nil
    take(isText ? .line(pending) : .notUTF8)
  }
}
