import SinewLinks
import SinewSignal
import Testing

@Suite struct GATTClientTests {
  /// The exchange that another project's client had with a server at a real armband's handles; ours
  /// asks for 247 bytes.
  @Test func theTableIsAskedForAsOtherClientsDo() {
    var bench = Bench()
    bench.run()
    let long = "42 48 12 4a 7f 2c 48 47 b9 de 04 a9"
    let exchange = [
      "> 02 f7 00", "< 03 b9 00",
      "> 10 01 00 ff ff 00 28", "< 11 06 0f 00 12 00 0f 18",
      "> 10 13 00 ff ff 00 28", "< 11 14 29 00 35 00 \(long) 05 00 06 d5",
      "> 10 36 00 ff ff 00 28", "< 01 10 36 00 0a",
      "> 08 0f 00 12 00 03 28", "< 09 07 10 00 12 11 00 19 2a",
      "> 08 11 00 12 00 03 28", "< 01 08 11 00 0a",
      "> 04 12 00 12 00", "< 05 01 12 00 02 29",
      "> 08 29 00 35 00 03 28",
      "< 09 15 2a 00 10 2b 00 \(long) 05 01 06 d5 2d 00 10 2e 00 \(long) 05 02 06 d5"
        + " 30 00 10 31 00 \(long) 05 03 06 d5 33 00 10 34 00 \(long) 05 04 06 d5",
      "> 08 34 00 35 00 03 28", "< 01 08 34 00 0a",
      "> 04 2c 00 2c 00", "< 05 01 2c 00 02 29",
    ]
    #expect(Array(bench.said.prefix(exchange.count)) == exchange)
    #expect(bench.client.mtu == 185)
    #expect(bench.events.first == .ready)
  }

