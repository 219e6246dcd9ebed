import SinewDevices
import SinewSignal
import Testing

@Suite struct MovellaDOTTests {
  private static let information = [UInt8](repeating: 7, count: 34)
  private static let zeros = String(repeating: "00", count: 19)

  /// Settings of a unit fresh from its box: 60 Hz, named.
  private static func control(rate: UInt8) -> [UInt8] {
    [0, 0, 0, 10, 0, 30, 0, 3] + Array("DOT".utf8) + [UInt8](repeating: 0, count: 13)
      + [rate, 0, 1, 0, 0, 0, 0, 0]
  }

  private func driver(_ mode: Int, rate: Int = 0) -> MovellaDOT {
    var settings = DriverSettings(rateHz: rate)
    settings.payloadMode = mode
    return MovellaDOT(settings: settings)
  }

  private func close(_ found: [Float], _ wanted: [Float]) -> Bool {
    found.count == wanted.count && zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  private static func g(_ metresPerSecondSquared: [Double]) -> [Float] {
    metresPerSecondSquared.map { Float($0 / 9.80665) }
  }

  // MARK: Vectors

  /// The sheet's payloads; each expectation: microseconds, then the values of stream after stream.
  private static let vectors: [(Int, UInt8, String, UInt32, [[Float]])] = [
    (
      20, 4,
      "1b410000 00000000 00000000 00001d41 0000c9c2 0000fa44 0000803d 0010 00f8 0100 000000000000",
      16_667,
      [g([0, 0, 9.8125]) + [-100.5, 2000, 0.0625], [1, -0.5, 0.000244140625]]
    ),
    (
      2, 4,
      "87d61200 0000003f 000000bf 0000003f 000000bf 0000803e 0000c0bf 00001d41 1202 03 07 00000000",
      1_234_567, [[0.5, -0.5, 0.5, -0.5], g([0.25, -1.5, 9.8125])]
    ),
    (
      16, 4,
      "e5beffff 0000b442 000036c2 00003443 0000003e 00000000 000000bf 000000000000000000000000",
      4_294_950_629, [[90, -45.5, 180], g([0.125, 0, -0.5])]
    ),
    (
      24, 4,
      "51c30000 0000803f 00000000 00000000 00000000 0000c0bf 0000403f 00009643 0000000000000000",
      50_001, [[1, 0, 0, 0], [-1.5, 0.75, 300]]
    ),
    (
      22, 4,
      "36820000 0000803f00000040000040400000804000 00a040 0000c040 0000e040 00000041 00001041",
      33_334, [[1, 2, 3], g([4, 5, 6]), [7, 8, 9]]
    ),
    (
      21, 4,
      "1b410000 0000003f 00001dc1 0000803f 00007ac3 0000003e 00007a44 000000000000000000000000",
      16_667, [g([0.5, -9.8125, 1]) + [-250, 0.125, 1000]]
    ),
    (
      26, 5,
      "8d200000 0000803f 000000000000000000000000 0000000000000000 00001d41 0000803f 00000040"
        + "00004040" + zeros,
      8333, [g([0, 0, 9.8125]) + [1, 2, 3], [1, 0, 0, 0]]
    ),
  ]

  @Test(arguments: vectors.indices) func theSheetsPayloads(_ index: Int) {
    let (mode, characteristic, bytes, time, values) = Self.vectors[index]
    var driver = driver(mode)
    let result = decode(&driver, notification(characteristic, bytes), .every(1))
    #expect(result.faultTotal == 0)
    #expect(result.frames.count == values.count)
    #expect(driver.streams.count == values.count)
    for (stream, wanted) in values.enumerated() {
      let frame = result.frames.first { $0.stream == UInt8(stream) }
      #expect(frame?.counter == time)
      #expect(close(frame?.numbers(wanted.count) ?? [], wanted), "mode \(mode)")
      #expect(driver.streams[stream].channels.count == wanted.count)
    }
  }

  @Test func theStatusWordFlagsClippedSamples() {
    let clipped = FrameFlags.clipped.rawValue
    for (status, isClipped) in [("1202", true), ("0002", false), ("0000", false)] {
      var driver = driver(2)
      let result = decode(
        &driver,
        notification(
          4, "87d61200" + String(repeating: "00", count: 28) + status + "0000" + "00000000"))
      #expect(result.frames.count == 2)
      #expect(result.frames.allSatisfy { ($0.flags & clipped != 0) == isClipped })
    }
  }

  @Test func zerosAtTheEndMayBeCutAndNoMore() {
    let (mode, characteristic, text, _, _) = Self.vectors[5]
    let bytes = hex(text)
    var driver = driver(mode)
    #expect(
      decode(&driver, notification(characteristic, Array(bytes.prefix(28)))).frames.count == 1)
    let cut = decode(&driver, notification(characteristic, Array(bytes.prefix(27))))
    #expect(cut.frames.isEmpty && cut[.framing] == 1)
  }

