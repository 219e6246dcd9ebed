/// How long a data record is: whole samples in a time that eight characters can say, such that both
/// together are as near the true rate as they can be.
struct EDFTiming: Sendable {
  /// Rows in a record.
  let rows: Int
  /// Microseconds of a record.
  let microseconds: Int
  let text: String

  var seconds: Double { Double(microseconds) / 1e6 }
  var rateHz: Double { Double(rows) / seconds }

  /// Bytes of signals that a record should not exceed (Kemp and Olivan).
  private static let mostBytes = 61_440.0

  init(rateHz: Double, channels: Int, format: EDFFormat) {
    let rate = rateHz.isFinite ? min(max(rateHz, 1e-3), 1e6) : 1
    let perSecond = rate * Double(max(1, channels) * format.bytesPerSample)
    let seconds = min(1, max(Self.mostBytes / perSecond, 0.01))
    let most = max(1, Int(rate * seconds * 1.2))
    let least = max(1, Int(rate * seconds * 0.6))
    var best = (rows: 1, micros: 1_000_000, error: Double.infinity)
    // The length nearest to the wanted one first, for it wins where others are no better.
    let wanted = max(1, Int((rate * seconds).rounded()))
    for rows in [wanted] + Array(least...max(least, most)).suffix(20_000) {
      let exact = Double(rows) / rate * 1e6
      let grain = exact >= 1e8 ? 1000.0 : exact >= 1e7 ? 10 : 1
      let micros = max(grain, (exact / grain).rounded() * grain)
      let error = abs(micros / exact - 1)
      if error < best.error * 0.5 { best = (rows, Int(micros), error) }
    }
    rows = best.rows
    microseconds = best.micros
    text = EDFNumber(Double(best.micros) / 1e6)?.text ?? "1"
  }
}
