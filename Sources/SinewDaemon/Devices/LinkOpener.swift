import Glibc
import SinewLinks
import SinewRecording
import SinewSignal
import Synchronization

/// Opens the links of all sensors, whatever kinds of links they are. One for the whole daemon: an
/// adapter is shared by all sensors.
final class LinkOpener: Sendable {
  private let waiter: DescriptorWaiter
  private let rfcomm: RFCOMMConnector
  let radio: BluetoothRadio
  /// Yields whenever the radio's adapter or its problems have changed.
  let radioNews: AsyncStream<Void>
  /// What wearables were found to have, so that the next connection need not ask again.
  private let tables = Mutex(GATTTableCache())
  /// The links of the wearables that are connected, by the slot of their sensor.
  private let wearables = Mutex<[UInt16: BLELink]>([:])

  /// - Parameters:
  ///   - management: the socket for the adapters, if there is one.
  ///   - sighted: hears of every device on the air while anybody scans.
  ///   - warn: gets a sentence for what would be nice and can't be had.
  /// - Throws: what the kernel refuses to the thread that waits for radios.
  init(
    management: consuming Descriptor?, sighted: @escaping @Sendable (Sighting) -> Void,
    warn: @escaping @Sendable (String) -> Void
  ) throws(LinkError) {
    waiter = try DescriptorWaiter()
    rfcomm = RFCOMMConnector(transport: KernelRFCOMM(waiter: waiter))
    let (news, source) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    radioNews = news
    radio = BluetoothRadio(
      socket: management, waiter: waiter,
      tell: { event in
        switch event {
        case .changed: source.yield()
        case .sighted(let sighting): sighted(sighting)
        default: break
        }
      }, warn: warn)
  }

  /// Opens a link that is one descriptor. Comes back at once, but for a radio, which takes up to
  /// some ten seconds.
  ///
  /// - Throws: `LinkError` or `RecordingError`, each a sentence that says what to do.
  func open(_ address: LinkAddress, baud: Int?) async throws -> Descriptor {
    switch address {
    case .replay(let path):
      try openReplay(path)
    case .rfcomm(let peer, let channel):
      try await rfcomm.connect(to: peer, channel: channel)
    case .serial, .fifo, .unix, .ble, .gatt:
      try address.open(settings: SerialSettings(baud: baud ?? 115_200))
    }
  }

  /// The link to a wearable, not yet connected; nil where the address is none of a wearable.
  func wearable(
    at address: LinkAddress, _ profile: GATTProfile, tell: @escaping @Sendable (BLENews) -> Void
  ) -> BLELink? {
    switch address {
    case .ble(let peer):
      BLELink(
        to: peer, profile: profile, connector: radio, waiter: waiter,
        kept: tables.withLock { $0[peer] }
      ) { [self] news in
        if case .information(_, let table) = news { tables.withLock { $0.keep(table, for: peer) } }
        tell(news)
      }
    case .gatt(let path):
      BLELink(
        to: BLEAddress(.any, .public), profile: profile, connector: SocketConnector(path: path),
        waiter: waiter, tell: tell)
    default: nil
    }
  }

  /// The radio that carries a link to this address; nil where none does.
  func radio(of address: LinkAddress) -> BluetoothRadio? {
    if case .ble = address { radio } else { nil }
  }

  /// A wearable is connected from here on, or with nil no longer.
  func note(_ link: BLELink?, slot: UInt16) { wearables.withLock { $0[slot] = link } }

  /// Sends records to a wearable beside what its driver says. False when it is not connected.
  func send(_ records: [UInt8], slot: UInt16) -> Bool {
    guard let link = wearables.withLock({ $0[slot] }) else { return false }
    Task { await link.send(records) }
    return true
  }

  /// The wearable at this address is not what it was taken for.
  func forgetTable(of address: LinkAddress) {
    if case .ble(let peer) = address { tables.withLock { $0.drop(peer) } }
  }
}
