/// How long to wait before the next attempt: doubling up to a cap, each wait drawn between half and
/// all of it, so that devices lost together do not come back together ("equal jitter", M. Brooker,
/// Exponential Backoff and Jitter, 2015). A value without a clock.
package struct Backoff: Sendable, Hashable {
  /// Seconds before the second attempt, at most.
  package let first: Double
  /// Seconds no wait exceeds.
  package let cap: Double
  /// Attempts that failed since the last success.
  package private(set) var failures = 0

  /// Values that are not finite or not positive become the defaults; a `cap` below `first` becomes
  /// `first`.
  package init(first: Double = 0.25, cap: Double = 30) {
    let sound = first.isFinite && first > 0 ? first : 0.25
    self.first = sound
    self.cap = cap.isFinite ? max(cap, sound) : max(30, sound)
  }

  /// Notes a failure and returns the seconds to wait: `first` x 2^failures up to `cap`, times
  /// 0.5...1.
  package mutating func next(using generator: inout some RandomNumberGenerator) -> Double {
    var full = first
    var doublings = 0
    while doublings < failures, full < cap {
      full *= 2
      doublings += 1
    }
    failures &+= 1
    return min(full, cap) * Double.random(in: 0.5...1, using: &generator)
  }

  /// Notes a success: the next failure starts from `first` again.
  package mutating func reset() { failures = 0 }
}
