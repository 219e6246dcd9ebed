/// Gives each row its place on an even grid of samples, which formats without time stamps need: by
/// counting, with the lost ones; where the clock says that the count is behind, by the clock.
package struct SampleGrid: Sendable {
  /// Places a second.
  package let rateHz: Double
  /// Seconds of place 0.
  package let start: Double
  private var next = 0
  /// Rows may be early or late by so much before the clock is believed rather than the count.
  private let slack: Double

  package init(rateHz: Double, start: Double) {
    self.rateHz = rateHz
    self.start = start
    slack = max(0.05, 2.5 / rateHz)
  }

  /// The place of the next row, after that of the one before.
  package mutating func place(of row: SampledRow) -> Int {
    let wanted = (row.seconds - start) * rateHz
    let isSane = wanted.isFinite && abs(wanted) < 1e15
    var place = next
    if next > 0, row.lostBefore > 0, row.lostBefore < 1_000_000 { place += row.lostBefore }
    let late = isSane ? (wanted - Double(place)) / rateHz : 0
    // A count of lost rows that the clock contradicts is no count.
    if late > slack || (late < -slack && place > next) {
      place = max(next, Int(wanted.rounded()))
    }
    next = place + 1
    return place
  }
}
