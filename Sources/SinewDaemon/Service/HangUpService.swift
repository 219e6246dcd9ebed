import ServiceLifecycle
import UnixSignals

/// SIGHUP: read the configuration again.
struct HangUpService: Service {
  let gate: SupervisorGate

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      gate.reload { _ in }
    }
  }
}
