package import SinewSignal

/// Any board that prints numbers in lines: Arduino sketches, MyoWare on an analog pin, Teleplot.
///
/// Link: serial 8N1, lines ended by LF, CR LF or CR, at most 512 bytes, the first one (which may
/// have been cut) discarded. `LineItems` has the grammar; a line that begins with `>` is Teleplot:
/// `>name:value`, `>name:milliseconds:value`, more points after `;`, a unit after `§` and flags
/// after `|`.
///
/// One stream, one channel a column, at most 12. What the numbers are no line tells: its kind is
/// `.auxiliary` unless `LineSettings.kind` says otherwise. Columns are declared in `LineSettings`
/// or learnt: names from labels or a header line of words, else `ch0`, `ch1`, ... A column of time
/// (in the stream's counter as microseconds) serves before a counter (`n`, `seq`, `cnt`, modulo
/// 256), that before none. The nominal rate is unknown: the board's loop decides.
///
/// Once learnt the columns stand: a line with other columns is a `.schema` fault and no sample, so
/// that no value ever shifts into another channel. Labelled values that come one a line join into
/// one sample when their times are equal or, without time, in the order of first sight.
/// Sources: Arduino serial plotter protocol, IDE 2 plotter, Teleplot's README.
package struct GenericLines: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "generic-lines", name: "Board that prints numbers", links: [.serial],
    baudRates: [115_200, 9600, 57_600, 230_400, 1_000_000, 250_000],
    usb: [
      (0x2341, 0x0043), (0x2A03, 0x0043), (0x2341, 0x8036), (0x2341, 0x0058), (0x2341, 0x0042),
      (0x1A86, 0x7523), (0x10C4, 0xEA60), (0x0403, 0x6001), (0x303A, 0x1001), (0x2E8A, 0x000A),
      (0x16C0, 0x0483), (0x0483, 0x5740),
    ].map { USBIdentity(vendorID: $0.0, productID: $0.1, isShared: true) },
    streams: [
      StreamProfile(
        name: "lines", kind: .auxiliary,
        channels: (0..<Frame.capacity).map { ChannelProfile("ch\($0)", .counts) }, rateHz: nil,
        counter: .none)
    ], isolation: .mainsPossible)

  private let settings: LineSettings
  private let scales: InlineArray<12, Float>
  private var listening = LineListening()

  var line = TextLine()
  private var items = LineItems()
  var schema: LineSchema
  /// The words of the last header line, and of the line at hand.
  private var header = LineSchema()
  private var names = LineSchema()
  /// True until the end of the first line, and of one that is too long.
  private var isSkipping = true
  private var isFirstLine = true
  private var skipped = 0
  /// True while `converse` listens: a line with other columns starts the learning anew.
  private var isLearning = false
  var isLocked = false
  /// Lines in a row that fit, and that did not.
  private var agreeing = 0
  private var differing = 0

  private var sample = LineSample()

  package init(settings: DriverSettings) {
    self.settings = settings.lines
    schema = LineSchema(declared: settings.lines.columns)
    scales = Self.scales(of: settings.lines.columns, in: schema)
  }

  private static func scales(
    of columns: [PrintedColumn], in schema: borrowing LineSchema
  ) -> InlineArray<12, Float> {
    var scales = InlineArray<12, Float>(repeating: 1)
    for (index, column) in columns.prefix(LineItems.capacity).enumerated()
    where schema[index].slot >= 0 {
      scales[schema[index].slot] = column.scale
    }
    return scales
  }

  package var streams: [StreamProfile] {
    guard schema.slots > 0 else { return Self.profile.streams }
    let channels = (0..<schema.slots).map { slot in
      let name = schema.name(ofSlot: slot)
      let column = settings.columns.first { $0.name == name }
      let unit = column?.unit ?? .counts
      return ChannelProfile(name, unit, resolution: unit == .counts ? column?.scale ?? 1 : 0)
    }
    return [
      StreamProfile(
        name: "lines", kind: settings.kind, channels: channels, rateHz: nil,
        counter: schema.hasTime
          ? .ticks(hertz: 1_000_000, bits: 32)
          : schema.hasCounter ? .samples(modulus: 256) : .none)
    ]
  }

  package func farewell() -> [UInt8] { Array(settings.stopText.utf8) }

  // MARK: Listening

  /// Listens until the lines agree on their columns. The first sight of silence means that the next
  /// line will be whole.
  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    isLearning = true
    if heard.isEmpty, listening.isWaiting, listening.heardBytes == 0 { isSkipping = false }
    var scratch = FrameBatch()
    decode(heard, arrival: .zero, into: &scratch)
    if isSettled() {
      isLearning = false
      isLocked = true
      schema.dropStrays()
      sample = LineSample()
      if let why = listening.objection(to: schema, kind: settings.kind) { return .refuse(why) }
      return .ready
    }
    if schema.isDeclared, differing >= 3 {
      return .refuse(
        "It prints \(items.count) columns but \(schema.count) are declared: correct `columns`.")
    }
    return listening.next(after: heard, startText: settings.startText)
  }

  /// True when three lines in a row brought nothing new and every labelled column came twice.
  private func isSettled() -> Bool {
    agreeing >= 3 && schema.slots > 0
      && (schema.isDeclared || !schema.isLabelled || agreeing >= 2 * schema.count)
  }

  // MARK: Lines

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      take(bytes[index], arrival, &batch)
      index &+= 1
    }
  }

  /// One byte of the text.
  @_noLocks @_noAllocation
  mutating func take(_ byte: UInt8, _ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    if byte == 0x0A || byte == 0x0D {
      endLine(arrival, &batch)
    } else if isSkipping {
      skipped &+= 1
      if skipped == TextLine.capacity { endSkipped(&batch) }
    } else if !line.append(byte) {
      batch.note(.text, bytes: line.count)
      line.clear()
      isSkipping = true
      skipped = 1
    }
  }

  /// Some text is known to be missing. Where lines run on over what carries them, the rest of the
  /// line at hand must not join another one's beginning.
  @_noLocks @_noAllocation
  mutating func lose(isLineCut: Bool, _ batch: inout FrameBatch) {
    if isLineCut {
      if line.count > 0 { batch.note(.incomplete, bytes: line.count) }
      line.clear()
      isSkipping = true
    }
    sample.discard()
    sample.expectGap()
  }

  /// Counts the bytes skipped so far; the cut first line is no fault unless it never ends.
  @_noLocks @_noAllocation
  private mutating func endSkipped(_ batch: inout FrameBatch) {
    if skipped > 0, !isFirstLine || skipped >= TextLine.capacity {
      batch.note(.resync, bytes: skipped)
    }
    skipped = 0
  }

  @_noLocks @_noAllocation
  private mutating func endLine(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    if isSkipping {
      endSkipped(&batch)
      isSkipping = false
    } else if line.trimEnd(from: 0, to: line.count) > 0 {
      if line.isText() {
        read(arrival, &batch)
      } else {
        batch.note(.text, bytes: line.count &+ 1)
      }
    }
    isFirstLine = false
    line.clear()
  }

  @_noLocks @_noAllocation
  private mutating func read(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    if line[0] == 0x3E {
      readTelemetry(arrival, &batch)
      return
    }
    switch items.read(line) {
    case .numbers: takeNumbers(arrival, &batch)
    case .labelled: takeLabelled(arrival, &batch)
    case .words: takeHeader(&batch)
    case .refused: batch.note(.text, bytes: line.count &+ 1)
    case .tooMany: differ(&batch)
    }
  }

  /// A line whose columns are not those of the schema.
  @_noLocks @_noAllocation
  mutating func differ(_ batch: inout FrameBatch) {
    agreeing = 0
    differing &+= 1
    batch.note(.schema, bytes: line.count &+ 1)
  }

  @_noLocks @_noAllocation
  mutating func agree(isNew: Bool) {
    agreeing = isNew ? 0 : agreeing &+ 1
    differing = 0
  }

  // MARK: Columns by place

  @_noLocks @_noAllocation
  private mutating func takeNumbers(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let isOther = schema.count != items.count || (schema.isLabelled && !schema.isDeclared)
    if isOther, schema.count > 0 {
      differ(&batch)
      guard isLearning, !schema.isDeclared else { return }
    }
    if isOther { learnPlaces() }
    agree(isNew: isOther)
    var index = 0
    var stamp: UInt32?
    while index < items.count {
      stamp = schema.stamp(items[index].number, in: index) ?? stamp
      index &+= 1
    }
    guard begin(stamp, firstSlot: 0, bytes: line.count &+ 1, &batch) else { return }
    index = 0
    while index < items.count {
      put(items[index].number, slot: schema[index].slot, stamp, arrival, &batch)
      index &+= 1
    }
  }

  @_noLocks @_noAllocation
  private mutating func learnPlaces() {
    let isNamed = header.count == items.count
    schema.clear()
    sample.discard()
    var index = 0
    while index < items.count {
      schema.add(isNamed ? header[index].label : LineLabel())
      index &+= 1
    }
    if isNamed { schema.becomeHeaded() }
  }

  /// A line of words names the columns of the lines after it. Later, the same names in another order
  /// move the columns; any other words are somebody's message.
  @_noLocks @_noAllocation
  private mutating func takeHeader(_ batch: inout FrameBatch) {
    names.clear()
    var index = 0
    while index < items.count {
      names.add(LineLabel(line, from: items[index].labelStart, to: items[index].labelEnd))
      index &+= 1
    }
    guard names.isUnambiguous() else {
      batch.note(.text, bytes: line.count &+ 1)
      return
    }
    let isNamed = schema.hasHeader || schema.isDeclared
    if isNamed, schema.hasSameNames(as: names) {
      if schema.reorder(as: names) { batch.note(.schema) }
    } else if schema.count == 0 || (isLearning && !schema.isDeclared) {
      if names.count == schema.count, !schema.isLabelled {
        // The lines after it are learnt anew, with these names.
        schema.clear()
        agreeing = 0
      }
      header.become(names)
    } else {
      batch.note(.text, bytes: line.count &+ 1)
    }
  }

  // MARK: Columns by label

  @_noLocks @_noAllocation
  private mutating func takeLabelled(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    guard acceptLabels(&batch) else { return }
    var isNew = false
    var isStrange = false
    var stamp: UInt32?
    var firstSlot = 12
    var index = 0
    while index < items.count {
      let found = column(items[index].labelStart, items[index].labelEnd, &isNew)
      isStrange = isStrange || (found < 0 && !schema.isDeclared)
      if found >= 0 {
        schema.see(found)
        stamp = schema.stamp(items[index].number, in: found) ?? stamp
        if schema[found].slot >= 0 { firstSlot = min(firstSlot, schema[found].slot) }
      }
      index &+= 1
    }
    if isStrange { differ(&batch) } else { agree(isNew: isNew) }
    guard begin(stamp, firstSlot: firstSlot, bytes: line.count &+ 1, &batch) else { return }
    index = 0
    while index < items.count {
      var isAdded = false
      let found = column(items[index].labelStart, items[index].labelEnd, &isAdded)
      let slot = found < 0 ? -1 : schema[found].slot
      put(items[index].number, slot: slot, stamp, arrival, &batch)
      index &+= 1
    }
  }

  /// Makes the schema a labelled one, where that is still open.
  @_noLocks @_noAllocation
  mutating func acceptLabels(_ batch: inout FrameBatch) -> Bool {
    if schema.isLabelled || schema.isDeclared { return true }
    if schema.count > 0 {
      differ(&batch)
      guard isLearning else { return false }
      schema.clear()
      sample.discard()
    }
    schema.becomeLabelled()
    return true
  }

  /// The index of the column with this label, added while learning; -1 where there is none.
  @_noLocks @_noAllocation
  mutating func column(_ start: Int, _ end: Int, _ isNew: inout Bool) -> Int {
    let label = LineLabel(line, from: start, to: end)
    if let known = schema.index(of: label) { return known }
    guard !isLocked, !schema.isDeclared, schema.add(label) else { return -1 }
    isNew = true
    return schema.count &- 1
  }

  // MARK: Samples

  /// Begins a line. False when a stamp is due and missing: the `bytes` then have no place in time.
  @_noLocks @_noAllocation
  mutating func begin(
    _ stamp: UInt32?, firstSlot: Int, bytes: Int, _ batch: inout FrameBatch
  ) -> Bool {
    if schema.hasTime || schema.hasCounter, stamp == nil {
      batch.note(.text, bytes: bytes)
      return false
    }
    sample.begin(
      stamp: stamp, firstSlot: firstSlot, slots: schema.slots, isTimed: schema.hasTime, &batch)
    return true
  }

  @_noLocks @_noAllocation
  mutating func put(
    _ number: DecimalNumber, slot: Int, _ stamp: UInt32?, _ arrival: MonotonicTime,
    _ batch: inout FrameBatch
  ) {
    guard slot >= 0, slot < 12 else { return }
    sample.put(
      number.value(times: scales[slot]), slot: slot, stamp: stamp, arrival: arrival,
      slots: schema.slots, isTimed: schema.hasTime, &batch)
  }
}