  @Test func subscribingNotifyingConfirmingAndReadingGoAsOnTheAir() {
    var bench = Bench()
    bench.run()
    bench.forget()
    bench.perform([GATTRecord(.subscribe, 0, [1])])
    bench.run()
    bench.hear("1b 2b 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f")
    bench.hear("1d 2b 00 99")
    bench.run()
    #expect(
      bench.said == [
        "> 12 2c 00 01 00", "< 13", "< 1b 2b 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f",
        "< 1d 2b 00 99", "> 1e",
      ])
    #expect(
      bench.records == [
        GATTRecord(.subscribe, 0), GATTRecord(.notification, 0, Array(0...15)),
        GATTRecord(.notification, 0, [0x99]),
      ])
  }

  @Test func anotherModelsTableIsRefusedByTheNameOfWhatIsMissing() {
    let strange = GATTCharacteristic(service: ATTServer.emg, uuid: ATTServer.myo(0x0905))
    var bench = Bench(
      profile: GATTProfile(
        characteristics: [strange], advertisement: AdvertisementPattern()))
    bench.run()
    #expect(bench.fault == .anotherModel(missing: [strange]))
    #expect("\(GATTFault.anotherModel(missing: [strange]))".contains("d5060905"))
    #expect("\(GATTFault.anotherModel(missing: [strange]))".contains("another model's table"))
    let silent = bench.client.takeOutgoing()
    #expect(silent == nil)
  }

  @Test func whatIsOptionalMayBeMissingAndIsAnsweredNotFoundInItsTurn() {
    var profile = ATTServer.armbandProfile
    profile = GATTProfile(
      characteristics: profile.characteristics + [
        GATTCharacteristic(
          service: ATTServer.control, uuid: ATTServer.myo(0x0401), isRequired: false)
      ], advertisement: profile.advertisement)
    var bench = Bench(profile: profile)
    bench.run()
    bench.perform([
      GATTRecord(.subscribe, 0, [1]), GATTRecord(.write, 1, [9]), GATTRecord(.read, 7),
      GATTRecord(.read, 0),
    ])
    bench.run()
    #expect(
      bench.records == [
        GATTRecord(.subscribe, 0), GATTRecord(.failed, 1, [0x0A]), GATTRecord(.failed, 7, [0x0A]),
        GATTRecord(.read, 0),
      ])
  }

  @Test func oneRequestIsOutstandingAndCommandsKeepTheirPlaceAmongTheDriversRequests() {
    var bench = Bench()
    bench.run()
    bench.perform([
      GATTRecord(.writeCommand, 0, [1]), GATTRecord(.write, 0, [2]),
      GATTRecord(.writeCommand, 0, [3]), GATTRecord(.write, 0, [4]),
    ])
    var sent: [String] = []
    while let pdu = bench.client.takeOutgoing() { sent.append(words(pdu)) }
    #expect(sent == ["52 2b 00 01", "12 2b 00 02"])
    bench.hear("13")
    sent = []
    while let pdu = bench.client.takeOutgoing() { sent.append(words(pdu)) }
    #expect(sent == ["52 2b 00 03", "12 2b 00 04"])
  }

  @Test func aLongValueIsReadInPartsUntilAShortOne() {
    var bench = Bench()
    bench.server.mtu = 23
    bench.server.attributes[6].value = (0..<50).map { UInt8($0) }
    bench.run()
    bench.forget()
    bench.perform([GATTRecord(.read, 0)])
    bench.run()
    #expect(
      bench.said.filter { $0.hasPrefix(">") } == [
        "> 0a 2b 00", "> 0c 2b 00 16 00", "> 0c 2b 00 2c 00",
      ])
    #expect(bench.records == [GATTRecord(.read, 0, Array(0..<50))])
  }

  @Test(arguments: [ATTError.invalidOffset, .attributeNotLong])
  func aValueThatJustFillsItsAnswerEndsWithAnError(error: ATTError) {
    var bench = Bench()
    bench.server.mtu = 23
    bench.run()
    bench.perform([GATTRecord(.read, 0)])
    _ = bench.client.takeOutgoing()
    bench.hear("0b" + String(repeating: " 07", count: 22))
    #expect(bench.client.takeOutgoing().map(words) == "0c 2b 00 16 00")
    bench.hear(words(ATTPDU.errorResponse(request: 0x0C, handle: 0x2B, error).bytes))
    #expect(bench.records == [GATTRecord(.read, 0, [UInt8](repeating: 7, count: 22))])
  }

  @Test func aValueTooLongForOnePDUIsNotSent() {
    var bench = Bench()
    bench.server.mtu = 23
    bench.run()
    bench.forget()
    bench.perform([
      GATTRecord(.write, 0, [UInt8](repeating: 1, count: 21)),
      GATTRecord(.write, 0, [UInt8](repeating: 1, count: 20)),
    ])
    bench.run()
    #expect(bench.records == [GATTRecord(.failed, 0, [0x0D]), GATTRecord(.write, 0)])
    #expect(bench.server.writes.last?.value.count == 20)
  }

  @Test func anErrorOfTheDeviceReachesTheDriver() {
    var bench = Bench()
    bench.server.errors[0x2C] = ATTError(rawValue: 0xFD)
    bench.run()
    bench.perform([GATTRecord(.subscribe, 0, [1])])
    bench.run()
    #expect(bench.records == [GATTRecord(.failed, 0, [0xFD])])
    #expect(bench.fault == nil)
  }

  @Test func notifyingAndIndicatingAreTwoBitsOfOneValue() {
    var bench = Bench()
    bench.run()
    bench.perform([
      GATTRecord(.subscribe, 0, [1]), GATTRecord(.subscribeIndications, 0, [1]),
      GATTRecord(.subscribe, 0, [0]), GATTRecord(.subscribeIndications, 0, [0]),
    ])
    bench.run()
    let written = bench.server.writes.filter { $0.handle == 0x2C }.map(\.value)
    #expect(written == [[1, 0], [3, 0], [2, 0], [0, 0]])
  }

  @Test func bytesThatAreNoRecordsEndTheLinkWithASentence() {
    var bench = Bench()
    bench.run()
    bench.client.perform([0xB1, 0x12, 0, 0, 0, 0, 0])
    bench.run()
    #expect(bench.fault == .noRecord)
  }

  @Test func everyFaultIsOneSentence() {
    let faults: [GATTFault] = [
      .silent, .slow, .malformed(what: "it is wrong"), .endless, .refused(.unlikely),
      .refused(.insufficientEncryption), .anotherModel(missing: []), .tableChanged, .noRecord,
    ]
    for fault in faults {
      #expect("\(fault)".hasSuffix(".") && !"\(fault)".contains(". "), "\(fault)")
    }
  }
}
