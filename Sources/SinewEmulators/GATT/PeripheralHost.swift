internal import Glibc

/// Runs pretend wearables in real time on Unix sockets of type SOCK_SEQPACKET, one PDU a datagram, all
/// on the calling thread. Never touches a radio.
///
/// What differs from a kernel's L2CAP socket: the end of a link reads as end of file instead of
/// ECONNRESET, and a central that does not read makes the wearable wait instead of losing PDUs.
package struct PeripheralHost {
  /// One wearable and the path it listens at.
  package struct Plan: Sendable {
    package var peripheral: EmulatedPeripheral
    package var path: String

    package init(_ peripheral: EmulatedPeripheral, path: String) {
      self.peripheral = peripheral
      self.path = path
    }

    /// A wearable without faults.
    package init(_ model: any PeripheralModel, path: String) {
      self.init(EmulatedPeripheral(model), path: path)
    }
  }

  /// Why `run` came back.
  package enum End: Sendable, Equatable {
    case duration, stopped, inputClosed, failed(PeripheralError)
  }

  private let ports: [PeripheralPort]
  private let control: PeripheralControl

  /// Makes the sockets. Throws when one can't be had.
  package init(
    _ plans: [Plan], control: PeripheralControl = PeripheralControl()
  ) throws(PeripheralError) {
    var ports: [PeripheralPort] = []
    for plan in plans { ports.append(try PeripheralPort(plan)) }
    self.ports = ports
    self.control = control
  }

  /// Where centrals find the wearables, in the order of the plans.
  package var paths: [String] { ports.map(\.path) }

  /// Notifications that centrals were too slow to take.
  package var notificationsDropped: Int { ports.reduce(0) { $0 + $1.notificationsDropped } }

  /// Serves until `duration` seconds are over, `control.stop()` is called, or `input` (standard input,
  /// say) is closed by the other side.
  package func run(duration: Double? = nil, endingWith input: Int32? = nil) -> End {
    let start = Self.clock()
    var hangUps = control.hangUpCount
    while true {
      let now = Self.clock() - start
      if control.isStopping { return .stopped }
      if let duration, now >= duration { return .duration }
      let wanted = control.hangUpCount
      do {
        for port in ports {
          if wanted != hangUps { port.hangUp(at: now) }
          try port.setRefusing(control.isRefusing)
          port.setMute(control.isMute)
          port.step(at: now)
        }
      } catch {
        return .failed(error)
      }
      hangUps = wanted
      let latest = min(duration ?? .infinity, now + 0.02)
      let due = ports.compactMap(\.nextDue).reduce(latest, min)
      if Self.wait(until: due + start, ports.flatMap(\.descriptors), input: input) {
        return .inputClosed
      }
    }
  }

  /// Sleeps until `due` or until a central calls or writes; true when `input` has ended.
  private static func wait(until due: Double, _ sockets: [Int32], input: Int32?) -> Bool {
    var entries = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
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
