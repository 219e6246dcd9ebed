package import SinewSignal

/// The client's side of one Bluetooth LE connection, as a pure state machine: PDUs in, PDUs out,
/// time passed in. It has no descriptor and no clock, so tests and fuzzers drive it as a wearable
/// would.
///
/// Set-up: MTU, table (or the kept one, when the firmware is still the same), match with what the
/// driver needs. After `.ready` it turns the driver's records into requests, in order, and answers
/// into records; in between, behind everything of the driver, it reads the device information and
/// the battery. One request is outstanding at a time (Core Specification, Vol 3 Part F, 3.3.2).
package struct GATTClient: Sendable {
  /// What the owner is told.
  package enum Event: Sendable, Hashable {
    /// The table is known and has what the driver needs: records may be performed.
    case ready
    /// For the driver.
    case record(GATTRecord)
    case information(DeviceInformation)
    /// Per cent; nil where the device says a reserved value.
    case battery(percent: Int?)
    /// Once, and the last: nothing is sent or understood any more.
    case ended(GATTFault)
  }

  /// What this side can receive, bytes: the longest that fits one packet of the radio (251 bytes
  /// with the L2CAP header).
  package static let mtuAsked: UInt16 = 247
  /// Seconds without an answer after which the connection is dead (Vol 3 Part F, 3.3.3).
  package static let patience = 30.0
  /// Seconds from the start to `.ready`, at most: a device may answer, but slowly and for ever.
  package static let longestSetUp = 30.0
  /// Seconds between two looks at a battery that does not notify.
  package static let batteryPeriod = 60.0
  /// Longest value an attribute can have, bytes (3.2.9).
  static let longestAttribute = 512
  /// Answers to the peer that wait to be sent; what a flood asks beyond them stays unanswered.
  static let mostReplies = 16
  /// Times in one connection that a device may say that its table has changed.
  static let mostChanges = 4

  package let profile: GATTProfile
  let kept: GATTTableCache.Entry?

  private let began: MonotonicTime
  var now: MonotonicTime
  package internal(set) var mtu = ATTPDU.defaultMTU
  /// Complete from `.ready` on.
  package internal(set) var table = GATTTable()
  package internal(set) var isReady = false
  package internal(set) var fault: GATTFault?
  package internal(set) var information = DeviceInformation()
  /// PDUs that were no answer to anything, or no PDUs at all.
  package internal(set) var strayPDUs: UInt64 = 0

  var discovery: GATTDiscovery?
  var resolved: [GATTTable.Characteristic?] = []
  var outstanding: Outstanding?
  var driverQueue: [GATTRequest.Order] = []
  var ownQueue: [GATTRequest] = []
  var replies: [ATTPDU] = []
  var outgoing: [[UInt8]] = []
  var events: [Event] = []
  /// What was written to each client configuration, bit 0 notify, bit 1 indicate.
  var configurations: [UInt16: UInt8] = [:]
  var informationLeft: Set<BluetoothUUID> = []
  var nextBatteryRead: MonotonicTime?
  var nextKeepAlive: MonotonicTime?
  var changes = 0

  struct Outstanding: Sendable {
    let request: GATTRequest
    /// The PDU that was sent last: the request, or a further part of a long value.
    var opcode: ATTOpcode
    var since: MonotonicTime
    /// The parts of a long value read so far.
    var value: [UInt8] = []
  }

  /// - Parameter kept: the table of this address from an earlier connection.
  package init(profile: GATTProfile, kept: GATTTableCache.Entry? = nil, now: MonotonicTime) {
    self.profile = profile
    self.kept = kept
    self.now = now
    began = now
    ownQueue = [
      GATTRequest(pdu: .exchangeMTURequest(Self.mtuAsked), purpose: .exchangeMTU)
    ]
    pump()
  }

  /// Takes one datagram from the wearable.
  package mutating func receive(_ bytes: some Collection<UInt8>, at now: MonotonicTime) {
    advance(to: now)
    guard fault == nil, let first = bytes.first else { return }
    if let pdu = ATTPDU(bytes) {
      take(pdu)
    } else if let outstanding, isAnswer(first, to: outstanding) {
      end(.malformed(what: "an answer is cut short or of the wrong size"))
    } else if ATTOpcode.isRequest(first) {
      let error = ATTOpcode(rawValue: first) == nil ? ATTError.requestNotSupported : .invalidPDU
      reply(.errorResponse(request: first, handle: 0, error))
    } else {
      strayPDUs &+= 1
    }
    pump()
  }

  /// Lets time pass: gives up on an answer, sends what is due.
  package mutating func advance(to now: MonotonicTime) {
    self.now = max(now, self.now)
    guard fault == nil else { return }
    if let outstanding, self.now.seconds(since: outstanding.since) >= Self.patience {
      return end(.silent)
    }
    if !isReady, self.now.seconds(since: began) >= Self.longestSetUp { return end(.slow) }
    sendWhatIsDue()
    pump()
  }

  /// When `advance` has something to do, if nothing comes before.
  package var deadline: MonotonicTime? {
    guard fault == nil else { return nil }
    let answer = outstanding?.since.advanced(bySeconds: Self.patience)
    let setUp = isReady ? nil : began.advanced(bySeconds: Self.longestSetUp)
    return [answer, setUp, nextBatteryRead, nextKeepAlive].compactMap { $0 }.min()
  }

  /// The next PDU to send.
  package mutating func takeOutgoing() -> [UInt8]? {
    guard !outgoing.isEmpty else { return nil }
    return outgoing.removeFirst()
  }

  /// The next thing that has happened.
  package mutating func takeEvent() -> Event? {
    guard !events.isEmpty else { return nil }
    return events.removeFirst()
  }

  mutating func end(_ fault: GATTFault) {
    guard self.fault == nil else { return }
    self.fault = fault
    isReady = false
    outstanding = nil
    driverQueue = []
    ownQueue = []
    replies = []
    outgoing = []
    events.append(.ended(fault))
  }
}