  @Test func noNumberIsNoSample() {
    for number in ["0000c07f", "0000807f", "000080ff"] {
      var driver = MovellaDOT()
      let result = decode(
        &driver, notification(4, "00000000" + number + String(repeating: "00", count: 32)))
      #expect(result.frames.isEmpty && result[.framing] == 1)
    }
  }

  @Test func otherPayloadsAreNotTaken() {
    var driver = MovellaDOT()
    let result = decode(&driver, notification(5, [UInt8](repeating: 0, count: 63)))
    #expect(result.frames.isEmpty && result[.unknownKind] == 1)
  }

  // MARK: Handshake

  private static func unit(rate: UInt8 = 60) -> Wearable {
    Wearable(readable: [0: information, 1: control(rate: rate)])
  }

  @Test func requestsAreTheSheetsInOrder() {
    var driver = MovellaDOT()
    var unit = Self.unit()
    #expect(unit.shakeHands(&driver) == .ready)
    #expect(
      unit.heard == [
        GATTRecord(.read, 0), GATTRecord(.write, 2, [1, 0, 21]), GATTRecord(.read, 1),
        GATTRecord(.subscribe, 4, [1]), GATTRecord(.write, 2, [1, 1, 21]),
      ])
    #expect(records(driver.farewell()) == [GATTRecord(.write, 2, [1, 0, 21])])
  }

  @Test func anotherRateIsSetAndNothingElse() {
    var driver = driver(26, rate: 30)
    var unit = Self.unit()
    #expect(unit.shakeHands(&driver) == .ready)
    var wanted = Self.control(rate: 30)
    wanted[0] = 0x10
    #expect(unit.heard[3] == GATTRecord(.write, 1, wanted))
    #expect(unit.heard[4] == GATTRecord(.subscribe, 5, [1]))
    #expect(unit.heard[5] == GATTRecord(.write, 2, [1, 1, 26]))
    #expect(driver.streams.map(\.rateHz) == [30, 30])
    #expect(driver.streams[0].counter == .ticks(hertz: 1_000_000, bits: 32))
  }

  @Test func nothingToStopIsNoError() {
    var driver = MovellaDOT()
    var unit = Self.unit()
    var step = converse(&driver)
    for _ in 0..<20 {
      guard case .say(let bytes, _) = step else { break }
      let isStop = records(bytes) == [GATTRecord(.write, 2, [1, 0, 21])]
      step = converse(
        &driver, isStop ? GATTRecord(.failed, 2, [0x80]).bytes : unit.answer(bytes))
    }
    #expect(step == .ready)
  }

  @Test func whatItCannotDoIsRefusedInWords() {
    var wrongRate = driver(0, rate: 120)
    #expect(refusal(converse(&wrongRate))?.contains("120 Hz") == true)
    var wrongMode = driver(17)
    #expect(refusal(converse(&wrongMode))?.contains("mode 17") == true)
    for (word, unit) in [
      ("another device", Wearable(refused: [0: 0x0A])),
      ("describe", Wearable(readable: [0: [1, 2, 3]])),
      ("not those of a DOT", Wearable(readable: [0: Self.information, 1: [1]])),
      ("again", Wearable(readable: [0: Self.information, 1: Self.control(rate: 60)], mute: [4])),
    ] {
      var unit = unit
      var driver = MovellaDOT()
      #expect(refusal(unit.shakeHands(&driver))?.contains(word) == true, "\(word)")
    }
  }

  @Test func itIsKnownByTheMaker() throws {
    let gatt = try #require(MovellaDOT.profile.gatt)
    #expect(gatt.advertisement.company == 0x0886)
    #expect(
      gatt.characteristics.map(\.uuid.description)
        == ["1001", "1002", "2001", "2004", "2003", "2002"].map {
          "1517\($0)-4947-11e9-8646-d663bd873d93"
        })
    #expect(records(gatt.identify).first?.value.prefix(3) == [1, 1, 0])
  }
}
