import Glibc
import SinewEmulators
import SinewSignal
import Testing

/// Sends 0, 1, 2, ... every 10 ms while `start` was written, and echoes writes.
private struct CountingModel: PeripheralModel {
  static let data = BluetoothUUID(0xFF01)
  static let control = BluetoothUUID(0xFF02)

  let name = "Counter"
  var information: DeviceInformation { DeviceInformation(manufacturer: "Nobody", firmware: "1.0") }
  var services: [ServedService] {
    [
      ServedService(
        BluetoothUUID(0xFF00),
        [
          ServedCharacteristic(Self.data, .notify),
          ServedCharacteristic(Self.control, [.write, .indicate], writeLengths: 1...4),
        ])
    ]
  }
  var nextDue: Double?
  private var count: UInt8 = 0

  mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    guard value[0] != 0xEE else { return .valueNotAllowed }
    if value == [1] { nextDue = seconds + 0.01 }
    server.indicate(Self.control, value)
    return nil
  }

  mutating func disconnected(at seconds: Double) { nextDue = nil }

  mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds {
      server.notify(Self.data, [count])
      count &+= 1
      nextDue = due + 0.01
    }
  }
}

@Suite struct PeripheralTests {
  private func started(_ faults: [Int: PeripheralFault] = [:]) -> FakeCentral {
    var central = FakeCentral(
      EmulatedPeripheral(CountingModel(), faults: FaultSchedule(planned: faults)))
    #expect(central.subscribe(CountingModel.data) == nil)
    #expect(central.write([1], to: CountingModel.control) == nil)
    return central
  }

  private func counts(_ central: inout FakeCentral, forSeconds seconds: Double) -> [UInt8] {
    central.values(of: CountingModel.data, forSeconds: seconds).map { $0[0] }
  }

  @Test func everyWearableServesNameInformationAndBattery() {
    var central = FakeCentral(CountingModel())
    #expect(central.read(StandardServices.name) == Array("Counter".utf8))
    #expect(central.read(BluetoothUUID(0x2A29)) == Array("Nobody".utf8))
    #expect(central.read(BluetoothUUID(0x2A26)) == Array("1.0".utf8))
    #expect(central.read(StandardServices.batteryLevel) == [91])
    #expect(central.read(BluetoothUUID(0x2A24)) == [])
  }

  @Test func writesReachTheModelAndItsRefusalTheCentral() {
    var central = FakeCentral(CountingModel())
    #expect(central.subscribe(CountingModel.control, 2) == nil)
    #expect(central.write([5, 6], to: CountingModel.control) == nil)
    #expect(central.write([0xEE], to: CountingModel.control) == 0x13)
    #expect(central.write([], to: CountingModel.control) == 0x0D)
    #expect(central.values(of: CountingModel.control, forSeconds: 0) == [[5, 6]])
  }

  @Test func notificationsComeInTimeAndEndWithTheLink() {
    var central = started()
    #expect(counts(&central, forSeconds: 0.105) == Array(0..<10))
    central.disconnect()
    #expect(counts(&central, forSeconds: 1) == [])
    central.connect()
    #expect(counts(&central, forSeconds: 1) == [])
  }

  @Test func faultsStrikeTheNotificationsTheyName() {
    var central = started([2: .skip, 4: .silence(notifications: 3), 8: .cut(bytes: 1)])
    let values = central.values(of: CountingModel.data, forSeconds: 0.105)
    #expect(values == [[0], [1], [3], [7], [], [9]])
    #expect(central.peripheral.strikes.map(\.packet) == [2, 4, 8])
  }

  @Test func aHangUpEndsTheLink() {
    var central = started([3: .hangUp])
    #expect(counts(&central, forSeconds: 1) == [0, 1, 2])
    #expect(central.peripheral.wantsHangUp)
  }

