internal import Glibc

/// Runs pretend devices in real time on pseudo terminals, all on the calling thread. Never touches
/// a network or a real port.
package struct PtyHost {
  /// One device and how it is reached.
  package struct Plan: Sendable {
    package var device: any EmulatedDevice
    /// A symbolic link to make for it; nil leaves `/dev/pts/N`.
    package var link: String?
    package var wire: WireDelay

    package init(
      _ device: any EmulatedDevice, link: String? = nil, wire: WireDelay = WireDelay()
    ) {
      self.device = device
      self.link = link
      self.wire = wire
    }
  }

  /// Why `run` came back.
  package enum End: Sendable, Equatable { case duration, stopped, inputClosed, failed(PtyError) }

  private let ports: [PtyPort]
  private let control: PtyControl

  /// Makes the terminals. Throws when one can't be had.
  package init(_ plans: [Plan], control: PtyControl = PtyControl()) throws(PtyError) {
    var ports: [PtyPort] = []
    for plan in plans { ports.append(try PtyPort(plan)) }
    self.ports = ports
    self.control = control
  }

  /// Where clients find the devices, in the order of the plans.
  package var paths: [String] { ports.compactMap(\.path) }

  /// Bytes that clients were too slow to take.
  package var bytesDropped: Int { ports.reduce(0) { $0 + $1.bytesDropped } }

  /// Serves the ports until `duration` seconds are over, `control.stop()` is called, or `input`
  /// (standard input, say) is closed by the other side.
  package func run(duration: Double? = nil, endingWith input: Int32? = nil) -> End {
    let start = Self.clock()
    while true {
      let now = Self.clock() - start
      if control.isStopping { return .stopped }
      if let duration, now >= duration { return .duration }
      do {
        try setPlugged(control.isPlugged)
      } catch {
        return .failed(error)
      }
      for port in ports { port.step(at: now) }
      let latest = min(duration ?? .infinity, now + 0.02)
      let due = ports.compactMap(\.nextDue).reduce(latest, min)
      let clients = ports.compactMap(\.openDescriptor)
      if Self.wait(until: due + start, clients, input: input) { return .inputClosed }
    }
  }

  private func setPlugged(_ plugged: Bool) throws(PtyError) {
    for port in ports {
      if plugged { try port.plug() } else { port.unplug() }
    }
  }

  /// Sleeps until `due` or until a client writes; true when `input` has ended.
  private static func wait(until due: Double, _ clients: [Int32], input: Int32?) -> Bool {
    var entries = clients.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let input { entries.append(pollfd(fd: input, events: Int16(POLLIN), revents: 0)) }
    let left = min(max(0, due - clock()), 1)
    let ready = unsafe poll(&entries, nfds_t(entries.count), Int32(left * 1000))
    // poll counts whole milliseconds; the rest is slept exactly.
    let rest = due - clock()
    if ready == 0, rest > 0 {
      var pause = timespec(tv_sec: 0, tv_nsec: Int(min(rest, 0.002) * 1e9))
      unsafe nanosleep(&pause, nil)
    }
    guard ready > 0, let input, let last = entries.last, last.revents != 0 else { return false }
    var scrap = [UInt8](repeating: 0, count: 256)
    return unsafe read(input, &scrap, scrap.count) <= 0
  }

  /// CLOCK_MONOTONIC in seconds.
  private static func clock() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
