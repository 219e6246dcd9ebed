package import SinewSignal

/// The ATT side of a pretend peripheral: an attribute table behind PDUs, as a pure state machine
/// (Core Specification, Vol 3 Parts F and G). One bearer, no security, no prepared writes.
///
/// PDUs come in through `receive`; what the server has to say is fetched with `takeOutgoing`.
package struct ATTServer: Sendable {
  /// What a client did that concerns more than the table.
  package enum Event: Sendable, Hashable {
    /// A permitted write to a characteristic. A request waits for `answerWrite`, a command does not.
    case written(BluetoothUUID, [UInt8], isRequest: Bool)
    /// A CCCD was written and answered.
    case subscribed(BluetoothUUID)
  }

  /// Seconds an indication may stay without its confirmation before the bearer counts as dead (3.3.3).
  package static let transactionSeconds = 30.0
  /// The ATT MTU before an exchange, and the least there can be.
  package static let shortestMTU = 23

  /// The most this server offers.
  package let longestMTU: Int
  /// The MTU agreed on.
  package private(set) var mtu = ATTServer.shortestMTU
  private(set) var table: GATTTable
  /// True once the model or a rule of ATT wants the link ended.
  package private(set) var isHangingUp = false

  private var outgoing: [[UInt8]] = []
  private var waitingIndications: [[UInt8]] = []
  private var unconfirmedSince: Double?
  private var now = 0.0

  /// A server of `services`; `longestMTU` is held inside 23...517.
  package init(_ services: [ServedService], longestMTU: Int = 247) {
    self.longestMTU = min(max(longestMTU, Self.shortestMTU), 517)
    table = GATTTable(services)
  }

  // MARK: The link

  /// A central connected: the MTU and every CCCD start anew, as for a peer without a bond. Values stay.
  package mutating func connect(at seconds: Double) {
    now = seconds
    mtu = Self.shortestMTU
    isHangingUp = false
    outgoing = []
    waitingIndications = []
    unconfirmedSince = nil
    for (index, row) in table.attributes.enumerated() {
      if case .configuration = row.role { table.set([0, 0], at: index) }
    }
  }

  /// Takes one PDU; tells what the model should know of.
  package mutating func receive(_ pdu: [UInt8], at seconds: Double) -> Event? {
    now = seconds
    guard let opcode = pdu.first else { return nil }
    do {
      switch opcode {
      case 0x02: try exchangeMTU(pdu)
      case 0x04: try findInformation(pdu)
      case 0x06: try findByTypeValue(pdu)
      case 0x08: try readByType(pdu)
      case 0x0A: try read(pdu, isBlob: false)
      case 0x0C: try read(pdu, isBlob: true)
      case 0x10: try readByGroupType(pdu)
      case 0x12: return try write(pdu)
      case 0x52: return try? write(pdu)
      case 0x1E: confirmed()
      // Commands that nobody knows (bit 6), and what only servers send, are passed over (3.3, 3.4).
      case _ where opcode & 0x40 != 0: break
      case 0x01, 0x03, 0x05, 0x07, 0x09, 0x0B, 0x0D, 0x0F, 0x11, 0x13, 0x17, 0x19, 0x1B, 0x1D, 0x23:
        break
      default: throw Refusal(.requestNotSupported, at: 0)
      }
    } catch {
      refuse(opcode, error)
    }
    return nil
  }

  /// Ends a write request that `receive` reported, before anything sent since `position`.
  mutating func answerWrite(_ error: ATTError?, to characteristic: BluetoothUUID, at position: Int)
  {
    let handle = table.handle(of: characteristic) ?? 0
    let answer = error.map { Self.errorPDU(0x12, handle, $0) } ?? [0x13]
    outgoing.insert(answer, at: min(position, outgoing.count))
  }

  /// When an unconfirmed indication ends the link, host seconds.
  var nextDue: Double? { unconfirmedSince.map { $0 + Self.transactionSeconds } }

  /// Ends the link when a confirmation is overdue.
  mutating func advance(to seconds: Double) {
    now = seconds
    if let due = nextDue, due <= seconds { isHangingUp = true }
  }

  /// Ends the link from the peripheral's side, after what is queued.
  package mutating func hangUp() { isHangingUp = true }

  /// PDUs waiting to be sent.
  var outgoingCount: Int { outgoing.count }

  /// Everything to send, in order.
  package mutating func takeOutgoing() -> [[UInt8]] {
    defer { outgoing = [] }
    return outgoing
  }

  // MARK: Values

  /// What a read of a characteristic gives now; nil where there is none.
  package func value(of characteristic: BluetoothUUID) -> [UInt8]? {
    guard let handle = table.handle(of: characteristic), let index = table.index(of: handle) else {
      return nil
    }
    return table[index].value
  }

  /// Gives a characteristic another value without telling anybody.
  package mutating func set(_ value: [UInt8], of characteristic: BluetoothUUID) {
    guard let handle = table.handle(of: characteristic), let index = table.index(of: handle) else {
      return
    }
    table.set(value, at: index)
  }

  /// Whether the central has notifications or indications of a characteristic on.
  package func isSubscribed(_ characteristic: BluetoothUUID) -> Bool {
    configuration(of: characteristic) & 0x03 != 0
  }

  /// Sends a notification if the central subscribed; what is longer than the MTU allows is cut.
  package mutating func notify(_ characteristic: BluetoothUUID, _ value: [UInt8]) {
    guard configuration(of: characteristic) & 0x01 != 0 else { return }
    outgoing.append(valuePDU(0x1B, characteristic, value))
  }

  /// Sends an indication if the central subscribed, after the ones before it are confirmed.
  package mutating func indicate(_ characteristic: BluetoothUUID, _ value: [UInt8]) {
    guard configuration(of: characteristic) & 0x02 != 0 else { return }
    waitingIndications.append(valuePDU(0x1D, characteristic, value))
    sendIndication()
  }

  /// Sends a PDU as it stands: for peers that break the rules.
  package mutating func post(_ pdu: [UInt8]) { outgoing.append(pdu) }

  private func configuration(of characteristic: BluetoothUUID) -> UInt8 {
    guard let handle = table.handle(of: characteristic) else { return 0 }
    let row = table.attributes.first { $0.role == .configuration(value: handle) }
    return row?.value.first ?? 0
  }

  private func valuePDU(
    _ opcode: UInt8, _ characteristic: BluetoothUUID, _ value: [UInt8]
  ) -> [UInt8] {
    [opcode] + Self.word(table.handle(of: characteristic) ?? 0) + Array(value.prefix(mtu - 3))
  }

  private mutating func sendIndication() {
    guard unconfirmedSince == nil, !waitingIndications.isEmpty else { return }
    outgoing.append(waitingIndications.removeFirst())
    unconfirmedSince = now
  }

  private mutating func confirmed() {
    unconfirmedSince = nil
    sendIndication()
  }

  // MARK: For the requests

  /// An error with the handle it is about.
  struct Refusal: Error {
    let error: ATTError
    let handle: UInt16

    init(_ error: ATTError, at handle: UInt16) {
      self.error = error
      self.handle = handle
    }
  }

  mutating func answer(_ pdu: [UInt8]) { outgoing.append(pdu) }

  mutating func agree(onMTU offered: Int) {
    mtu = max(Self.shortestMTU, min(offered, longestMTU))
  }

  mutating func store(_ value: [UInt8], at index: Int) { table.set(value, at: index) }

  private mutating func refuse(_ opcode: UInt8, _ error: any Error) {
    let refusal = error as? Refusal ?? Refusal(.unlikely, at: 0)
    outgoing.append(Self.errorPDU(opcode, refusal.handle, refusal.error))
  }

  static func errorPDU(_ opcode: UInt8, _ handle: UInt16, _ error: ATTError) -> [UInt8] {
    [0x01, opcode] + word(handle) + [error.code]
  }

  static func word(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }

  /// The word at `offset`; 0 past the end.
  static func word(_ pdu: [UInt8], _ offset: Int) -> UInt16 {
    guard pdu.count >= offset + 2 else { return 0 }
    return UInt16(pdu[offset]) | UInt16(pdu[offset + 1]) << 8
  }
}
