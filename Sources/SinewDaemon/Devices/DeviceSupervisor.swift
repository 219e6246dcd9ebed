import ServiceLifecycle
import SinewLinks

/// Keeps every configured sensor connected: a task each, replaced when the configuration changes.
struct DeviceSupervisor: NamedService {
  /// The sensors wanted, each time the whole list.
  let wanted: AsyncStream<[SensorLink]>
  let plugs: PluggedDevices
  let radio: BluetoothRadio

  func run() async throws {
    var running: [UInt16: (sensor: SensorConfiguration, task: Task<Void, Never>)] = [:]
    for await links in wanted.cancelOnGracefulShutdown() {
      // The kernel looks at it when a connection is made, so before.
      await radio.setPaces(links.compactMap(\.pace))
      for (slot, entry) in running
      where !links.contains(where: { $0.slot == slot && $0.sensor.isReached(as: entry.sensor) })
        || plugs.holdsExcluded(slot)
      {
        entry.task.cancel()
        await entry.task.value
        running[slot] = nil
      }
      for link in links where running[link.slot] == nil {
        running[link.slot] = (link.sensor, Task { await link.run() })
      }
    }
    for entry in running.values { entry.task.cancel() }
    for entry in running.values { await entry.task.value }
  }
}
