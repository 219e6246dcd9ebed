/// A pretend Bluetooth LE wearable on the far end of an ATT bearer: PDUs in, PDUs out, time passed in.
package struct EmulatedPeripheral: Sendable {
  /// What it is, for a look inside.
  package private(set) var model: any PeripheralModel
  /// Its attribute table and the state of the bearer.
  package private(set) var server: ATTServer
  package private(set) var isConnected = false
  /// Answers nothing and sends nothing while true, though the link stands: a crashed firmware.
  package var isMute = false

  private var faults: FaultSchedule<PeripheralFault>
  private var notificationsEver = 0
  private var silenceLeft = 0
  /// True from a hang-up that struck, so that nothing follows it.
  private var isCutOff = false

  /// A peripheral with a schedule of faults; notifications are numbered from 0 and never restart.
  package init(
    _ model: any PeripheralModel,
    faults: FaultSchedule<PeripheralFault> = FaultSchedule<PeripheralFault>()
  ) {
    self.model = model
    self.faults = faults
    server = ATTServer(model.layout, longestMTU: model.longestMTU)
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<PeripheralFault>.Strike] { faults.strikes }

  /// True when the peripheral wants to end the link; the host then drops it and tells `disconnect`.
  package var wantsHangUp: Bool { isConnected && server.isHangingUp }

  /// When it will next do something by itself.
  package var nextDue: Double? {
    isConnected ? [model.nextDue, server.nextDue].compactMap { $0 }.min() : nil
  }

  /// A central has connected.
  package mutating func connect(at seconds: Double) {
    isConnected = true
    isCutOff = false
    server.connect(at: seconds)
    model.connected(at: seconds)
  }

  /// The central is gone: subscriptions and what waits for it end.
  package mutating func disconnect(at seconds: Double) {
    guard isConnected else { return }
    isConnected = false
    model.disconnected(at: seconds)
  }

  /// Takes one PDU from the central; returns what there is to send up to and at that instant.
  package mutating func receive(_ pdu: [UInt8], at seconds: Double) -> [[UInt8]] {
    guard isConnected else { return [] }
    let before = advance(to: seconds)
    guard !isMute else { return before }
    switch server.receive(pdu, at: seconds) {
    case nil: break
    case .subscribed(let characteristic):
      model.subscriptionChanged(of: characteristic, at: seconds, server: &server)
    case .written(let characteristic, let value, let isRequest):
      let position = server.outgoingCount
      let error = model.written(value, to: characteristic, at: seconds, server: &server)
      if isRequest { server.answerWrite(error, to: characteristic, at: position) }
    }
    return before + advance(to: seconds)
  }

  /// Returns everything due up to `seconds`, in order.
  package mutating func advance(to seconds: Double) -> [[UInt8]] {
    guard isConnected else { return [] }
    if !server.isHangingUp { model.advance(to: seconds, server: &server) }
    server.advance(to: seconds)
    let sent = server.takeOutgoing().compactMap { arriving($0) }
    return isMute ? [] : sent
  }

  /// What the central gets of a PDU; only notifications are struck.
  private mutating func arriving(_ pdu: [UInt8]) -> [UInt8]? {
    guard !isCutOff else { return nil }
    guard pdu.first == 0x1B else { return pdu }
    let fault = faults.strike(packet: notificationsEver)
    notificationsEver += 1
    guard silenceLeft == 0 else {
      silenceLeft -= 1
      return nil
    }
    switch fault {
    case nil: return pdu
    case .skip: return nil
    case .cut(let bytes): return Array(pdu.dropLast(min(max(0, bytes), pdu.count - 3)))
    case .silence(let count):
      silenceLeft = max(0, count - 1)
      return nil
    case .hangUp:
      isCutOff = true
      server.hangUp()
      return nil
    }
  }
}
