package import SinewSignal

/// This computer's Bluetooth adapters, as a pure state machine over the packets of the management
/// socket: packets in, packets out, time passed in. It chooses an adapter, switches it on, scans
/// while somebody wants that and nothing streams, and loads the pace of each wearable before it is
/// connected. What it may not do it notes as a problem and lives without. As long as nobody wants a
/// scan or has a wearable, it leaves the adapters alone.
package struct ManagementClient: Sendable {
  /// What the owner is told.
  package enum Event: Sendable, Hashable {
    /// Something of `adapter`, `problems` or `isPrepared` is not as it was.
    case changed
    case sighted(Sighting)
    case disconnected(BLEAddress, DisconnectReason)
    case connectFailed(BLEAddress, ManagementStatus)
    /// What the wearable has asked for: interval in ms.
    case pace(BLEAddress, intervalMs: Double)
  }

  /// When to look for wearables.
  package enum Scan: Sendable, Hashable {
    case never
    /// Unless one streams: scanning costs its air time.
    case whenQuiet
    /// Somebody waits for a new wearable now, also while others stream.
    case always
  }

  /// Seconds to wait for the end of a command.
  static let patience = 10.0
  /// Seconds before a scan that was refused is tried again; scans of others last 10.24 s.
  static let scanPause = 5.0
  /// Seconds after which our scan begins anew: the kernel has the adapter report a device once a
  /// scan, and who holds a wearable to the adapter must not wait the 10.24 s that a scan takes.
  static let scanRound = 3.0
  /// Seconds between two attempts to switch an adapter on: nothing tells when it is unblocked.
  static let powerPause = 10.0
  /// Refusals in a row that make a problem of it.
  static let manyRefusals = 3
  /// Wearables of one adapter, far more than it can hold.
  static let mostPaces = 256
  /// Controllers looked at; a computer has one or two.
  static let mostControllers = 16

  /// The adapter to use where there are several; nil for the first.
  package let preferred: BluetoothAddress?

  package internal(set) var controllers: [UInt16: Controller] = [:]
  /// False once the kernel has denied something.
  package internal(set) var isPrivileged = true

  var now: MonotonicTime
  var scan = Scan.never
  /// Connections being made: then there is no scan at all.
  var connecting = 0
  var streaming = 0
  var paces: [ConnectionParameters] = []

  /// The kernel has said which controllers there are, or that it will not.
  var isListed = false
  var isScanning = false
  /// The scan that runs was begun by this client, and this client may end it.
  var isOwnScan = false
  var scanBegan = MonotonicTime.zero
  var isBlocked = false
  var refusals = 0
  var nextScan = MonotonicTime.zero
  /// The controller that has the paces, and which.
  var loaded: (controller: UInt16, paces: [ConnectionParameters])?
  var nextPower = MonotonicTime.zero

  var board = SightingBoard()
  var outstanding: (command: ManagementCommand, controller: UInt16, since: MonotonicTime)?
  var queue: [(command: ManagementCommand, controller: UInt16)] = []
  var outgoing: [[UInt8]] = []
  var events: [Event] = []

  package init(preferred: BluetoothAddress? = nil, now: MonotonicTime) {
    self.preferred = preferred
    self.now = now
    queue = [(.readIndexList, ManagementPacket.noController)]
    pump()
  }

  /// Takes one datagram of the socket.
  package mutating func receive(_ bytes: some Collection<UInt8>, at now: MonotonicTime) {
    self.now = max(now, self.now)
    if let packet = ManagementPacket(bytes), let event = ManagementEvent(packet) {
      take(event, of: packet.controller)
    }
    advance(to: now)
  }

  /// Lets time pass: gives up on an answer, does what is due.
  package mutating func advance(to now: MonotonicTime) {
    self.now = max(now, self.now)
    if let asked = outstanding, self.now.seconds(since: asked.since) >= Self.patience {
      outstanding = nil
      failed(asked.command, asked.controller, ManagementStatus(rawValue: 0x08))
    }
    decide()
    pump()
  }

  /// When `advance` has something to do, if nothing comes before.
  package var deadline: MonotonicTime? {
    if let outstanding { return outstanding.since.advanced(bySeconds: Self.patience) }
    guard isWanted, isPrivileged, let adapter else { return nil }
    guard isReady(adapter) else { return nextPower }
    guard wantsScan else { return nil }
    if isOwnScan { return scanBegan.advanced(bySeconds: Self.scanRound) }
    return isScanning ? nil : nextScan
  }

  /// The next packet to send; nil when there is none.
  package mutating func takeOutgoing() -> [UInt8]? {
    guard !outgoing.isEmpty else { return nil }
    return outgoing.removeFirst()
  }

  /// The next thing that happened; nil when there is none.
  package mutating func takeEvent() -> Event? {
    guard !events.isEmpty else { return nil }
    return events.removeFirst()
  }

  /// Everything heard within the last minute, the strongest first.
  package var sightings: [Sighting] { board.present(at: now) }
}
