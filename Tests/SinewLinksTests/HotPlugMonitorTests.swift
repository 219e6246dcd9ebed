import SinewLinks
import Testing

@Suite struct HotPlugMonitorTests {
  @Test func opensOrSaysWhyNot() {
    do {
      let monitor = try HotPlugMonitor()
      #expect(monitor.fd >= 0)
      var poller = try Poller()
      try poller.add(monitor.fd, tag: 1)
      // Whatever this machine has plugged in: the calls neither wait nor fail.
      _ = poller.wait(timeoutMs: 0)
      _ = monitor.drain()
      for device in monitor.enumerate() { #expect(device.devnode.hasPrefix("/dev/")) }
    } catch {
      #expect(error.description.hasSuffix("."))
    }
  }

  @Test func severalCanListenAtOnce() throws {
    guard let first = try? HotPlugMonitor() else { return }
    let second = try HotPlugMonitor()
    #expect(first.fd != second.fd)
    #expect(first.enumerate() == second.enumerate())
  }
}
