import CLinux
import FoundationEssentials
import Glibc
import SinewFeedback
import SinewLinks
import SinewSignal

/// CLOCK_MONOTONIC and UTC side by side, for `hello` and `clock`.
enum WallClock {
  /// Seconds between two `clock` messages while somebody listens.
  static let interval = 60.0

  static func now() -> ClockState {
    let monotonic = MonotonicClock.now()
    let utc = Date.now.formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
    return ClockState(
      monotonic: monotonic.seconds, utc: utc, utcSynchronised: isSynchronised)
  }

  /// Whether something keeps the system clock right, as the kernel was told.
  private static var isSynchronised: Bool {
    sinew_clock_is_synchronised() == 1
  }
}

extension WallClock {
  /// UTC to the second as it can stand in a file name.
  static func fileStamp() -> String {
    Date.now.formatted(
      Date.ISO8601FormatStyle(timeSeparator: .omitted, timeZone: .gmt).dateSeparator(.omitted))
  }
}

extension WallClock {
  /// Seconds of UTC since 1970.
  static func seconds() -> Double { Date.now.timeIntervalSince1970 }

  /// What must be added to CLOCK_MONOTONIC for seconds of UTC, now.
  static func offset() -> Double { seconds() - MonotonicClock.now().seconds }
}
