internal import Glibc

/// One pretend wearable behind its listening socket, driven by the thread of its `PeripheralHost`.
final class PeripheralPort {
  /// PDUs that wait for a central which does not read; beyond that notifications are lost, as in a
  /// wearable's own queue.
  private static let longestQueue = 64

  let path: String
  private var peripheral: EmulatedPeripheral
  private var listener: SequencedSocket?
  private var central: SequencedSocket?
  private var queue: [[UInt8]] = []
  /// Notifications a central was too slow to take.
  private(set) var notificationsDropped = 0

  init(_ plan: PeripheralHost.Plan) throws(PeripheralError) {
    path = plan.path
    peripheral = plan.peripheral
    listener = try SequencedSocket(listeningAt: path)
  }

  deinit { if listener != nil { unsafe unlink(path) } }

  var isConnected: Bool { central != nil }

  var nextDue: Double? { peripheral.nextDue }

  /// What `poll` shall watch.
  var descriptors: [Int32] { [listener, central].compactMap { $0?.descriptor } }

  /// Opens or closes the door; a closed one refuses.
  func setRefusing(_ isRefusing: Bool) throws(PeripheralError) {
    if isRefusing {
      listener = nil
    } else if listener == nil {
      listener = try SequencedSocket(listeningAt: path)
    }
  }

  func setMute(_ isMute: Bool) { peripheral.isMute = isMute }

  func hangUp(at seconds: Double) {
    central = nil
    queue = []
    peripheral.disconnect(at: seconds)
  }

  /// Moves PDUs both ways at `seconds`.
  func step(at seconds: Double) {
    // First whether the central left: the next one may stand at the door already.
    listen(at: seconds)
    greet(at: seconds)
    listen(at: seconds)
    put(peripheral.advance(to: seconds))
    flush()
    if peripheral.wantsHangUp { hangUp(at: seconds) }
  }

  /// One central at a time; a second one is sent away, as a connected wearable does not advertise.
  private func greet(at seconds: Double) {
    while let caller = listener?.accept() {
      guard central == nil else { continue }
      central = caller
      peripheral.connect(at: seconds)
    }
  }

  private func listen(at seconds: Double) {
    while let central {
      switch central.receive() {
      case .pdu(let pdu): put(peripheral.receive(pdu, at: seconds))
      case .nothing: return
      case .ended: return hangUp(at: seconds)
      }
    }
  }

  private func put(_ pdus: [[UInt8]]) {
    for pdu in pdus {
      if queue.count >= Self.longestQueue, pdu.first == 0x1B {
        notificationsDropped += 1
      } else {
        queue.append(pdu)
      }
    }
  }

  private func flush() {
    guard let central else { return queue = [] }
    let sent = queue.prefix { central.send($0) }.count
    queue.removeFirst(sent)
  }
}
