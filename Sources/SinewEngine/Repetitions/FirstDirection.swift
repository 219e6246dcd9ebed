/// Which way the hand or the bar goes first in a repetition of the exercise.
package enum FirstDirection: UInt8, BitwiseCopyable, Sendable, Hashable {
  /// Press, deadlift, row, curl, raise.
  case up
  /// Bench press, squat, push-up.
  case down
  /// Not known: the first direction seen counts as the first.
  case unknown

  // Written out: `==` of an enumeration with raw values can't be proven free of locks.

  var isKnown: Bool {
    @_noLocks @_noAllocation
    get {
      switch self {
      case .up, .down: true
      case .unknown: false
      }
    }
  }

  var isUp: Bool {
    @_noLocks @_noAllocation
    get {
      switch self {
      case .up: true
      case .down, .unknown: false
      }
    }
  }
}
