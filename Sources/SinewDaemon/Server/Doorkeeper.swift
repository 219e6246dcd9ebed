import SinewSignal

/// Counts wrong PINs, so that four digits can't be tried out, and makes the tokens of those who
/// are in.
struct Doorkeeper {
  /// Wrong PINs before a pause, and how long it lasts, seconds. Ours: at this rate ten thousand PINs
  /// take more than a day.
  static let mostWrong = 5
  static let pause = 60.0
  /// Athletes that are remembered; the oldest is forgotten first.
  private static let mostAthletes = 256

  private var wrong: [String: (count: Int, last: MonotonicTime)] = [:]

  func mayTry(_ athlete: String, at now: MonotonicTime) -> Bool {
    guard let tries = wrong[athlete], tries.count >= Self.mostWrong else { return true }
    return now.seconds(since: tries.last) >= Self.pause
  }

  mutating func noteWrong(_ athlete: String, at now: MonotonicTime) {
    if wrong.count >= Self.mostAthletes,
      let oldest = wrong.min(by: { $0.value.last < $1.value.last })?.key
    {
      wrong[oldest] = nil
    }
    // After the pause one more try, not five.
    wrong[athlete] = ((wrong[athlete]?.count ?? 0) + 1, now)
  }

  mutating func noteRight(_ athlete: String) { wrong[athlete] = nil }

  /// 128 bits from the system's random numbers, in hexadecimal.
  static func newToken() -> String {
    var random = SystemRandomNumberGenerator()
    return [random.next(), random.next()].map { (part: UInt64) in
      let digits = String(part, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
