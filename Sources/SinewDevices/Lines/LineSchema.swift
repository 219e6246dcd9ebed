import SinewSignal

/// What the columns of a board's lines are: learnt from the lines, or declared by a person.
/// Memory as in `TextLine`.
@safe
struct LineSchema: ~Copyable, @unchecked Sendable {
  struct Column: BitwiseCopyable {
    var label = LineLabel()
    var purpose = ColumnPurpose.channel
    /// Index in `Frame.values`, -1 where the column is no channel.
    var slot = -1
    /// Lines it was seen in, while learning.
    var seen = 0

    @_noLocks @_noAllocation
    init() {}
  }

  private let columns: UnsafeMutablePointer<Column>
  private(set) var count = 0
  /// Channels, 0...12.
  private(set) var slots = 0
  /// True when a person declared the columns: nothing is learnt.
  private(set) var isDeclared = false
  /// True when the lines carry labels (or a declared schema); then columns are found by name.
  private(set) var isLabelled = false
  /// True when the names come from a header line.
  private(set) var hasHeader = false
  /// True when the first point or line told a time.
  private(set) var hasTime = false
  private(set) var hasCounter = false

  init() {
    let columns = UnsafeMutablePointer<Column>.allocate(capacity: LineItems.capacity)
    unsafe columns.initialize(repeating: Column(), count: LineItems.capacity)
    unsafe self.columns = columns
  }

  /// The columns of a person.
  init(declared: [PrintedColumn]) {
    self.init()
    for column in declared.prefix(LineItems.capacity) { add(LineLabel(column.name)) }
    isDeclared = count > 0
  }

  deinit { unsafe columns.deallocate() }

  /// Forgets all columns.
  @_noLocks @_noAllocation
  mutating func clear() {
    count = 0
    slots = 0
    isDeclared = false
    isLabelled = false
    hasHeader = false
    hasTime = false
    hasCounter = false
  }

  /// Becomes a copy of another schema. (`swap` of types that own memory takes metadata at run time,
  /// which the real-time proof refuses.)
  @_noLocks @_noAllocation
  mutating func become(_ other: borrowing LineSchema) {
    clear()
    while count < other.count {
      unsafe columns[count] = other.columns[count]
      count &+= 1
    }
    slots = other.slots
    isDeclared = other.isDeclared
    isLabelled = other.isLabelled
    hasHeader = other.hasHeader
    hasTime = other.hasTime
    hasCounter = other.hasCounter
  }

  /// The column at `index`, an empty one out of range.
  subscript(index: Int) -> Column {
    @_noLocks @_noAllocation
    get { index >= 0 && index < count ? unsafe columns[index] : Column() }
  }

  /// The column of this name; nil where there is none.
  @_noLocks @_noAllocation
  func index(of label: LineLabel) -> Int? {
    var index = 0
    while index < count {
      if unsafe columns[index].label.matches(label) { return index }
      index &+= 1
    }
    return nil
  }

  /// Adds a column; false when there are 16.
  @_noLocks @_noAllocation @discardableResult
  mutating func add(_ label: LineLabel) -> Bool {
    guard count < LineItems.capacity else { return false }
    var column = Column()
    column.label = label
    column.purpose = label.purpose
    switch column.purpose {
    case .milliseconds, .microseconds:
      if hasTime { column.purpose = .ignored }
      hasTime = true
    case .counter:
      if hasCounter { column.purpose = .ignored }
      hasCounter = true
    case .channel:
      // `Frame.capacity`, whose accessor the real-time proof does not see through.
      if slots < 12 {
        column.slot = slots
        slots &+= 1
      } else {
        column.purpose = .ignored
      }
    case .ignored: break
    }
    unsafe columns[count] = column
    count &+= 1
    return true
  }

  /// A labelled schema: columns come one by one.
  @_noLocks @_noAllocation
  mutating func becomeLabelled() { isLabelled = true }

  /// Points carry their time themselves (Teleplot).
  @_noLocks @_noAllocation
  mutating func becomeTimed() { hasTime = true }

  /// The names come from a header line.
  @_noLocks @_noAllocation
  mutating func becomeHeaded() { hasHeader = true }

  /// The counter a number in the column at `index` gives: a time in microseconds modulo 2^32, or,
  /// where no column tells the time, a count modulo 256; nil for other columns.
  @_noLocks @_noAllocation
  func stamp(_ number: DecimalNumber, in index: Int) -> UInt32? {
    switch self[index].purpose {
    case .milliseconds: return number.wrappedMicroseconds(unit: 1000)
    case .microseconds: return number.wrappedMicroseconds(unit: 1)
    case .counter:
      guard !hasTime, let count = number.wrappedInteger() else { return nil }
      return count & 0xFF
    case .channel, .ignored: return nil
    }
  }

  /// Notes that a column was seen once more.
  @_noLocks @_noAllocation
  mutating func see(_ index: Int) {
    guard index >= 0, index < count else { return }
    unsafe columns[index].seen &+= 1
  }

  /// True when no name occurs twice.
  @_noLocks @_noAllocation
  func isUnambiguous() -> Bool {
    var position = 0
    while position < count {
      guard index(of: self[position].label) == position else { return false }
      position &+= 1
    }
    return true
  }

  /// True when the names are those of this schema in any order.
  @_noLocks @_noAllocation
  func hasSameNames(as other: borrowing LineSchema) -> Bool {
    guard other.count == count else { return false }
    var index = 0
    while index < count {
      guard other.index(of: self[index].label) != nil else { return false }
      index &+= 1
    }
    return true
  }

  /// Puts the columns in the order of `other`, which has the same names; the slots stay theirs.
  /// Returns false when the order was the same already.
  @_noLocks @_noAllocation
  mutating func reorder(as other: borrowing LineSchema) -> Bool {
    var isChanged = false
    var index = 0
    while index < count {
      var from = index
      while from < count, !self[from].label.matches(other[index].label) { from &+= 1 }
      if from != index, from < count {
        let moved = self[index]
        unsafe columns[index] = self[from]
        unsafe columns[from] = moved
        isChanged = true
      }
      index &+= 1
    }
    return isChanged
  }

  /// Forgets the columns that were seen once: a line of the board's greeting.
  mutating func dropStrays() {
    guard isLabelled, !isDeclared else { return }
    var kept = LineSchema()
    kept.becomeLabelled()
    for index in 0..<count where self[index].seen > 1 { kept.add(self[index].label) }
    if hasTime { kept.becomeTimed() }
    self = kept
  }

  /// The name of a channel: its label, or `ch` and its number.
  func name(ofSlot slot: Int) -> String {
    for index in 0..<count where self[index].slot == slot {
      let name = self[index].label.name
      if !name.isEmpty { return name }
    }
    return "ch\(slot)"
  }
}
