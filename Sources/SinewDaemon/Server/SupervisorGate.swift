import SinewDevices
import SinewLinks
import Synchronization

/// The server thread's way to the tasks that keep sensors connected.
final class SupervisorGate: Sendable {
  private let wanted: AsyncStream<[SensorLink]>.Continuation
  private let reloads: AsyncStream<ReloadRequest>.Continuation
  private let scans: AsyncStream<ManagementClient.Scan>.Continuation
  private let notices = Mutex<[UInt16: AsyncStream<LinkNotice>.Continuation]>([:])
  private let intake: IntakeGate
  private let floor: FloorMailbox
  private let plugs: PluggedDevices
  private let opener: LinkOpener

  init(
    wanted: AsyncStream<[SensorLink]>.Continuation,
    reloads: AsyncStream<ReloadRequest>.Continuation,
    scans: AsyncStream<ManagementClient.Scan>.Continuation, intake: IntakeGate,
    floor: FloorMailbox, plugs: PluggedDevices, opener: LinkOpener
  ) {
    self.wanted = wanted
    self.reloads = reloads
    self.scans = scans
    self.intake = intake
    self.floor = floor
    self.plugs = plugs
    self.opener = opener
  }

  /// The sensors that should be connected from now on, and the ports that nobody may open.
  func want(_ sensors: [SensorDesk], excluding ports: Set<String>) {
    plugs.configure(sensors, excluded: ports)
    wanted.yield(sensors.filter(\.configuration.isEnabled).compactMap(link))
  }

  /// Sends records to a wearable beside what its driver says. False when it is not connected.
  func send(_ records: [UInt8], slot: UInt16) -> Bool { opener.send(records, slot: slot) }

  /// When the radio should look for wearables, from now on.
  func scan(_ scan: ManagementClient.Scan) { scans.yield(scan) }

  /// Hands news of a link to the task that follows it.
  func forward(_ notice: LinkNotice) {
    _ = notices.withLock { $0[notice.slot]?.yield(notice) }
  }

  /// Reads the configuration anew; `done` runs on the server thread.
  func reload(_ done: @escaping @Sendable (Result<Void, DaemonError>) -> Void) {
    reloads.yield(ReloadRequest(done: done))
  }

  private func link(_ sensor: SensorDesk) -> SensorLink? {
    guard let family = deviceFamily(sensor.configuration.driver) else { return nil }
    return SensorLink(
      slot: sensor.slot, sensor: sensor.configuration, family: family,
      counters: sensor.counters, tap: sensor.tap, floor: floor, intake: intake, gate: self,
      plugs: plugs, opener: opener)
  }

  /// A fresh stream of news for one link; the stream before it ends.
  func news(of slot: UInt16) -> AsyncStream<LinkNotice> {
    let (stream, continuation) = AsyncStream.makeStream(of: LinkNotice.self)
    notices.withLock { streams in
      streams[slot]?.finish()
      streams[slot] = continuation
    }
    return stream
  }
}

/// A wish to read the configuration again.
struct ReloadRequest: Sendable {
  let done: @Sendable (Result<Void, DaemonError>) -> Void
}
