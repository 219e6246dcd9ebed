import SinewEmulators
import SinewSignal

/// A central without a socket for the tests of pretend wearables: speaks ATT to one, keeps what it
/// heard with its time, and moves time itself.
struct FakeCentral {
  /// A notified or indicated value.
  struct Heard: Equatable {
    let seconds: Double
    let characteristic: BluetoothUUID
    let value: [UInt8]
  }

  private(set) var peripheral: EmulatedPeripheral
  private(set) var now = 0.0
  /// Values in the order they came since the last `run` or `take`.
  private var heard: [Heard] = []
  private var answers: [[UInt8]] = []
  private var handles: [BluetoothUUID: UInt16] = [:]
  private var names: [UInt16: BluetoothUUID] = [:]
  private var configurations: [BluetoothUUID: UInt16] = [:]

  init(_ peripheral: EmulatedPeripheral, mtu: UInt16 = 247) {
    self.peripheral = peripheral
    connect(mtu: mtu)
  }

  init(_ model: any PeripheralModel, mtu: UInt16 = 247) {
    self.init(EmulatedPeripheral(model), mtu: mtu)
  }

  /// Connects, exchanges the MTU and learns the table.
  mutating func connect(mtu: UInt16 = 247) {
    peripheral.connect(at: now)
    if mtu != 23 { _ = ask([0x02, UInt8(mtu & 0xFF), UInt8(mtu >> 8)]) }
    discover()
  }

  mutating func disconnect() { peripheral.disconnect(at: now) }

  /// Sends a PDU and returns its answer: the first PDU that is neither notification nor indication.
  mutating func ask(_ pdu: [UInt8]) -> [UInt8] {
    take(peripheral.receive(pdu, at: now))
    return answers.isEmpty ? [] : answers.removeFirst()
  }

  /// Writes by request; nil when it was accepted, else the error's code.
  mutating func write(_ value: [UInt8], to characteristic: BluetoothUUID) -> UInt8? {
    let answer = ask([0x12] + word(handles[characteristic] ?? 0) + value)
    return answer == [0x13] ? nil : answer.last ?? 0
  }

  /// Writes by command.
  mutating func command(_ value: [UInt8], to characteristic: BluetoothUUID) {
    take(peripheral.receive([0x52] + word(handles[characteristic] ?? 0) + value, at: now))
  }

  /// Switches notifications (1) or indications (2) on, or off (0); nil when accepted.
  mutating func subscribe(_ characteristic: BluetoothUUID, _ bits: UInt8 = 1) -> UInt8? {
    let answer = ask([0x12] + word(configurations[characteristic] ?? 0) + [bits, 0])
    return answer == [0x13] ? nil : answer.last ?? 0
  }

  /// Reads a value; empty when refused.
  mutating func read(_ characteristic: BluetoothUUID) -> [UInt8] {
    let answer = ask([0x0A] + word(handles[characteristic] ?? 0))
    return answer.first == 0x0B ? Array(answer.dropFirst()) : []
  }

  /// Lets `seconds` pass, confirming every indication, and returns what was heard.
  mutating func run(forSeconds seconds: Double) -> [Heard] {
    let end = now + seconds
    while let due = peripheral.nextDue, due <= end, !peripheral.wantsHangUp {
      now = max(now, due)
      take(peripheral.advance(to: now))
    }
    now = end
    defer { heard = [] }
    return heard
  }

  /// The values of one characteristic heard while `seconds` pass.
  mutating func values(
    of characteristic: BluetoothUUID, forSeconds seconds: Double
  ) -> [[UInt8]] {
    run(forSeconds: seconds).filter { $0.characteristic == characteristic }.map(\.value)
  }

  private mutating func take(_ pdus: [[UInt8]]) {
    for pdu in pdus {
      guard let opcode = pdu.first, opcode == 0x1B || opcode == 0x1D, pdu.count >= 3 else {
        answers.append(pdu)
        continue
      }
      let handle = UInt16(pdu[1]) | UInt16(pdu[2]) << 8
      let name = names[handle] ?? BluetoothUUID(handle)
      heard.append(Heard(seconds: now, characteristic: name, value: Array(pdu[3...])))
      if opcode == 0x1D { take(peripheral.receive([0x1E], at: now)) }
    }
  }

  /// Characteristics by read-by-type, CCCDs by find-information, as a client does it.
  private mutating func discover() {
    var start: UInt16 = 1
    while start > 0 {
      let answer = ask([0x08] + word(start) + [0xFF, 0xFF, 0x03, 0x28])
      guard answer.first == 0x09, answer.count > 2, answer[1] > 5 else { break }
      for entry in entries(answer, size: Int(answer[1])) {
        let handle = UInt16(entry[3]) | UInt16(entry[4]) << 8
        guard let uuid = BluetoothUUID(littleEndian: entry[5...]) else { continue }
        handles[uuid] = handle
        names[handle] = uuid
        start = handle &+ 1
      }
    }
    start = 1
    var owner: BluetoothUUID?
    while start > 0 {
      let answer = ask([0x04] + word(start) + [0xFF, 0xFF])
      guard answer.first == 0x05, answer.count > 2 else { break }
      for entry in entries(answer, size: answer[1] == 1 ? 4 : 18) {
        let handle = UInt16(entry[0]) | UInt16(entry[1]) << 8
        owner = names[handle] ?? owner
        if entry[2...] == [0x02, 0x29], let owner { configurations[owner] = handle }
        start = handle &+ 1
      }
    }
  }

  private func entries(_ answer: [UInt8], size: Int) -> [[UInt8]] {
    stride(from: 2, to: answer.count - size + 1, by: size).map { Array(answer[$0..<$0 + size]) }
  }

  private func word(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
}
