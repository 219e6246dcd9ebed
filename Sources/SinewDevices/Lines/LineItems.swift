/// A line split into its items: numbers, labelled numbers, words.
///
///     line = item *( separator item )
///     item = [label ":"] number / label ":" / word
///
/// Where a comma, a semicolon or a TAB stands, these separate, and a label may contain spaces;
/// elsewhere spaces do. A run of separators is one, a leading one leaves the first column without a
/// value. A line with both comma and semicolon is refused: its commas may be decimal ones. In a
/// line with a labelled number, items that lack label or number are dropped. The numbers are those
/// of the Arduino IDE 2 plotter for every form it understands.
///
/// Memory as in `TextLine`.
@safe
struct LineItems: ~Copyable, @unchecked Sendable {
  /// What a line turned out to be.
  enum Verdict: BitwiseCopyable {
    case numbers
    case labelled
    case words
    case refused
    case tooMany
  }

  struct Item: BitwiseCopyable {
    var labelStart = 0
    var labelEnd = 0
    var number = DecimalNumber()
    var hasNumber = false

    var hasLabel: Bool {
      @_noLocks @_noAllocation
      get { labelEnd > labelStart }
    }

    @_noLocks @_noAllocation
    init() {}
  }

  /// Columns a line may have.
  static var capacity: Int {
    @_noLocks @_noAllocation
    get { 16 }
  }

  private let items: UnsafeMutablePointer<Item>
  private var held = 0
  private var isTooMany = false

  init() {
    let items = UnsafeMutablePointer<Item>.allocate(capacity: Self.capacity)
    unsafe items.initialize(repeating: Item(), count: Self.capacity)
    unsafe self.items = items
  }

  deinit { unsafe items.deallocate() }

  var count: Int {
    @_noLocks @_noAllocation
    get { held }
  }

  /// The item at `index`; an empty one out of range.
  subscript(index: Int) -> Item {
    @_noLocks @_noAllocation
    get { index >= 0 && index < held ? unsafe items[index] : Item() }
  }

  /// Splits a line.
  @_noLocks @_noAllocation
  mutating func read(_ text: borrowing TextLine) -> Verdict {
    held = 0
    isTooMany = false
    let end = text.trimEnd(from: 0, to: text.count)
    let hasComma = text.contains(0x2C, from: 0, to: end)
    let hasSemicolon = text.contains(0x3B, from: 0, to: end)
    if hasComma, hasSemicolon { return .refused }
    let isHard = hasComma || hasSemicolon || text.contains(0x09, from: 0, to: end)
    var position = text.skipSpaces(from: 0, to: end)
    if Self.isHardSeparator(text[position]) { add(0, 0, DecimalNumber()) }
    position = Self.skipSeparators(text, from: position, to: end)
    while position < end {
      var stop = position
      while stop < end, !Self.isHardSeparator(text[stop]) { stop &+= 1 }
      let itemEnd = text.trimEnd(from: position, to: stop)
      guard
        readWhole(text, from: position, to: itemEnd, mayHoldSpaces: isHard)
          || readSpaced(text, from: position, to: itemEnd)
      else { return .refused }
      position = Self.skipSeparators(text, from: stop, to: end)
    }
    return isTooMany ? .tooMany : judge()
  }

  /// Drops the items that mean nothing in their line and says what the line is.
  @_noLocks @_noAllocation
  private mutating func judge() -> Verdict {
    var numbers = 0
    var labelled = 0
    var index = 0
    while index < held {
      let item = self[index]
      if item.hasNumber { numbers &+= 1 }
      if item.hasNumber, item.hasLabel {
        unsafe items[labelled] = item
        labelled &+= 1
      }
      index &+= 1
    }
    if labelled > 0 {
      held = labelled
      return .labelled
    }
    if numbers == held { return held > 0 ? .numbers : .refused }
    return numbers == 0 ? .words : .refused
  }

