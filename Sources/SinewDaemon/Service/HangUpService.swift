import ServiceLifecycle
import UnixSignals

/// SIGHUP: read the configuration again.
struct HangUpService: NamedService {
  let gate: SupervisorGate

  /// Says that the daemon is ready only now: before, a reload would have ended it.
  func run() async throws {
    let hangUps = await UnixSignalsSequence(trapping: .sighup)
    Systemd.notify("READY=1")
    for await _ in hangUps.cancelOnGracefulShutdown() { gate.reload { _ in } }
  }
}
