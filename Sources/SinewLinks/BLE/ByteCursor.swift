/// Takes little-endian numbers from the front of bytes that a stranger sent; nil where they end too
/// early, so that no count or offset from outside is ever trusted.
struct ByteCursor {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() -> UInt8? { rest.popFirst() }

  mutating func word() -> UInt16? {
    guard let bytes = take(2) else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt16($1) }
  }

  mutating func long() -> UInt32? {
    guard let bytes = take(4) else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

extension [UInt8] {
  /// Low byte first, as everything on Bluetooth.
  mutating func append(littleEndian word: UInt16) {
    append(UInt8(truncatingIfNeeded: word))
    append(UInt8(truncatingIfNeeded: word >> 8))
  }
}
