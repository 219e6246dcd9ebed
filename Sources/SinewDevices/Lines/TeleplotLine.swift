/// A line of Teleplot's grammar over a serial port: `>name:points[|flags]`.
struct TeleplotLine: BitwiseCopyable {
  /// What the line turned out to be.
  enum Verdict: BitwiseCopyable {
    case points
    /// Texts, xy plots and 3D shapes: Teleplot's, but no numbers over time.
    case notForUs
    case refused
  }

  let verdict: Verdict
  /// The name is `text[1..<nameEnd]`.
  let nameEnd: Int
  /// The points are in `text[(nameEnd + 1)..<pointsEnd]`, separated by `;`.
  let pointsEnd: Int

  @_noLocks @_noAllocation
  init(_ text: borrowing TextLine) {
    let bar = text.position(of: 0x7C, from: 1, to: text.count)
    let colon = text.position(of: 0x3A, from: 1, to: bar)
    let isText = text.contains(0x74, from: bar, to: text.count)
    let isPlane = text.contains(0x78, from: bar, to: text.count)
    nameEnd = colon
    pointsEnd = bar
    if isText || isPlane || (colon == bar && bar < text.count) {
      verdict = .notForUs
    } else {
      verdict = colon > 1 && colon < bar ? .points : .refused
    }
  }
}

/// One point of it: `[milliseconds:]value[§unit]`.
struct TeleplotPoint: BitwiseCopyable {
  let number: DecimalNumber
  let isTimed: Bool
  /// The point's time modulo 2^32; nil where it has none or it is no number.
  let microseconds: UInt32?

  /// The point at `text[start..<end]`; nil where its value is no number.
  @_noLocks @_noAllocation
  init?(_ text: borrowing TextLine, from start: Int, to end: Int) {
    let colon = text.position(of: 0x3A, from: start, to: end)
    // 0xC2 begins the UTF-8 section sign.
    let unit = text.position(of: 0xC2, from: start, to: end)
    isTimed = colon < unit
    let numberEnd = text.trimEnd(from: start, to: unit)
    let numberStart = isTimed ? colon &+ 1 : start
    guard let number = DecimalNumber(text, from: numberStart, to: numberEnd) else { return nil }
    self.number = number
    if isTimed, let time = DecimalNumber(text, from: start, to: colon) {
      microseconds = time.wrappedMicroseconds(unit: 1000)
    } else {
      microseconds = nil
    }
  }
}
