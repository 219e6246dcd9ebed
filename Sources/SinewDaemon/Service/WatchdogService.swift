import Logging
import ServiceLifecycle

/// Tells systemd's watchdog that the daemon lives, while each thread that stands between a sensor
/// and a screen still takes orders. An idle daemon answers as well as a busy one; one with a stuck
/// thread falls silent and is ended and started again.
///
/// The recorder is not asked: a slow disk may keep it, and must not end the feedback.
struct WatchdogService: NamedService {
  /// A thread that is asked, and how it shows that it heard.
  struct Patient: Sendable {
    let name: String
    let pulse: Pulse
    let ask: @Sendable () -> Void
  }

  /// Half of what the service manager waits, so that one late answer is no death.
  let intervalSeconds: Double
  let patients: [Patient]
  let logger: Logger

  func run() async throws {
    var asked: UInt64 = 0
    while !Task.isShuttingDownGracefully {
      let silent = patients.filter { $0.pulse.count < asked }
      if silent.isEmpty {
        Systemd.notify("WATCHDOG=1")
        asked += 1
        for patient in patients { patient.ask() }
      } else {
        // Not asked again: the question still stands in the ring.
        for patient in silent {
          logger.critical(
            "the \(patient.name) thread answers no more; the watchdog will end the daemon")
        }
      }
      try? await cancelWhenGracefulShutdown {
        try await Task.sleep(for: .seconds(intervalSeconds), tolerance: .milliseconds(100))
      }
    }
  }
}
