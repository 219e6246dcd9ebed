internal import Glibc
package import SinewSignal

/// One life of the connection to a wearable, as the supervisor leads it:
///
///     open        connect, learn the table, match it with what the driver needs
///     say, hear   the driver's conversation, as records
///     stream      from here on a `NotificationReader` gives the intake thread its bytes, and
///                 `attend` looks after everything else
///     takeBack    the intake has let go of the reader
///     sayGoodBye  the farewell, and the end
package actor BLELink {
  package nonisolated let address: BLEAddress
  private let profile: GATTProfile
  private let connector: any ATTConnector
  private let waiter: DescriptorWaiter
  private let kept: GATTTableCache.Entry?
  private let tell: @Sendable (BLENews) -> Void

  private var client: GATTClient
  private var socket: PacketSocket?
  private var mailbox: PDUMailbox?
  private var isStreaming = false
  /// A PDU the kernel had no room for.
  private var unsent: [UInt8]?
  /// Records for the driver that nobody has asked for yet.
  private var heard: [UInt8] = []
  private var failure: BLEError?
  private var buffer = [UInt8](repeating: 0, count: 1024)

  /// - Parameters:
  ///   - kept: what an earlier life learned of the same address.
  ///   - tell: hears of battery and device information, in any task.
  package init(
    to address: BLEAddress, profile: GATTProfile, connector: any ATTConnector,
    waiter: DescriptorWaiter, kept: GATTTableCache.Entry? = nil,
    tell: @escaping @Sendable (BLENews) -> Void = { _ in }
  ) {
    self.address = address
    self.profile = profile
    self.connector = connector
    self.waiter = waiter
    self.kept = kept
    self.tell = tell
    client = GATTClient(profile: profile, kept: kept, now: MonotonicClock.now())
  }

  /// Connects and learns the table.
  ///
  /// - Throws: `BLEError`, or `CancellationError`.
  package func open() async throws {
    socket = PacketSocket(try await connector.connect(to: address))
    client = GATTClient(profile: profile, kept: kept, now: MonotonicClock.now())
    turn()
    while !client.isReady { try await step(until: nil) }
  }

  /// Performs the driver's records, in order; the answers are heard.
  ///
  /// - Throws: `BLEError`.
  package func say(_ records: [UInt8]) throws {
    client.perform(records)
    turn()
    if let failure, heard.isEmpty { throw failure }
  }

  /// The records that come, as soon as they come; none when `seconds` ran out.
  ///
  /// - Throws: `BLEError` when the link has ended, or `CancellationError`.
  package func hear(for seconds: Double) async throws -> [UInt8] {
    let limit = MonotonicClock.now().advanced(bySeconds: seconds)
    while heard.isEmpty, MonotonicClock.now() < limit { try await step(until: limit) }
    defer { heard = [] }
    return heard
  }

  /// The hot end, for the intake thread. It begins with what was heard and not fetched.
  ///
  /// - Throws: `BLEError`.
  package func stream() throws -> NotificationReader {
    if let failure { throw failure }
    guard let socket else { throw BLEError.ended(.closed) }
    let mailbox: PDUMailbox
    do throws(LinkError) {
      mailbox = try PDUMailbox()
    } catch {
      throw BLEError.system(error)
    }
    self.mailbox = mailbox
    defer { heard = [] }
    isStreaming = true
    client.startKeepingAlive()
    return NotificationReader(
      socket: socket, routes: client.routes, mailbox: mailbox, early: heard)
  }

  /// While the intake reads: battery, keep-alive, the questions of the wearable, the rule of 30 s.
  /// Returns why the link must end, which the reader notices at the same moment; nil once the task
  /// is cancelled or the reader was taken back.
  package func attend() async -> BLEError? {
    while isStreaming, let mailbox, !Task.isCancelled {
      openMail()
      let now = MonotonicClock.now()
      client.advance(to: now)
      turn()
      heard = []
      if let failure {
        socket?.end()
        return failure
      }
      // Nothing wakes us when the kernel has room again, and it rarely lacks it.
      let retry = unsent.map { _ in now.advanced(bySeconds: 0.02) }
      let due = [client.deadline, retry].compactMap { $0 }.min() ?? Self.never
      _ = await waiter.ready(mailbox.wakeUp.fd, for: .readable, until: due)
      mailbox.wakeUp.drain()
    }
    return nil
  }

  /// Sends records beside the driver's conversation, such as `GATTProfile.identify`; their answers
  /// are told to nobody.
  package func send(_ records: [UInt8]) {
    client.perform(records, isTold: false)
    turn()
    // The deadline may have come nearer.
    mailbox?.wakeUp.signal()
  }

  /// The intake has let go of the reader.
  package func takeBack() {
    isStreaming = false
    mailbox?.wakeUp.signal()
  }

  /// Performs the driver's farewell, waits for its answers for a second at most, and ends the link;
  /// in a cancelled task too, for that is when it is called for.
  package func sayGoodBye(_ records: [UInt8]) async {
    takeBack()
    await Task { await perform(farewell: records) }.value
    close()
  }

  private func perform(farewell records: [UInt8]) async {
    openMail()
    let limit = MonotonicClock.now().advanced(bySeconds: 1)
    client.perform(records)
    turn()
    while !client.isIdle, MonotonicClock.now() < limit {
      guard (try? await step(until: limit)) != nil else { return }
    }
    // A command has no answer to wait for, and closing may overtake it in the adapter's queue.
    if !records.isEmpty { try? await Task.sleep(for: .milliseconds(100)) }
  }

  /// Hands the client what the reader had for it.
  private func openMail() {
    let now = MonotonicClock.now()
    while let pdu = mailbox?.pop() { client.receive(pdu, at: now) }
  }

  /// Ends the link for everybody who holds a part of it.
  package func close() {
    isStreaming = false
    mailbox?.wakeUp.signal()
    socket?.end()
    socket = nil
  }

  private static let never = MonotonicTime(nanoseconds: .max)

  /// Waits for the wearable once, and takes what it says.
  private func step(until limit: MonotonicTime?) async throws {
    try Task.checkCancellation()
    if let failure { throw failure }
    guard let socket else { throw BLEError.ended(.closed) }
    let due = [client.deadline, limit].compactMap { $0 }.min() ?? Self.never
    let interest: Readiness = unsent == nil ? .readable : [.readable, .writable]
    _ = await waiter.ready(socket.raw, for: interest, until: due)
    receive(from: socket)
    client.advance(to: MonotonicClock.now())
    turn()
  }

  /// Takes everything that has come. The kernel may tell of the end before it has given all, so one
  /// error is no reason to stop; the second is.
  private func receive(from socket: PacketSocket) {
    var end: LinkEnd?
    while true {
      let transfer = unsafe buffer.withUnsafeMutableBytes {
        unsafe Transfer.read(socket.raw, into: $0)
      }
      switch transfer {
      case .bytes(let count): client.receive(buffer[..<count], at: MonotonicClock.now())
      case .ended(let reason) where end == nil: end = reason
      case .notNow, .ended:
        if let end { failure = failure ?? .ended(end) }
        return
      }
    }
  }

  /// Sends what the client wants sent, and sorts what it tells.
  private func turn() {
    while let pdu = unsent ?? client.takeOutgoing() {
      unsent = nil
      guard let socket else { break }
      switch socket.send(pdu) {
      case .bytes: continue
      case .notNow: unsent = pdu
      // The reason is what reading tells, with the data before it.
      case .ended: break
      }
      break
    }
    while let event = client.takeEvent() {
      switch event {
      case .ready: break
      case .record(let record): heard += record.bytes
      case .information(let information):
        tell(
          .information(
            information,
            table: GATTTableCache.Entry(firmware: information.firmware, table: client.table)))
      case .battery(let percent): tell(.battery(percent: percent))
      case .ended(let fault): failure = failure ?? .fault(fault)
      }
    }
  }
}