  @Test func anUnconfirmedIndicationEndsTheLinkAfter30Seconds() {
    var peripheral = EmulatedPeripheral(CountingModel())
    peripheral.connect(at: 0)
    // Whichever handles they have: every CCCD first, then every value.
    for handle: UInt8 in 1...40 { _ = peripheral.receive([0x12, handle, 0, 2, 0], at: 0) }
    for handle: UInt8 in 1...40 { _ = peripheral.receive([0x12, handle, 0, 7], at: 0) }
    #expect(peripheral.nextDue == 30)
    _ = peripheral.advance(to: 29.9)
    #expect(!peripheral.wantsHangUp)
    _ = peripheral.advance(to: 30)
    #expect(peripheral.wantsHangUp)
  }
}

/// The same over a real socket.
@Suite struct PeripheralHostTests {
  private func path(_ name: String) -> String { "/tmp/sinew-ble-\(getpid())-\(name)" }

  private func connect(_ path: String) -> Int32 {
    let file = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) {
      unsafe $0.copyBytes(from: Array(path.utf8))
    }
    let code = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard code != 0 else { return file }
    close(file)
    return -errno
  }

  /// The next PDU; nil at the end of the link or after a long silence.
  private func next(_ file: Int32, limitMs: Int32 = 10_000) -> [UInt8]? {
    var entry = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&entry, 1, limitMs) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 600)
    let count = unsafe recv(file, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private func ask(_ file: Int32, _ pdu: [UInt8], limitMs: Int32 = 10_000) -> [UInt8]? {
    _ = unsafe send(file, pdu, pdu.count, Int32(MSG_NOSIGNAL))
    return next(file, limitMs: limitMs)
  }

  @Test func aCentralTalksToAWearableAndComesAgain() throws {
    let path = path("talk")
    let host = try PeripheralThread([.init(CountingModel(), path: path)], duration: 60)
    defer { host.stop() }
    for _ in 0..<2 {
      let file = connect(path)
      #expect(ask(file, [0x02, 0x05, 0x02]) == [0x03, 247, 0])
      #expect(ask(file, [0x0A, 3, 0]) == [0x0B] + Array("Counter".utf8))
      close(file)
    }
  }

  @Test func onlyOneCentralAtATime() throws {
    let path = path("one")
    let host = try PeripheralThread([.init(CountingModel(), path: path)], duration: 60)
    defer { host.stop() }
    let first = connect(path)
    #expect(ask(first, [0x0A, 3, 0]) == [0x0B] + Array("Counter".utf8))
    let second = connect(path)
    #expect(next(second) == nil)
    #expect(ask(first, [0x0A, 3, 0]) == [0x0B] + Array("Counter".utf8))
    close(first)
    close(second)
  }

  @Test func hangingUpRefusingAndSilenceAreSeen() throws {
    let path = path("faults")
    let host = try PeripheralThread([.init(CountingModel(), path: path)], duration: 60)
    defer { host.stop() }
    let file = connect(path)
    #expect(ask(file, [0x0A, 3, 0])?.first == 0x0B)
    host.control.setRefusing(true)
    host.control.hangUp()
    #expect(next(file) == nil)
    close(file)
    var refused = connect(path)
    while refused >= 0 {
      // The door may close a moment later than the link.
      close(refused)
      refused = connect(path)
    }
    #expect(refused == -ECONNREFUSED)
    host.control.setRefusing(false)
    var again = connect(path)
    while again < 0 { again = connect(path) }
    #expect(ask(again, [0x0A, 3, 0])?.first == 0x0B)
    host.control.setMute(true)
    while ask(again, [0x0A, 3, 0], limitMs: 200) != nil {}
    host.control.setMute(false)
    close(again)
  }

  @Test func aFileInTheWayIsLeftAlone() throws {
    let path = path("file")
    let file = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
    close(file)
    defer { unsafe unlink(path) }
    #expect(throws: PeripheralError.pathTaken(path)) {
      try PeripheralHost([.init(CountingModel(), path: path)])
    }
  }

  @Test func thePathIsGoneAfterTheEnd() throws {
    let path = path("gone")
    let host = try PeripheralThread([.init(CountingModel(), path: path)], duration: 60)
    #expect(host.paths == [path])
    host.stop()
    let isThere = unsafe access(path, F_OK) == 0
    #expect(!isThere)
  }
}
