internal import Glibc
internal import SinewSignal

/// The Bluetooth adapter of this computer, for everybody who scans or connects: one management
/// socket for the life of the process.
package actor BluetoothRadio: ATTConnector {
  private let socket: PacketSocket?
  private let waiter: DescriptorWaiter
  private let tell: @Sendable (ManagementClient.Event) -> Void
  private let warn: @Sendable (String) -> Void
  private var client: ManagementClient
  /// False once the socket has failed.
  private var isAlive = true
  private var connecting = 0
  private var streaming = 0
  /// What `run` waits for; cancelled when there is something new to wait for.
  private var wait: Task<Bool, Never>?
  private var buffer = [UInt8](repeating: 0, count: 4096)

  /// Seconds a connection waits for a scan to end.
  private static let longestPreparation = 3.0

  /// - Parameters:
  ///   - socket: from `ManagementSocket`; nil where there is none, which leaves connecting.
  ///   - preferred: the adapter to use where there are several.
  ///   - tell: hears what happens, in any task.
  ///   - warn: gets a sentence for what would be nice and can't be had, each once.
  package init(
    socket: consuming Descriptor?, preferred: BluetoothAddress? = nil, waiter: DescriptorWaiter,
    tell: @escaping @Sendable (ManagementClient.Event) -> Void = { _ in },
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    if let socket = consume socket {
      self.socket = PacketSocket(socket)
    } else {
      self.socket = nil
    }
    self.waiter = waiter
    self.tell = tell
    self.warn = SayOnce(warn).say
    client = ManagementClient(preferred: preferred, now: MonotonicClock.now())
  }

  /// Looks after the socket until the task is cancelled, or the socket has failed.
  package func run() async {
    while !Task.isCancelled, let raw = socket?.raw {
      isAlive = receive(from: raw)
      guard isAlive else { return tell(.changed) }
      client.advance(to: MonotonicClock.now())
      turn()
      let until = client.deadline ?? MonotonicTime(nanoseconds: .max)
      let wait = Task { [waiter] in await waiter.ready(raw, for: .readable, until: until) }
      self.wait = wait
      _ = await withTaskCancellationHandler {
        await wait.value
      } onCancel: {
        wait.cancel()
      }
    }
  }

  /// When to look for wearables.
  package func setScan(_ scan: ManagementClient.Scan) {
    client.setScan(scan, at: MonotonicClock.now())
    turn()
  }

  /// How often each wearable and the adapter should meet, all of them at once.
  package func setPaces(_ paces: [ConnectionParameters]) {
    client.setPaces(paces, at: MonotonicClock.now())
    turn()
  }

  /// Wearables that stream: their number goes up and down with theirs.
  package func changeStreaming(by difference: Int) {
    streaming = max(0, streaming + difference)
    tellConnections()
  }

  package var problems: [RadioProblem] {
    socket == nil || !isAlive ? [.noBluetooth] : client.problems
  }

  /// What stands in the way, and whether the adapter scans, at one moment.
  package var state: (problems: [RadioProblem], isScanning: Bool) {
    (problems, isAlive && client.isScanning)
  }

  package var adapter: Controller? { client.adapter }
  package var sightings: [Sighting] { client.sightings }

  package func connect(to peer: BLEAddress) async throws -> Descriptor {
    try await letScan(before: peer)
    connecting += 1
    tellConnections()
    defer {
      connecting -= 1
      tellConnections()
    }
    try await prepare()
    let kernel = KernelConnector(waiter: waiter, adapter: client.adapter?.local, warn: warn)
    return try await kernel.connect(to: peer)
  }

  /// Waits while somebody looks for new wearables, until this one is heard: the scan tells as well
  /// as an attempt would whether it is there, and an attempt would keep the scan from going on.
  private func letScan(before peer: BLEAddress) async throws {
    let began = MonotonicClock.now()
    while isAlive, client.isLooking, !client.hasHeard(peer, since: began) {
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// A few looks while a scan ends; then it is tried all the same.
  private func prepare() async throws {
    let limit = MonotonicClock.now().advanced(bySeconds: Self.longestPreparation)
    while socket != nil, isAlive, !client.isPrepared, MonotonicClock.now() < limit {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func tellConnections() {
    client.setConnections(
      connecting: connecting, streaming: streaming, at: MonotonicClock.now())
    turn()
  }

  /// Takes what has come; false when the socket is of no use any more.
  private func receive(from raw: CInt) -> Bool {
    while true {
      switch unsafe buffer.withUnsafeMutableBytes({ unsafe Transfer.read(raw, into: $0) }) {
      case .bytes(let count): client.receive(buffer[..<count], at: MonotonicClock.now())
      case .notNow: return true
      case .ended: return false
      }
    }
  }

  private func turn() {
    while let packet = client.takeOutgoing() {
      // A full queue of so few packets means a kernel that is gone; the answer's limit notices.
      _ = socket?.send(packet)
    }
    while let event = client.takeEvent() { tell(event) }
    wait?.cancel()
    wait = nil
  }
}
