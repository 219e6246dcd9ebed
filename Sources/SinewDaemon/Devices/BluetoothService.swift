import ServiceLifecycle
import SinewLinks

/// Looks after the Bluetooth adapters for as long as the daemon runs, and tells what is missing.
struct BluetoothService: Service {
  let radio: BluetoothRadio
  /// Yields whenever something of the radio has changed.
  let news: AsyncStream<Void>
  let mailbox: ServerMailbox

  func run() async throws {
    await withTaskGroup { group in
      group.addTask { await cancelWhenGracefulShutdown { await radio.run() } }
      group.addTask {
        await report()
        for await _ in news.cancelOnGracefulShutdown() { await report() }
      }
    }
    // Without an adapter there is nothing to look after; a service that ends would end the daemon.
    try? await gracefulShutdown()
  }

  private func report() async {
    let sentences = await radio.problems.map { "\($0)" }
    mailbox.post { $0.bluetoothProblems = sentences }
  }
}
