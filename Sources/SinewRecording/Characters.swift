/// Small questions about the bytes of a line.
enum Characters {
  /// `range` without blanks and tabs at both ends.
  static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, isBlank(text[low]) { low += 1 }
    while high > low, isBlank(text[high - 1]) { high -= 1 }
    return low..<high
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The bytes as text; invalid UTF-8 is replaced.
  static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self)
  }

  /// At most 24 characters of the bytes for a message, quoted, with `?` for what does not print.
  static func excerpt(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var shown = "\""
    for index in range.prefix(24) {
      let byte = bytes[index]
      shown.unicodeScalars.append(Unicode.Scalar(byte >= 0x20 && byte < 0x7F ? byte : 0x3F))
    }
    return shown + (range.count > 24 ? "...\"" : "\"")
  }

  /// The next word of `bytes` at or after `index`, separated by blanks; nil when none is left.
  static func word(_ bytes: Span<UInt8>, from index: Int) -> Range<Int>? {
    var low = index
    while low < bytes.count, isBlank(bytes[low]) { low += 1 }
    guard low < bytes.count else { return nil }
    var high = low
    while high < bytes.count, !isBlank(bytes[high]) { high += 1 }
    return low..<high
  }

  /// 0...15, or nil when `byte` is no hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
