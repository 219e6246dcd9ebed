import SinewDevices
import SinewSignal

/// What a board's columns seem to be. Only a proposal: the person who wrote the sketch decides.
struct ColumnGuess {
  /// In printed order, as the configuration names them.
  private(set) var columns: [PrintedColumn] = []
  /// The columns of `columns` that are channels.
  private(set) var channels: [ChannelGuess] = []
  let kind: StreamKind
  /// Lines, or samples of labelled lines, a second.
  let rateHz: Double
  /// True where the board tells the time of its samples.
  let hasTime: Bool

  /// One channel: its column, and how its numbers behave.
  struct ChannelGuess {
    let name: String
    let shape: SignalShape
  }

  /// `isOnMuscle`: its owner says that electrodes are what the board reads.
  init?(_ table: PrintedTable, isOnMuscle: Bool) {
    let samples = table.columns.map(\.values.count).max() ?? 0
    guard samples >= 3, table.seconds > 0 else { return nil }
    var rate = Double(samples) / table.seconds
    var isTimed = table.hasPointTimes
    for (index, column) in table.columns.enumerated() {
      let name = column.label ?? "ch\(index)"
      let purpose = Self.purpose(column, name, seconds: table.seconds)
      if purpose == .time {
        isTimed = true
        rate = Self.rate(column, table.seconds) ?? rate
      }
      switch purpose {
      case .time, .counter: columns.append(PrintedColumn(Self.reserved(column, table.seconds)))
      case .channel:
        let unit = PrintedUnit(label: name, unit: column.unit)
        columns.append(
          PrintedColumn(name, unit: unit?.unit ?? .counts, scale: unit?.scale ?? 1))
        channels.append(ChannelGuess(name: name, shape: SignalShape(column.values)))
      }
    }
    guard !channels.isEmpty, channels.count <= Frame.capacity else { return nil }
    rateHz = rate
    hasTime = isTimed
    kind = Self.kind(channels, rateHz: rate, isOnMuscle: isOnMuscle)
    if kind == .motion || kind == .acceleration { settleMotionUnits() }
  }

  private enum Purpose { case time, counter, channel }

  private static let timeNames: Set<String> = ["t", "ts", "time", "ms", "millis", "us", "micros"]
  private static let counterNames: Set<String> = ["n", "seq", "cnt"]

  /// Names that the driver knows decide; a column without one may show by its steps what it is.
  private static func purpose(
    _ column: PrintedTable.Column, _ name: String, seconds: Double
  ) -> Purpose {
    if timeNames.contains(name) { return .time }
    if counterNames.contains(name) { return .counter }
    guard column.label == nil else { return .channel }
    if ticksPerSecond(column, seconds) != nil { return .time }
    return isCounting(column) ? .counter : .channel
  }

  private static func isCounting(_ column: PrintedTable.Column) -> Bool {
    column.values.count > 20
      && zip(column.values, column.values.dropFirst()).allSatisfy { $1 - $0 == 1 }
  }

  /// 1000 or 1e6 where the numbers only grow, and by about as much a second. By half or double is
  /// near enough, for on a busy computer lines wait; a counter of lines must be nearer to be a time.
  private static func ticksPerSecond(_ column: PrintedTable.Column, _ seconds: Double) -> Double? {
    guard let first = column.values.first, let last = column.values.last, column.values.count > 20,
      zip(column.values, column.values.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return nil }
    let reach = isCounting(column) ? 1.1 : 2.0
    return [1000, 1_000_000].first { ticks in
      let share = (last - first) / seconds / ticks
      return share < reach && share > 1 / reach
    }
  }

  /// Lines a second by the board's own time; nil without one, or where it was set back.
  private static func rate(_ column: PrintedTable.Column, _ seconds: Double) -> Double? {
    guard let first = column.values.first, let last = column.values.last, last > first else {
      return nil
    }
    let ticks: Double? =
      switch column.label {
      case "us", "micros": 1_000_000
      case .some: 1000
      case nil: ticksPerSecond(column, seconds)
      }
    let rate = ticks.map { Double(column.values.count - 1) * $0 / (last - first) }
    // No link carries a million lines a second: that column is no time.
    return rate.flatMap { $0.isFinite && $0 < 1_000_000 ? $0 : nil }
  }

  /// The name by which the driver knows what the column is.
  private static func reserved(_ column: PrintedTable.Column, _ seconds: Double) -> String {
    if let label = column.label { return label }
    return switch ticksPerSecond(column, seconds) {
    case 1000: "ms"
    case .some: "us"
    case nil: "n"
    }
  }

  private static func kind(
    _ channels: [ChannelGuess], rateHz: Double, isOnMuscle: Bool
  ) -> StreamKind {
    let names = channels.map { $0.name.lowercased() }
    func any(_ words: [String]) -> Bool {
      names.contains { name in words.contains { name.contains($0) } }
    }
    if channels.count == 6 || channels.count == 3,
      MotionScale(channels.prefix(3).map(\.shape)) != nil
    {
      return channels.count == 6 ? .motion : .acceleration
    }
    if any(["env", "rms", "rect"]) { return .envelope }
    if channels.allSatisfy({ $0.shape.isEnvelope }) { return .envelope }
    // A raw signal of muscles lies above 20 Hz: slower lines can't carry it.
    let isMuscle = isOnMuscle || any(["emg", "raw", "muscle"])
    if rateHz >= 100, isMuscle || channels.allSatisfy({ $0.shape.isRaw }) { return .emg }
    return isMuscle ? .envelope : .auxiliary
  }

  /// Gives the channels that print no unit the one that their owner names.
  mutating func settle(unit: SignalUnit, scale: Float) {
    for channel in channels {
      guard let index = columns.firstIndex(where: { $0.name == channel.name }),
        columns[index].unit == .counts
      else { continue }
      columns[index].unit = unit
      columns[index].scale = scale
    }
  }

  /// Acceleration in g and turn rate in degrees per second are all that the engine takes.
  private mutating func settleMotionUnits() {
    guard let scale = MotionScale(channels.prefix(3).map(\.shape)) else { return }
    for (place, channel) in channels.enumerated() {
      guard let index = columns.firstIndex(where: { $0.name == channel.name }) else { continue }
      let isTurn = place >= 3
      let isNamed = columns[index].unit != .counts
      columns[index].unit = isTurn ? .degreesPerSecond : .gravities
      if !isNamed { columns[index].scale = isTurn ? 1 : scale.toGravities }
    }
  }
}
