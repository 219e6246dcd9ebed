internal import SinewFeedback

/// What the bridge must know of a line, found among its outermost members without reading the rest.
///
/// 160 lines a second pass through here; the strict parser, which makes a value of every number,
/// would be the dearest part of the bridge.
package struct LineFields: Sendable, Equatable {
  package private(set) var kind = ""
  package private(set) var station: String?
  package private(set) var seq: Int64?
  /// When it happened, and when the daemon sent it: seconds of CLOCK_MONOTONIC.
  package private(set) var happened: Double?
  package private(set) var sent: Double?
  /// Part of the present state rather than news.
  package private(set) var isState = false
  /// Members that the bridge would add, and that are there already.
  package private(set) var own: Set<String> = []

  /// Nil for what is no line of the protocol.
  package init?(_ line: [UInt8]) {
    var scanner = MemberScanner(line)
    guard scanner.begin() else { return nil }
    while let member = scanner.next() {
      // Most members are none of these, and few have a name of such a length.
      guard Self.lengths.contains(member.name.count) else { continue }
      switch String(decoding: line[member.name], as: UTF8.self) {
      case "kind": kind = Self.text(line[member.value]) ?? ""
      case "station": station = Self.text(line[member.value])
      case "seq": seq = Self.whole(line[member.value])
      case "t_signal": happened = Self.seconds(line[member.value])
      case "t_emit": sent = Self.seconds(line[member.value])
      case "state", "present": isState = isState || line[member.value].elementsEqual("true".utf8)
      case let name where Self.added.contains(name): own.insert(name)
      default: break
      }
    }
    guard scanner.isComplete, !kind.isEmpty else { return nil }
  }

  private static let added: Set<String> = ["gym", "id", "utc", "utc_synchronised"]
  private static let lengths: Set<Int> = [2, 3, 4, 5, 6, 7, 8, 16]

  /// A whole number; nil where it is none of 18 digits.
  private static func whole(_ value: ArraySlice<UInt8>) -> Int64? {
    guard (1...18).contains(value.count) else { return nil }
    var number: Int64 = 0
    for byte in value {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      number = number * 10 + Int64(byte - 0x30)
    }
    return number
  }

  /// A number with at most 15 digits, as all instants are, else as the library reads it.
  private static func seconds(_ value: ArraySlice<UInt8>) -> Double? {
    var digits: Int64 = 0
    var scale = 1.0
    var hasPoint = false
    let isPlain =
      value.count <= 16
      && value.allSatisfy { byte in
        if byte == UInt8(ascii: "."), !hasPoint {
          hasPoint = true
          return true
        }
        guard byte >= 0x30, byte <= 0x39 else { return false }
        digits = digits * 10 + Int64(byte - 0x30)
        if hasPoint { scale *= 10 }
        return true
      }
    if isPlain, let last = value.last, last != UInt8(ascii: ".") { return Double(digits) / scale }
    guard let seconds = Double(plain(value)), seconds.isFinite, abs(seconds) < 1e12 else {
      return nil
    }
    return seconds
  }

  private static func plain(_ value: ArraySlice<UInt8>) -> String {
    String(decoding: value, as: UTF8.self)
  }

  /// A string without its quotes; one with escapes is read by the strict parser.
  private static func text(_ value: ArraySlice<UInt8>) -> String? {
    guard value.count >= 2, value.first == UInt8(ascii: "\"") else { return nil }
    if value.contains(UInt8(ascii: "\\")) {
      return (try? JSONValue(parsing: Array(value)))?.string
    }
    return plain(value.dropFirst().dropLast())
  }
}

/// Walks over the outermost members of one JSON object.
private struct MemberScanner {
  private let bytes: [UInt8]
  private var place = 0
  /// The object has ended, and nothing follows it.
  private(set) var isComplete = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      place += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func begin() -> Bool { take("{") }

  /// The next member: its name without quotes, its value with them. Nil at the end, or where the
  /// bytes are no JSON.
  mutating func next() -> (name: Range<Int>, value: Range<Int>)? {
    _ = take(",")
    if take("}") {
      skipSpace()
      isComplete = place == bytes.count
      return nil
    }
    guard let name = string(), take(":"), let value = value() else { return nil }
    return (name.lowerBound + 1..<name.upperBound - 1, value)
  }

  /// A string with its quotes.
  private mutating func string() -> Range<Int>? {
    skipSpace()
    let start = place
    guard peek == UInt8(ascii: "\"") else { return nil }
    place += 1
    while let byte = peek {
      place += 1
      if byte == UInt8(ascii: "\"") { return start..<place }
      if byte == UInt8(ascii: "\\") { place += 1 }
    }
    return nil
  }

  private mutating func value() -> Range<Int>? {
    skipSpace()
    let start = place
    guard let first = peek else { return nil }
    if first == UInt8(ascii: "\"") { return string() }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      return skipNested() ? start..<place : nil
    }
    while let byte = peek, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}"), byte > 0x20 {
      place += 1
    }
    return place > start ? start..<place : nil
  }

  /// Passes over an object or array, however deep.
  private mutating func skipNested() -> Bool {
    var depth = 0
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        guard string() != nil else { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          place += 1
          return true
        }
      default: break
      }
      place += 1
    }
    return false
  }
}
