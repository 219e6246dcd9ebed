import Logging
import ServiceLifecycle
import SinewLinks

/// Carries what udev tells to the sensors' links: a thread that sleeps until something is plugged
/// in or out.
struct HotPlugService: NamedService {
  private let monitor: HotPlugMonitor
  private let plugs: PluggedDevices

  /// Nil, with a word in the log, where events can't be had: sensors with a port then work as
  /// before, only slower to find.
  init?(plugs: PluggedDevices, logger: Logger) {
    do {
      monitor = try HotPlugMonitor()
    } catch {
      logger.warning("no hot-plug: \(error)")
      return nil
    }
    self.plugs = plugs
    if !HotPlugMonitor.isLive {
      logger.notice("no udev here: sensors are found by their port only, without hot-plug")
    }
  }

  /// Looks at what is plugged in, then follows what changes.
  func run() async throws {
    let end = try WakeUp()
    let (monitor, plugs) = (monitor, plugs)
    let thread = try HardThread.start(name: "sinew-hotplug", stackSize: 128 * 1024) {
      watch(monitor, plugs, until: end)
    }
    try? await gracefulShutdown()
    end.signal()
    thread.join()
  }
}

private func watch(_ monitor: HotPlugMonitor, _ plugs: PluggedDevices, until end: WakeUp) {
  guard var poller = try? Poller(), (try? poller.add(end.fd, tag: 0)) != nil,
    (try? poller.add(monitor.fd, tag: 1)) != nil
  else { return }
  plugs.replace(monitor.enumerate())
  while true {
    let ready = poller.wait(timeoutMs: -1)
    for index in 0..<ready where poller[index].tag == 0 { return }
    let events = monitor.drain()
    plugs.note(events)
    if events.contains(.missed) { plugs.replace(monitor.enumerate()) }
  }
}
