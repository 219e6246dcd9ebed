/// Goes over the rows of a table once, in constant memory, and finds what must be known before the
/// first is written: the range of each channel, the true rate, gaps.
package struct TableSurvey: Sendable {
  private struct Range: Sendable {
    var lowest = Double.infinity
    var highest = -Double.infinity
    var missing = 0
    /// Greatest distance of a value from a whole number of converter steps, in steps.
    var offStep = 0.0
  }

  private let resolutions: [Double]
  private var ranges: [Range]
  private var rows = 0
  private var lost = 0
  private var gaps = 0
  private var first = 0.0
  private var last = 0.0
  /// The run of rows since the device began anew, counted with the lost ones.
  private var run = LineFit()
  private var whole = LineFit.Sums()

  package init(_ table: SampledTable) {
    resolutions = table.channels.map(\.resolution)
    ranges = [Range](repeating: Range(), count: table.channels.count)
  }

  /// Takes the next row.
  package mutating func add(_ row: SampledRow) {
    if rows == 0 { first = row.seconds }
    if row.lostBefore > 0 {
      lost += row.lostBefore
      gaps += 1
    }
    // A hole of unknown length, or a restart, ends what one line can describe.
    if row.isRestarted || row.lostBefore > 1_000_000 {
      whole.add(run.sums)
      run = LineFit()
    }
    run.add(steps: 1 + (run.isEmpty ? 0 : row.lostBefore), seconds: row.seconds)
    last = max(last, row.seconds)
    rows += 1
    for index in ranges.indices where index < row.values.count { note(row.values[index], index) }
  }

  private mutating func note(_ value: Float, _ index: Int) {
    guard value.isFinite else {
      ranges[index].missing += 1
      return
    }
    let value = Double(value)
    ranges[index].lowest = min(ranges[index].lowest, value)
    ranges[index].highest = max(ranges[index].highest, value)
    let step = resolutions[index]
    guard step > 0 else { return }
    let counts = value / step
    ranges[index].offStep = max(ranges[index].offStep, abs(counts - counts.rounded()))
  }

  /// The table with what was found.
  package func described(_ table: SampledTable) -> SampledTable {
    var table = table
    for index in table.channels.indices where index < ranges.count {
      let range = ranges[index]
      table.channels[index].missing = range.missing
      guard range.lowest <= range.highest else { continue }
      table.channels[index].lowest = range.lowest
      table.channels[index].highest = range.highest
      table.channels[index].isOnSteps = resolutions[index] > 0 && range.offStep < 0.45
    }
    var sums = whole
    sums.add(run.sums)
    table.rows = rows
    table.clock.first = first
    table.clock.last = last
    table.clock.lost = lost
    table.clock.gaps = gaps
    table.clock.rateHz = rate(sums, nominal: table.nominalRateHz)
    table.clock.scatterMs = sums.scatter * 1000
    return table
  }

  /// By the fit; by the nominal rate where there are too few rows to tell.
  private func rate(_ sums: LineFit.Sums, nominal: Double?) -> Double {
    let slope = sums.slope
    guard slope > 0, slope.isFinite, rows > 2 else { return nominal ?? 1 }
    return min(max(1 / slope, 1e-3), 1e6)
  }
}

/// A straight line of seconds over counted rows, by sums that stay accurate over days.
struct LineFit: Sendable {
  /// What several runs with one slope have in common.
  struct Sums: Sendable {
    var count = 0.0
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0

    mutating func add(_ other: Sums) {
      count += other.count
      xx += other.xx
      xy += other.xy
      yy += other.yy
    }

    /// Seconds a row; 0 where it can't be told.
    var slope: Double { xx > 0 ? xy / xx : 0 }

    /// Root mean square distance from the line, seconds.
    var scatter: Double {
      guard count > 2, xx > 0 else { return 0 }
      return max(0, (yy - xy * xy / xx) / count).squareRoot()
    }
  }

  private(set) var sums = Sums()
  private var meanX = 0.0
  private var meanY = 0.0
  private var x = -1.0

  var isEmpty: Bool { sums.count == 0 }

  /// Adds a row that lies `steps` rows after the one before (Welford's update).
  mutating func add(steps: Int, seconds: Double) {
    x += Double(steps)
    sums.count += 1
    let dx = x - meanX
    let dy = seconds - meanY
    meanX += dx / sums.count
    meanY += dy / sums.count
    sums.xx += dx * (x - meanX)
    sums.xy += dx * (seconds - meanY)
    sums.yy += dy * (seconds - meanY)
  }
}
