import Glibc

/// How far a long piece of work is: on standard error, on a terminal only, and not before it has
/// taken two seconds.
struct ProgressBar {
  private let words: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var next: ContinuousClock.Instant
  private var isShown = false

  /// - Parameter words: what is done, such as `analysing`.
  init(doing words: String) {
    self.words = words
    start = clock.now
    next = start + .seconds(2)
  }

  /// Draws the bar if it is time to.
  ///
  /// - Parameter fraction: the part that is done, 0...1.
  mutating func show(_ fraction: Double) {
    guard isTerminal, clock.now >= next else { return }
    next = clock.now + .milliseconds(200)
    isShown = true
    let done = max(0, min(1, fraction))
    let filled = Int(done * 30)
    let body = String(repeating: "█", count: filled) + String(repeating: "·", count: 30 - filled)
    let seconds = (clock.now - start).components.seconds
    let left = done > 0.01 ? "   about \(Int(Double(seconds) * (1 - done) / done)) s left" : ""
    Screen.mutter("\r\u{1B}[2K \(words) \(body) \(Figures.percent(done))\(left)")
  }

  /// Takes the bar away, so that the next words begin an empty line.
  mutating func clear() {
    if isShown { Screen.mutter("\r\u{1B}[2K") }
    isShown = false
  }
}