  /// One item without further separators inside; adds nothing when it is none.
  @_noLocks @_noAllocation
  private mutating func readWhole(
    _ text: borrowing TextLine, from start: Int, to end: Int, mayHoldSpaces: Bool
  ) -> Bool {
    let colon = text.position(of: 0x3A, from: start, to: end)
    guard colon < end else {
      if let number = DecimalNumber(text, from: start, to: end) {
        add(start, start, number)
        return true
      }
      guard mayHoldSpaces, !text.contains(0x20, from: start, to: end) else { return false }
      return addWord(text, start, end)
    }
    let labelEnd = text.trimEnd(from: start, to: colon)
    guard Self.isLabel(text, from: start, to: labelEnd) else { return false }
    let isSpread = text.contains(0x20, from: start, to: labelEnd)
    guard mayHoldSpaces || !isSpread || labelEnd < colon else { return false }
    let valueStart = text.skipSpaces(from: colon &+ 1, to: end)
    if valueStart == end {
      return addWord(text, start, labelEnd)
    }
    guard let number = DecimalNumber(text, from: valueStart, to: end) else { return false }
    add(start, labelEnd, number)
    return true
  }

  /// Items separated by spaces: `5`, `a:5`, `a: 5`, `a : 5`, `a:`, `word`.
  @_noLocks @_noAllocation
  private mutating func readSpaced(_ text: borrowing TextLine, from start: Int, to end: Int) -> Bool
  {
    var position = text.skipSpaces(from: start, to: end)
    while position < end {
      let runEnd = text.position(of: 0x20, from: position, to: end)
      var colon = text.position(of: 0x3A, from: position, to: runEnd)
      let labelEnd = colon
      if colon == runEnd {
        if let number = DecimalNumber(text, from: position, to: runEnd) {
          add(position, position, number)
          position = text.skipSpaces(from: runEnd, to: end)
          continue
        }
        colon = text.skipSpaces(from: runEnd, to: end)
        guard colon < end, text[colon] == 0x3A else {
          guard addWord(text, position, runEnd) else { return false }
          position = colon
          continue
        }
      }
      guard Self.isLabel(text, from: position, to: labelEnd) else { return false }
      let isApart = colon &+ 1 >= end || text[colon &+ 1] == 0x20
      let valueStart = text.skipSpaces(from: colon &+ 1, to: end)
      let valueEnd = text.position(of: 0x20, from: valueStart, to: end)
      if let number = DecimalNumber(text, from: valueStart, to: valueEnd) {
        add(position, labelEnd, number)
        position = text.skipSpaces(from: valueEnd, to: end)
      } else if isApart {
        guard addWord(text, position, labelEnd) else { return false }
        position = valueStart
      } else {
        return false
      }
    }
    return true
  }

  @_noLocks @_noAllocation
  private mutating func add(_ labelStart: Int, _ labelEnd: Int, _ number: DecimalNumber) {
    guard held < Self.capacity else {
      isTooMany = true
      return
    }
    var item = Item()
    item.labelStart = labelStart
    item.labelEnd = labelEnd
    item.number = number
    item.hasNumber = true
    unsafe items[held] = item
    held &+= 1
  }

  /// Adds a word; false where it begins like a number (`0x10`, `5V`), which is then a broken one.
  @_noLocks @_noAllocation
  private mutating func addWord(_ text: borrowing TextLine, _ start: Int, _ end: Int) -> Bool {
    if text[start] >= 0x30, text[start] <= 0x39 { return false }
    guard held < Self.capacity else {
      isTooMany = true
      return true
    }
    var item = Item()
    item.labelStart = start
    item.labelEnd = end
    unsafe items[held] = item
    held &+= 1
    return true
  }

  /// A label has a byte that is no digit, so that `12:30` is none.
  @_noLocks @_noAllocation
  private static func isLabel(_ text: borrowing TextLine, from start: Int, to end: Int) -> Bool {
    var index = start
    while index < end {
      if text[index] < 0x30 || text[index] > 0x39 { return true }
      index &+= 1
    }
    return false
  }

  /// Comma, semicolon or TAB.
  @_noLocks @_noAllocation
  private static func isHardSeparator(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x3B || byte == 0x09
  }

  @_noLocks @_noAllocation
  private static func skipSeparators(_ text: borrowing TextLine, from start: Int, to end: Int)
    -> Int
  {
    var index = start
    while index < end, text[index] == 0x20 || isHardSeparator(text[index]) { index &+= 1 }
    return index
  }
}
