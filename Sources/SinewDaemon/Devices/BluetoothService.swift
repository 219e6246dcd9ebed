import ServiceLifecycle
import SinewLinks

/// Looks after the Bluetooth adapters for as long as the daemon runs, and tells what is missing.
struct BluetoothService: NamedService {
  let radio: BluetoothRadio
  /// Yields whenever something of the radio has changed.
  let news: AsyncStream<Void>
  /// When to look for wearables, as it changes.
  let scans: AsyncStream<ManagementClient.Scan>
  let mailbox: ServerMailbox
  /// Its bells wake the sensors that wait for an adapter.
  let plugs: PluggedDevices

  func run() async throws {
    await withTaskGroup { group in
      group.addTask { await cancelWhenGracefulShutdown { await radio.run() } }
      group.addTask {
        for await scan in scans.cancelOnGracefulShutdown() { await radio.setScan(scan) }
      }
      group.addTask {
        var hadProblems = await report()
        for await _ in news.cancelOnGracefulShutdown() {
          let hasProblems = await report()
          if hadProblems, !hasProblems { plugs.ringAll() }
          hadProblems = hasProblems
        }
      }
    }
    // Without an adapter there is nothing to look after; a service that ends would end the daemon.
    try? await gracefulShutdown()
  }

  /// True while something is missing.
  private func report() async -> Bool {
    let (problems, isScanning) = await radio.state
    mailbox.post { $0.bluetoothChanged(problems, isScanning: isScanning) }
    return !problems.isEmpty
  }
}
