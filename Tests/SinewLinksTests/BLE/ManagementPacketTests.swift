import SinewLinks
import SinewSignal
import Testing

/// Byte vectors of the device sheet, read by PyPI btsocket 0.3.0 where it knows the packet.
@Suite struct ManagementPacketTests {
  private static let peer = Wearable.address

  @Test(arguments: [
    (ManagementCommand.readVersion, "01 00 ff ff 00 00"),
    (.readIndexList, "03 00 ff ff 00 00"),
    (.readControllerInformation, "04 00 00 00 00 00"),
    (.setPowered(true), "05 00 00 00 01 00 01"), (.setLowEnergy(true), "0d 00 00 00 01 00 01"),
    (.startDiscovery, "23 00 00 00 01 00 06"), (.stopDiscovery, "24 00 00 00 01 00 06"),
    (
      .startServiceDiscovery(rssi: -90, [ATTServer.control]),
      "3a 00 00 00 14 00 06 a6 01 00 42 48 12 4a 7f 2c 48 47 b9 de 04 a9 01 00 06 d5"
    ),
    (
      .loadConnectionParameters([ConnectionParameters(peer, intervalMs: 7.5...11.25)]),
      "35 00 00 00 11 00 01 00 c5 c4 c3 c2 c1 c0 02 06 00 09 00 00 00 c8 00"
    ),
    (.addDevice(peer), "33 00 00 00 08 00 c5 c4 c3 c2 c1 c0 02 02"),
    (.disconnect(peer), "14 00 00 00 07 00 c5 c4 c3 c2 c1 c0 02"),
  ])
  func commandsAreWrittenAsTheKernelReadsThem(command: ManagementCommand, text: String) {
    #expect(words(command.packet(for: 0).bytes) == text)
    #expect(ManagementPacket(hex(text)) == command.packet(for: 0))
  }

  @Test func anAdvertisementIsFoundWithItsAddressStrengthAndService() throws {
    let packet = try #require(
      ManagementPacket(
        hex(
          "12 00 00 00 23 00 c5 c4 c3 c2 c1 c0 02 c7 00 00 00 00 15 00"
            + " 02 01 06 11 06 42 48 12 4a 7f 2c 48 47 b9 de 04 a9 01 00 06 d5")))
    guard case .found(let report) = ManagementEvent(packet) else {
      Issue.record("not understood")
      return
    }
    #expect(report.peer == Self.peer)
    #expect(report.rssi == -57)
    #expect(report.isConnectable && !report.isScanResponse)
    #expect(report.advertisement.flags == 6)
    #expect(report.advertisement.services == [ATTServer.control])
    let pattern = AdvertisementPattern(services: [ATTServer.control])
    #expect(pattern.matches(report.advertisement))
    #expect(!AdvertisementPattern(services: [ATTServer.emg]).matches(report.advertisement))
    #expect(!AdvertisementPattern().matches(report.advertisement))
  }

  @Test(arguments: [
    ("0c 00 00 00 08 00 c5 c4 c3 c2 c1 c0 02 03", ManagementEvent.disconnected(peer, .remote)),
    (
      "0d 00 00 00 08 00 c5 c4 c3 c2 c1 c0 02 04",
      .connectFailed(peer, ManagementStatus(rawValue: 4))
    ),
    ("04 00 01 00 00 00", .controllerAdded), ("05 00 01 00 00 00", .controllerRemoved),
    ("06 00 00 00 04 00 01 02 00 00", .newSettings([.powered, .lowEnergy])),
    ("13 00 00 00 02 00 06 01", .discovering(true)),
    ("13 00 00 00 02 00 06 00", .discovering(false)),
    ("02 00 00 00 03 00 23 00 0a", .finished(opcode: 0x23, .busy, [])),
    ("01 00 00 00 04 00 23 00 00 06", .finished(opcode: 0x23, .success, [6])),
    (
      "1c 00 00 00 10 00 c5 c4 c3 c2 c1 c0 02 00 06 00 09 00 00 00 c8 00",
      .newConnectionParameters(peer, interval: 9, latency: 0, timeout: 200)
    ),
  ])
  func eventsAreUnderstood(text: String, event: ManagementEvent) {
    #expect(ManagementPacket(hex(text)).flatMap { ManagementEvent($0) } == event)
  }

  @Test(arguments: [
    "", "12", "12 00 00 00 00", "12 00 00 00 01 00", "12 00 00 00 00 00 00",
    "12 00 00 00 07 00 c5 c4 c3 c2 c1 c0 02", "01 00 00 00 02 00 23 00", "ff 00 00 00 00 00",
    "12 00 00 00 0e 00 c5 c4 c3 c2 c1 c0 02 c7 00 00 00 00 01 00",
    "12 00 00 00 0e 00 c5 c4 c3 c2 c1 c0 00 c7 00 00 00 00 00 00",
    "13 00 00 00 01 00 06", "06 00 00 00 03 00 01 02 00",
  ])
  func whatIsCutShortOrOfTheWrongSizeIsNoEvent(text: String) {
    #expect(ManagementPacket(hex(text)).flatMap { ManagementEvent($0) } == nil)
  }

  @Test(arguments: [
    (7.5...15.0, UInt16(6)...12, UInt16(200)), (7.5...11.25, 6...9, 200),
    (8.0...14.0, 7...11, 200), (0.0...1.0, 6...6, 200), (9.0...9.5, 7...7, 200),
    (4000.0...9000.0, 3200...3200, 801), (1000.0...1100.0, 800...880, 221),
  ])
  func thePaceIsTakenToTheGridAndStaysLegal(
    ms: ClosedRange<Double>, units: ClosedRange<UInt16>, timeout: UInt16
  ) {
    let parameters = ConnectionParameters(Self.peer, intervalMs: ms)
    #expect(parameters.interval == units)
    #expect(parameters.supervisionTimeout == timeout)
    // As the kernel checks them (hci_check_conn_params, include/net/bluetooth/hci_core.h).
    #expect(parameters.interval.lowerBound >= 6 && parameters.interval.upperBound <= 3200)
    #expect(parameters.interval.upperBound < parameters.supervisionTimeout * 8)
    #expect((10...3200).contains(parameters.supervisionTimeout))
  }
}

