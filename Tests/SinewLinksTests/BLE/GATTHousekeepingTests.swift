import SinewLinks
import SinewSignal
import Testing

@Suite struct GATTHousekeepingTests {
  private static var informed: ATTServer {
    var server = ATTServer()
    server.service(DeviceInformation.service, 0x01...0x05)
    server.characteristic(
      BluetoothUUID(0x2A29), 0x02, 0x02, value: Array("Thalmic Labs".utf8) + [0, 0])
    server.characteristic(
      DeviceInformation.firmwareRevision, 0x02, 0x04,
      value: Array("1.5.1970.2-a very long one".utf8))
    server.service(BluetoothUUID(0x1801), 0x06...0x09)
    server.characteristic(BluetoothUUID(0x2A05), 0x20, 0x07, configuration: 0x09)
    server.attributes += ATTServer.armband.attributes
    return server
  }

  private static let firmware = "1.5.1970.2-a very long one"

  private static var kept: GATTTableCache.Entry {
    var bench = Bench(informed)
    bench.run()
    return GATTTableCache.Entry(firmware: firmware, table: bench.client.table)
  }

  @Test func theDeviceIsAskedWhoItIsAndHowFullItsBatteryIs() {
    var bench = Bench(Self.informed)
    bench.run()
    #expect(bench.batteries == [91])
    #expect(bench.client.information.manufacturer == "Thalmic Labs")
    #expect(bench.client.information.firmware == Self.firmware)
    #expect(bench.events.contains(.information(bench.client.information)))
    let subscribed = bench.server.writes.map { "\($0.handle) \(words($0.value))" }
    #expect(subscribed == ["18 01 00", "9 02 00"])
    bench.hear("1b 11 00 32")
    bench.hear("1b 11 00 65")
    #expect(bench.batteries == [91, 50, nil])
  }

  @Test func aBatteryThatDoesNotNotifyIsReadOnceAMinute() {
    var server = Self.informed
    server.errors[0x12] = .clientConfigurationImproper
    var bench = Bench(server)
    bench.run()
    #expect(bench.batteries == [91])
    bench.pass(GATTClient.batteryPeriod - 1)
    bench.run()
    #expect(bench.batteries == [91])
    for _ in 0..<3 {
      bench.pass(GATTClient.batteryPeriod)
      bench.run()
    }
    #expect(bench.batteries == [91, 91, 91, 91])
  }

  @Test func theDriverComesBeforeOurOwnQuestions() {
    var bench = Bench(Self.informed)
    while bench.client.isReady == false { bench.run(steps: 1) }
    bench.forget()
    bench.perform([GATTRecord(.subscribe, 0, [1]), GATTRecord(.write, 0, [7])])
    bench.run()
    let asked = bench.said.filter { $0.hasPrefix("> ") }
    // One question of ours was out already when the driver spoke.
    #expect(Array(asked.dropFirst().prefix(2)) == ["> 12 2c 00 01 00", "> 12 2b 00 07"])
  }

  @Test(arguments: [UInt16(23), 185]) func aKnownTableIsTakenAfterOneLookAtTheFirmware(mtu: UInt16)
  {
    var server = Self.informed
    server.mtu = mtu
    var bench = Bench(server, kept: Self.kept)
    while !bench.client.isReady, bench.fault == nil { bench.run(steps: 1) }
    let asked = bench.said.filter { $0.hasPrefix("> ") }
    #expect(asked.prefix(2) == ["> 02 f7 00", "> 08 01 00 ff ff 26 2a"])
    #expect(!asked.contains { $0.hasPrefix("> 10") })
    #expect(bench.client.table == Self.kept.table)
  }

  @Test func aKnownTableIsNotTakenForOtherFirmwareOrAnotherDriver() {
    let other = GATTTableCache.Entry(firmware: "2.0", table: Self.kept.table)
    var bench = Bench(Self.informed, kept: other)
    bench.run()
    #expect(bench.said.contains("> 10 01 00 ff ff 00 28"))
    #expect(bench.client.isReady)
    var poor = Bench(ATTServer.armband, kept: Self.kept)
    poor.run()
    #expect(poor.said.contains("> 10 01 00 ff ff 00 28"))
  }

  @Test func theCacheForgetsTheOldestAndKeepsNothingWithoutFirmware() throws {
    var cache = GATTTableCache()
    let table = Self.kept.table
    for index in 0...GATTTableCache.capacity {
      let text = "00:00:00:00:00:" + (index < 16 ? "0" : "") + String(index, radix: 16)
      let address = try #require(BLEAddress(text))
      cache.keep(GATTTableCache.Entry(firmware: "\(index)", table: table), for: address)
    }
    let first = try #require(BLEAddress("00:00:00:00:00:00"))
    let second = try #require(BLEAddress("00:00:00:00:00:01"))
    #expect(cache[first] == nil)
    #expect(cache[second]?.firmware == "1")
    cache.keep(GATTTableCache.Entry(firmware: "", table: table), for: second)
    #expect(cache[second] == nil)
  }

  @Test func aChangeOfTheTableEndsTheLinkOnlyWhereItIsOne() {
    var bench = Bench(Self.informed)
    bench.run()
    bench.forget()
    bench.hear("1d 08 00 01 00 ff ff")
    bench.run()
    #expect(bench.said.prefix(3) == ["< 1d 08 00 01 00 ff ff", "> 1e", "> 10 01 00 ff ff 00 28"])
    #expect(bench.fault == nil && bench.client.isReady)
    bench.server.attributes.removeLast(6)
    bench.hear("1d 08 00 29 00 35 00")
    bench.run()
    #expect(bench.fault == .tableChanged)
  }

  @Test func aDeviceThatChangesItsMindForEverIsLetGo() {
    var bench = Bench(Self.informed)
    bench.run()
    for _ in 0..<5 {
      bench.hear("1d 08 00 01 00 ff ff")
      bench.run()
    }
    #expect(bench.fault == .tableChanged)
  }

  @Test func whatKeepsTheDeviceAwakeIsSentAgainAndItsAnswersAreToldToNobody() {
    let calm = ATTServer.armbandProfile
    let awake = GATTRecord(.write, 0, [9, 1, 1])
    var bench = Bench(
      profile: GATTProfile(
        characteristics: calm.characteristics, advertisement: calm.advertisement,
        keepAlive: awake.bytes, keepAliveSeconds: 10))
    bench.run()
    bench.pass(25)
    bench.run()
    #expect(!bench.server.writes.contains { $0.handle == 0x2B })
    bench.client.startKeepingAlive()
    for _ in 0..<3 {
      bench.pass(10)
      bench.run()
    }
    #expect(
      bench.server.writes.filter { $0.handle == 0x2B }.map(\.value) == [
        [9, 1, 1], [9, 1, 1], [9, 1, 1],
      ])
    #expect(bench.records.isEmpty)
  }
}
