package import SinewSignal

/// Follows the isometric holds of one muscle outside repetitions, level by level (science 4.6,
/// 4.7): plank, wall sit, squeeze. Nothing is kept but sums, so a hold may last as long as it will.
package struct HoldWatch: Sendable {
  /// How a hold stands.
  package struct State: Sendable, Hashable {
    package let start: MonotonicTime
    /// The newest level that counts.
    package let now: MonotonicTime
    /// Seconds in band until the hold failed, or until now.
    package let inBand: Double
    /// The newest window lies in the band.
    package let isInBand: Bool
    /// Coefficient of variation beyond that of a perfectly steady muscle; nil before 2 s and where
    /// no floor is known for the rate.
    package let excessCV: Double?
    /// The muscle has let go.
    package let isOver: Bool

    /// Seconds held.
    package var seconds: Double { now.seconds(since: start) }
  }

  /// A twitch is no hold: seconds of activity before one is told.
  package static let confirmation = 1.0
  /// Seconds between two tellings of a hold that goes on.
  package static let interval = 1.0
  /// The lower edge of the band where the reference is a maximum (science 4.6: 40-60 % in isometric
  /// drills), and where there is none, as a part of the hold's own first second.
  package static let bandOfMaximum = 0.4
  package static let bandOfOwn = 0.8
  /// The first half second belongs to tensing.
  private static let tensing = 0.5

  private let rateHz: Double?
  private var start: MonotonicTime?
  private var lastActive = MonotonicTime.zero
  private var told: MonotonicTime?
  private var window = Window()
  private var windows = RunningVariation()
  /// Mean of the windows that gave the band.
  private var own = RunningVariation()
  private var inBand = 0.0
  private var outside = 0.0
  private var isInBand = true
  private var hasFailed = false

  /// - Parameter rateHz: samples a second of the stream, for the floor of steadiness.
  package init(rateHz: Double?) { self.rateHz = rateHz }

  /// The newest instant of a hold that goes on and has been told; nil: there is none.
  package var latest: MonotonicTime? { told == nil ? nil : lastActive }

  /// Takes one level.
  ///
  /// - Parameters:
  ///   - level: the envelope; in any unit, the same throughout.
  ///   - isActive: the muscle works (science 2.3, functional activity) and its signal is good.
  ///   - limit: the lower edge of the band in the same unit; nil: from the hold's own first second.
  /// - Returns: what is to be told now: once when a hold is sure, about once a second while it
  ///   goes on, and once when it is over.
  package mutating func note(
    _ level: Double, at time: MonotonicTime, isActive: Bool, limit: Double?
  ) -> State? {
    guard isActive, level.isFinite else { return rest(at: time) }
    if start == nil { begin(at: time) }
    guard let start else { return nil }
    if time.seconds(since: start) >= Self.tensing {
      if let mean = window.add(level, at: time) { judge(mean, limit: limit) }
    }
    lastActive = time
    guard time.seconds(since: start) >= Self.confirmation - 1e-9,
      told.map({ time.seconds(since: $0) >= Self.interval - 0.03 }) ?? true
    else { return nil }
    told = time
    return state(isOver: false)
  }

  /// The muscle does not work, or nobody can tell: after half a second the hold is over.
  private mutating func rest(at time: MonotonicTime) -> State? {
    guard start != nil, time.seconds(since: lastActive) > HoldNumbers.longestOutside else {
      return nil
    }
    defer { self = HoldWatch(rateHz: rateHz) }
    return told == nil ? nil : state(isOver: true)
  }

  private mutating func begin(at time: MonotonicTime) {
    self = HoldWatch(rateHz: rateHz)
    start = time
  }

  /// A window of 250 ms is complete.
  private mutating func judge(_ mean: Double, limit: Double?) {
    windows.add(mean)
    if own.count < 4 { own.add(mean) }
    isInBand = mean >= limit ?? Self.bandOfOwn * own.mean
    if isInBand {
      outside = 0
      if !hasFailed { inBand += HoldNumbers.window }
    } else {
      outside += HoldNumbers.window
      if outside > HoldNumbers.longestOutside { hasFailed = true }
    }
  }

  private func state(isOver: Bool) -> State? {
    guard let start else { return nil }
    // Tensing counts as held where what followed is in band.
    let tensed = windows.count > 0 && inBand > 0 ? Self.tensing : 0
    let held = lastActive.seconds(since: start)
    return State(
      start: start, now: lastActive, inBand: min(held, inBand + tensed),
      isInBand: isInBand && !hasFailed, excessCV: excessCV(held), isOver: isOver)
  }

  private func excessCV(_ held: Double) -> Double? {
    guard held >= HoldNumbers.shortest, windows.count >= 4,
      let floor = rateHz.flatMap(NoiseFloor.variation(rateHz:)), let cv = windows.cv
    else { return nil }
    return max(0, cv * cv - floor * floor).squareRoot()
  }

  /// The mean of levels over 250 ms.
  private struct Window: Sendable {
    private var start: MonotonicTime?
    private var sum = 0.0
    private var count = 0.0

    mutating func add(_ level: Double, at time: MonotonicTime) -> Double? {
      guard let start else {
        start = time
        (sum, count) = (level, 1)
        return nil
      }
      guard time.seconds(since: start) >= HoldNumbers.window - 1e-3 else {
        sum += level
        count += 1
        return nil
      }
      defer {
        self.start = time
        (sum, count) = (level, 1)
      }
      return sum / count
    }
  }
}

/// Mean and variation of a series, value by value (Welford 1962).
struct RunningVariation: Sendable {
  private(set) var count = 0
  private(set) var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / Double(count)
    squares += distance * (value - mean)
  }

  /// Coefficient of variation; nil for less than two values or a mean of 0.
  var cv: Double? {
    count > 1 && mean > 0 ? (squares / Double(count - 1)).squareRoot() / mean : nil
  }
}