@Suite struct AdvertisementTests {
  @Test func theScanResponseAddsTheName() {
    var heard = Advertisement(hex("02 01 06 03 03 0f 18"))
    heard.merge(Advertisement([6, 0x09] + Array("My Myo".utf8.prefix(5)) + [2, 0x0A, 0xF4]))
    #expect(heard.name == "My My")
    #expect(heard.transmitPower == -12)
    #expect(heard.flags == 6)
    #expect(heard.services == [BluetoothUUID(0x180F)])
    heard.merge(Advertisement([3, 0x08] + Array("My".utf8)))
    #expect(heard.name == "My My", "a shortened name does not replace the whole one")
  }

  @Test func everyKindOfServiceAndTheCompanyAreFound() {
    let heard = Advertisement(
      hex("05 02 0f 18 0a 18 05 05 01 00 00 80 04 16 0d 18 07 05 ff 6b 00 aa bb"))
    #expect(
      heard.services == [
        BluetoothUUID(0x180F), BluetoothUUID(0x180A),
        BluetoothUUID(high: 0x8000_0001_0000_1000, low: 0x8000_0080_5F9B_34FB),
        BluetoothUUID(0x180D),
      ])
    #expect(heard.company == 0x6B)
    #expect(heard.manufacturerData == [0xAA, 0xBB])
    #expect(AdvertisementPattern(company: 0x6B).matches(heard))
    #expect(!AdvertisementPattern(company: 0x562).matches(heard))
  }

  @Test(arguments: [
    "ff", "05 09 41", "00 02 01 06", "01", "01 09", "03 ff 6b", "02 ff 6b", "04 06 01 02 03",
    "02 03 0f", "ff ff 6b 00", "02 16 0f",
  ])
  func aMalformedOneIsReadAsFarAsItGoes(text: String) {
    let heard = Advertisement(hex(text))
    #expect(heard.services.isEmpty && heard.company == nil && heard.flags == nil)
  }

  @Test func aNameWritesNothingToATerminal() {
    let heard = Advertisement([9, 0x09] + Array("A\u{1B}[31m\rB".utf8))
    #expect(heard.name == "A[31mB")
    #expect(Advertisement([3, 0x09, 0xFF, 0xFE]).name == "\u{FFFD}\u{FFFD}")
  }

  @Test func noAdvertisementTraps() {
    var random = SeededGenerator(seed: 11)
    var merged = Advertisement()
    for _ in 0..<50_000 {
      let count = Int.random(in: 0...62, using: &random)
      merged.merge(
        Advertisement((0..<count).map { _ in UInt8.random(in: 0...40, using: &random) }))
    }
    #expect(merged.services.count <= 32)
  }
}
