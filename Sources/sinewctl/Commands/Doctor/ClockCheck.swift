import CLinux

/// Whether something keeps the system's clock right: the time of day in recordings.
enum ClockCheck {
  static func finding(_ view: SystemView) -> Finding {
    let isTold = view.exists("/run/systemd/timesync/synchronized")
    // The kernel knows of any program that disciplines its clock, but only of this system's.
    guard isTold || (!view.isMadeUp && sinew_clock_is_synchronised() == 1) else {
      return .advice(
        "clock", "nothing keeps the clock right, so recordings may bear a wrong date",
        mend: "sudo timedatectl set-ntp true")
    }
    return .ok("clock", "the clock is kept right")
  }
}
