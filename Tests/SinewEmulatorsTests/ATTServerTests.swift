import SinewEmulators
import SinewSignal
import Testing

/// The ATT server against the exchange that habluetooth's client had with a server of another author,
/// and against the rules of the Core Specification, Vol 3 Parts F and G.
@Suite struct ATTServerTests {
  private static func myo(_ short: String) -> BluetoothUUID {
    BluetoothUUID("d506\(short)-a904-deb9-4748-2c7f4a124842") ?? BluetoothUUID(0)
  }

  /// Battery at 0x0F, EMG at 0x29, as a Myo has them.
  private func sampleServer() -> ATTServer {
    ATTServer(
      [
        ServedService(
          BluetoothUUID(0x180F), handle: 0x0F,
          [ServedCharacteristic(BluetoothUUID(0x2A19), [.read, .notify], value: [0x5B])]),
        ServedService(
          Self.myo("0005"), handle: 0x29,
          ["0105", "0205", "0305", "0405"].map { ServedCharacteristic(Self.myo($0), .notify) }),
      ], longestMTU: 185)
  }

  private func exchange(_ server: inout ATTServer, _ pdu: String) -> String {
    _ = server.receive(Wire.bytes(pdu), at: 0)
    return server.takeOutgoing().map(hex).joined(separator: " | ")
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  private static let tail = "42 48 12 4a 7f 2c 48 47 b9 de 04 a9"

  @Test func sampleExchangeIsReproduced() {
    var server = sampleServer()
    let entries = [("2a", "2b", "01"), ("2d", "2e", "02"), ("30", "31", "03"), ("33", "34", "04")]
      .map { "\($0) 00 10 \($1) 00 \(Self.tail) 05 \($2) 06 d5" }
    let steps = [
      ("02 05 02", "03 b9 00"), ("10 01 00 ff ff 00 28", "11 06 0f 00 12 00 0f 18"),
      ("10 13 00 ff ff 00 28", "11 14 29 00 35 00 \(Self.tail) 05 00 06 d5"),
      ("10 36 00 ff ff 00 28", "01 10 36 00 0a"),
      ("08 0f 00 12 00 03 28", "09 07 10 00 12 11 00 19 2a"),
      ("08 11 00 12 00 03 28", "01 08 11 00 0a"), ("04 12 00 12 00", "05 01 12 00 02 29"),
      ("08 29 00 35 00 03 28", "09 15 " + entries.joined(separator: " ")),
      ("08 34 00 35 00 03 28", "01 08 34 00 0a"), ("04 2c 00 2c 00", "05 01 2c 00 02 29"),
      ("12 2c 00 01 00", "13"),
    ]
    for (asked, answer) in steps { #expect(exchange(&server, asked) == answer, "\(asked)") }
    server.notify(Self.myo("0105"), Array(0...15))
    #expect(
      server.takeOutgoing().map(hex) == [
        "1b 2b 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f"
      ])
    // The sample's indication goes to a client that asked for none.
    server.post(Wire.bytes("1d 2b 00 99"))
    #expect(server.takeOutgoing().map(hex) == ["1d 2b 00 99"])
    #expect(exchange(&server, "1e") == "")
    #expect(exchange(&server, "0a 11 00") == "0b 5b")
  }

  @Test func aSmallMTUMakesListsShort() {
    var server = sampleServer()
    // 23 bytes hold one entry of 21 and no more.
    #expect(
      exchange(&server, "08 29 00 35 00 03 28")
        == "09 15 2a 00 10 2b 00 \(Self.tail) 05 01 06 d5")
    #expect(
      exchange(&server, "04 29 00 ff ff")
        == "05 01 29 00 00 28 2a 00 03 28")
    #expect(exchange(&server, "04 2b 00 ff ff") == "05 02 2b 00 \(Self.tail) 05 01 06 d5")
  }

  @Test func servicesAreFoundByTheirUUID() {
    var server = sampleServer()
    #expect(exchange(&server, "06 01 00 ff ff 00 28 0f 18") == "07 0f 00 12 00")
    #expect(exchange(&server, "06 01 00 ff ff 00 28 10 18") == "01 06 01 00 0a")
  }

  @Test(arguments: [
    ("02 05", "01 02 00 00 04"), ("04 00 00 ff ff", "01 04 00 00 01"),
    ("04 20 00 10 00", "01 04 20 00 01"), ("08 13 00 28 00 03 28", "01 08 13 00 0a"),
    ("08 2a 00 2c 00 42 48 12 4a 7f 2c 48 47 b9 de 04 a9 05 01 06 d5", "01 08 2b 00 02"),
    ("10 01 00 ff ff 03 28", "01 10 01 00 10"), ("10 01 00", "01 10 00 00 04"),
    ("0a 40 00", "01 0a 40 00 01"), ("0a 2b 00", "01 0a 2b 00 02"),
    ("0c 11 00 02 00", "01 0c 11 00 07"), ("0c 11 00 01 00", "0d"),
    ("12 11 00 05", "01 12 11 00 03"), ("12 2a 00 05", "01 12 2a 00 03"),
    ("12 2c 00 02 00", "01 12 2c 00 fd"), ("12 2c 00 01", "01 12 2c 00 0d"),
    ("12 40 00 01", "01 12 40 00 01"), ("16 2c 00 00 00 01", "01 16 00 00 06"),
    ("18 01", "01 18 00 00 06"), ("0e 11 00 12 00", "01 0e 00 00 06"), ("52 11 00 05", ""),
    ("d2 11 00", ""), ("1b 11 00 05", ""), ("03 17 00", ""), ("", ""),
  ])
  func whatIsNotAllowedIsRefusedByItsCode(_ asked: String, _ answer: String) {
    var server = sampleServer()
    #expect(exchange(&server, asked) == answer)
  }

  @Test func randomPDUsNeverTrapAndEveryRequestIsAnsweredOnce() {
    var random = SeededRandom(seed: 7)
    var server = sampleServer()
    for _ in 0..<20_000 {
      let pdu = (0..<Int(random.next() % 30)).map { _ in UInt8(random.next() % 64) }
      let event = server.receive(pdu, at: 0)
      let sent = server.takeOutgoing()
      if case .written(_, _, isRequest: true) = event { continue }
      let isRequest = [0x02, 0x04, 0x06, 0x08, 0x0A, 0x0C, 0x10, 0x12].contains(pdu.first)
      if isRequest { #expect(sent.count == 1) }
      #expect(sent.allSatisfy { $0.count <= server.mtu })
    }
  }

  @Test func theMTUIsTheSmallerOfBothAndNeverBelow23() {
    for (offered, agreed) in [(5, 23), (23, 23), (100, 100), (185, 185), (517, 185)] {
      var server = sampleServer()
      _ = server.receive([0x02, UInt8(offered & 0xFF), UInt8(offered >> 8)], at: 0)
      #expect(server.mtu == agreed)
    }
  }

  @Test func nobodyIsNotifiedBeforeSubscribingOrAfterReconnecting() {
    var server = sampleServer()
    let emg = Self.myo("0105")
    server.notify(emg, [1])
    #expect(server.takeOutgoing().isEmpty)
    #expect(exchange(&server, "12 2c 00 01 00") == "13")
    server.notify(emg, Array(repeating: 9, count: 40))
    #expect(server.takeOutgoing().map(\.count) == [23])
    server.connect(at: 1)
    server.notify(emg, [1])
    #expect(server.takeOutgoing().isEmpty && !server.isSubscribed(emg))
  }

  @Test func indicationsWaitForTheirConfirmation() {
    let changed = StandardServices.serviceChanged
    var server = ATTServer([StandardServices.genericAttribute])
    #expect(exchange(&server, "12 04 00 01 00") == "01 12 04 00 fd")
    #expect(exchange(&server, "12 04 00 02 00") == "13")
    server.indicate(changed, Wire.bytes("01 00 ff ff"))
    server.indicate(changed, [2])
    #expect(server.takeOutgoing().map(hex) == ["1d 03 00 01 00 ff ff"])
    #expect(exchange(&server, "1e") == "1d 03 00 02")
    #expect(exchange(&server, "1e") == "")
  }

  @Test func longValuesAreReadInParts() {
    let uuid = BluetoothUUID(0x2A24)
    let text = Array("a model with a very long name, 50 characters long".utf8)
    var server = ATTServer([
      ServedService(BluetoothUUID(0x180A), [ServedCharacteristic(uuid, .read, value: text)])
    ])
    var read: [UInt8] = []
    _ = server.receive([0x0A, 3, 0], at: 0)
    read += server.takeOutgoing()[0].dropFirst()
    while read.count % 22 == 0 {
      _ = server.receive([0x0C, 3, 0, UInt8(read.count), 0], at: 0)
      read += server.takeOutgoing()[0].dropFirst()
    }
    #expect(read == text)
  }
}
