import SinewDevices
import SinewSignal
import Testing

@Suite struct PolarPMDTests {
  /// The time stamp of the sheet's vectors, 599616023171427290 ns.
  private static let stamp = "daebc39e98435208"
  private static let last: UInt64 = 599_616_023_171_427_290

  private static func microseconds(_ nanoseconds: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: nanoseconds / 1000)
  }

  private func sense(accelerationFactor: String = "", turnFactor: String = "") -> PolarPMD {
    var unit = Self.verity(accelerationFactor, turnFactor)
    var driver = PolarPMD()
    #expect(unit.shakeHands(&driver) == .ready)
    return driver
  }

  private func h10() -> PolarPMD {
    var unit = Self.h10()
    var driver = PolarPMD()
    #expect(unit.shakeHands(&driver) == .ready)
    return driver
  }

  private func values(_ driver: consuming PolarPMD, _ bytes: String) -> [[Float]] {
    var driver = driver
    let result = decode(&driver, notification(1, bytes), .every(1))
    #expect(result.faultTotal == 0)
    let stream = Int(result.frames.first?.stream ?? 0)
    return result.frames.map { $0.numbers(driver.streams[stream].channels.count) }
  }

  private func close(_ found: [[Float]], _ wanted: [[Double]], within: Double) -> Bool {
    found.count == wanted.count
      && zip(found, wanted).allSatisfy { row, truth in
        row.count == truth.count && zip(row, truth).allSatisfy { abs(Double($0) - $1) <= within }
      }
  }

  // MARK: Vectors of the sheet

  @Test func theSheetsECG() {
    var driver = h10()
    let result = decode(
      &driver,
      notification(1, "00" + Self.stamp + "00 18fcff 000000 010000 ffff7f 000080 40e201"))
    #expect(
      result.frames.map { $0.numbers(1)[0] } == [-1000, 0, 1, 8_388_607, -8_388_608, 123_456])
    #expect(result.frames.allSatisfy { $0.stream == 1 })
    let first = Int64(result.frames[0].counter)
    #expect(abs(first - Int64(Self.microseconds(599_616_023_132_965_752))) <= 1)
    #expect(result.frames[5].counter == Self.microseconds(Self.last))
  }

  @Test func theSheetsPlainAcceleration() {
    #expect(
      close(
        values(
          h10(), "02" + Self.stamp + "01 0c00deffe803 ffff0000e603 0000010030f8"),
        [[0.012, -0.034, 1], [-0.001, 0, 0.998], [0, 0.001, -2]], within: 1e-7))
    #expect(
      close(
        values(h10(), "02" + Self.stamp + "02 640000 9cffff e80300"), [[0.1, -0.1, 1]],
        within: 1e-7))
    #expect(
      close(
        values(h10(), "02" + Self.stamp + "00 7f80ff"), [[0.127, -0.128, -0.001]], within: 1e-7))
  }

  @Test func theSheetsCompressedAcceleration() {
    #expect(
      close(
        values(sense(), "02" + Self.stamp + "81 640038ff0010 0403d3ea770000"),
        [
          [0.1, -0.2, 4.096], [0.103, -0.203, 4.09], [0.101, -0.196, 4.097],
          [0.101, -0.196, 4.097],
        ], within: 1e-6))
    #expect(
      close(
        values(
          sense(accelerationFactor: "00008039"),
          "02" + Self.stamp + "80 fbff0700007d 0a01ff24cc39"),
        [[-0.0012207, 0.0017090, 7.8125], [0.061035, -0.058594, 7.788086]], within: 1e-6))
  }

  @Test func theSheetsTurnRate() {
    var driver = sense(turnFactor: "295c8f3d")
    let result = decode(
      &driver, notification(1, "05" + Self.stamp + "80 0a00ecff1e00 0a0220800f3e80fffd07"))
    #expect(
      close(
        result.frames.map { $0.numbers(3) },
        [[0.7, -1.4, 2.1], [2.94, -3.64, -0.14], [-32.9, 32.13, 35.63]], within: 1e-4))
    #expect(
      result.frames.map(\.counter)
        == [38_461_538, 19_230_769, 0].map {
          Self.microseconds(Self.last - $0)
        })
  }

  // MARK: Vectors of the maker's unit tests

  @Test func deltasOfTheMakersTests() {
    #expect(
      values(sense(), "05" + Self.stamp + "80 ffffffffffff0303aaaacccf0302aaaacc") == [
        [-1, -1, -1], [1, -4, 1], [-2, -2, 2], [1, -4, 1], [3, -7, 3], [0, -5, 4],
      ])
    #expect(
      values(sense(), "05ffffffffffffff7f80eaff08000d000301df00")
        == [[-22, 8, 13], [-23, 11, 16]])
    #expect(
      close(
        values(sense(), "02650000000000000081f1ff1400f00306017b0f08"),
        [[-0.015, 0.020, 1.008], [-0.020, 0.017, 1.008]], within: 1e-7))
    #expect(
      close(
        values(h10(), "02009435770000000001f7ffffffe703f8fffeffe503"),
        [[-0.009, -0.001, 0.999], [-0.008, -0.002, 0.997]], within: 1e-7))
    #expect(values(h10(), "000094357700000000000280ff028000") == [[-32_766], [32_770]])
  }

  @Test func fiftySevenSamplesOfTheMakersTests() {
    let content =
      "7107f06a9e8d0a38be5cbeba2f96b3ee4be5adfb42b9ebbe4cfeba2f92bfee4be4b1fb12b9ecbd3c3ebb2f8fd3"
      + "de4be3b5f7d2b8edbd307e7b2f8be3ce8be2baf7a2b8eebc20be7b2f88f3cecbe1bdef52f8efbc18fe3b2f8403"
      + "bfcbe0c2ef32b8f0bb044ebc2e8113af0be0c6eff2f7f1b9fc7dbc2e7d279f4bdfcaebc2f7f2b8eccd7c2e7b37"
      + "8f4bdecee392f7f3b8e00dfd2d774b7fcbddd2df6237f5b7d44dbd2d745b6fcbdcd7d73237f6b5c88d7d2d716b"
      + "4f4bdcdcd3f236f7b4bcddfd2c6f7b3f4bdbe0cfd236f8b2b02dbe2c6c8f1fcbdae3c7a276f9"
    let found = values(sense(), "02" + Self.stamp + "80" + content)
    #expect(found.count == 57)
    #expect(found.first == [1905, 27_376, -29_282])
    #expect(found.dropFirst().first == [2095, 27_271, -29_367])
    #expect(found.last == [12_274, 20_173, -32_449])
  }

  // MARK: Time and loss

  private static func plain(_ samples: Int, at nanoseconds: UInt64) -> [UInt8] {
    let time = (0..<8).map { UInt8(truncatingIfNeeded: nanoseconds >> (8 * $0)) }
    return notification(
      1, [2] + time + [1] + [UInt8](repeating: 1, count: 6 * samples))
  }

  /// 200 Hz nominal; the sensor's own rate is 199.
  @Test func samplesDivideTheTimeBetweenTwoFramesEvenly() {
    var driver = h10()
    let period = 1_000_000_000.0 / 199
    let bytes = (1...3).flatMap {
      Self.plain(10, at: 5_000_000_000 + UInt64(Double($0 * 10) * period))
    }
    let counters = decode(&driver, bytes).frames.map { Int($0.counter) }
    let steps = zip(counters, counters.dropFirst()).map { $1 - $0 }
    #expect(steps.prefix(9).allSatisfy { abs($0 - 5000) <= 1 })
    #expect(steps.dropFirst(9).allSatisfy { abs($0 - 5025) <= 1 })
  }

  @Test func afterALossSamplesAreANominalPeriodApart() {
    var driver = h10()
    let bytes = Self.plain(10, at: 1_000_000_000) + Self.plain(10, at: 1_150_000_000)
    let counters = decode(&driver, bytes).frames.map { Int($0.counter) }
    #expect(counters[10] - counters[9] == 105_000)
    #expect(counters[11] - counters[10] == 5000)
    #expect(driver.streams[0].counter == .ticks(hertz: 1_000_000, bits: 32))
  }

  @Test func framesThatDoNotAddUpAreRefused() {
    let bodies = [
      "02" + Self.stamp + "01 0c00deffe8",  // cut
      "02" + Self.stamp + "80 640038ff0010 0403d3ea77",  // block cut
      "02" + Self.stamp + "80 640038ff0010 04",  // block without count
      "02" + Self.stamp + "80 640038ff0010 210100000000000000000000000000",  // 33 bits
      "02" + Self.stamp + "80 640038ff0010 00ff00ff00ff",  // 766 samples in 22 bytes
    ]
    for body in bodies {
      var driver = sense()
      let result = decode(&driver, notification(1, body))
      #expect(result.frames.isEmpty && result[.framing] == 1, "\(body)")
    }
    for body in ["02" + Self.stamp + "7f00", "01" + Self.stamp + "0000", "02"] {
      var driver = sense()
      let result = decode(&driver, notification(1, body))
      #expect(result.frames.isEmpty && result[.unknownKind] == 1, "\(body)")
    }
  }

  // MARK: Handshake

  /// Answers commands as the sheet's two devices do.
  private static func unit(features: [UInt8], answers: [[UInt8]: [[UInt8]]]) -> Wearable {
    var unit = Wearable(readable: [0: features])
    unit.reaction = { request in
      guard request.kind == .write else { return [] }
      return (answers[Array(request.value.prefix(2))] ?? []).map { (UInt8(0), $0) }
    }
    return unit
  }

  private static func verity(_ accelerationFactor: String = "", _ turnFactor: String = "")
    -> Wearable
  {
    func factor(_ number: String) -> String { number.isEmpty ? "" : "0501" + number }
    return unit(
      features: hex("0f6e02"),
      answers: [
        [1, 2]: [hex("f001020000 00013400 01011000 02010800 040103")],
        [2, 2]: [hex("f002020000" + factor(accelerationFactor))],
        [1, 5]: [
          hex("f001050001 00013400 01011000"), hex("f001050000 0201d007 040103"),
        ],
        [2, 5]: [hex("f002050000" + factor(turnFactor))],
      ])
  }

  private static func h10(started: String = "f002020000", features: String = "0f0500") -> Wearable {
    unit(
      features: hex(features),
      answers: [
        [1, 2]: [hex("f00102000000041900320064 00c800010110000203020004000800")],
        [2, 2]: [hex(started)], [3, 2]: [hex("f003020000")],
        [1, 0]: [hex("f001000000000182000101 0e00")], [2, 0]: [hex("f002000000")],
      ])
  }

  @Test func commandsForAVerityAreTheSheets() {
    var driver = PolarPMD()
    var unit = Self.verity()
    #expect(unit.shakeHands(&driver) == .ready)
    #expect(
      unit.heard == [
        GATTRecord(.subscribeIndications, 0, [1]), GATTRecord(.subscribe, 1, [1]),
        GATTRecord(.read, 0), GATTRecord(.write, 0, [1, 2]),
        GATTRecord(.write, 0, hex("020200013400010110000201080004 0103")),
        GATTRecord(.write, 0, [1, 5]),
        GATTRecord(.write, 0, hex("0205000134000101100002 01d007040103")),
      ])
    #expect(driver.streams.map(\.name) == ["acceleration", "turn-rate"])
    #expect(driver.streams.map(\.rateHz) == [52, 52])
    #expect(
      records(driver.farewell())
        == [GATTRecord(.write, 0, [3, 2]), GATTRecord(.write, 0, [3, 5])])
  }

  @Test func commandsForAnH10AreTheSheets() {
    var driver = PolarPMD()
    var unit = Self.h10()
    #expect(unit.shakeHands(&driver) == .ready)
    #expect(
      unit.heard.suffix(4) == [
        GATTRecord(.write, 0, [1, 2]),
        GATTRecord(.write, 0, hex("02020001c8000101100002010800")),
        GATTRecord(.write, 0, [1, 0]), GATTRecord(.write, 0, hex("0200000182000101 0e00")),
      ])
    #expect(driver.streams.map(\.name) == ["acceleration", "ecg"])
    #expect(driver.streams.map(\.rateHz) == [200, 130])
  }

  @Test func aRateThatIsOfferedIsTaken() {
    var driver = PolarPMD(settings: DriverSettings(rateHz: 50))
    var unit = Self.h10()
    #expect(unit.shakeHands(&driver) == .ready)
    #expect(driver.streams.map(\.rateHz) == [50, 130])
    var other = PolarPMD(settings: DriverSettings(rateHz: 60))
    unit = Self.h10()
    #expect(refusal(unit.shakeHands(&other))?.contains("it offers 25, 50, 100, 200") == true)
  }

  @Test func whatSomebodyLeftRunningIsStoppedOnce() {
    var driver = PolarPMD()
    var unit = Self.h10(started: "f002020600")
    #expect(refusal(unit.shakeHands(&driver))?.contains("somebody else") == true)
    let stops = unit.heard.filter { $0.value == [3, 2] }
    #expect(stops.count == 1)
  }

  @Test func answersMayComeBeforeTheWriteIsConfirmed() {
    var driver = PolarPMD()
    var unit = Self.verity()
    var step = converse(&driver)
    for _ in 0..<50 {
      switch step {
      case .say(let bytes, _):
        // Indications first, one byte at a time.
        let answer = records(unit.answer(bytes))
        let turned =
          answer.filter { $0.kind == .notification } + answer.filter { $0.kind != .notification }
        for byte in turned.flatMap(\.bytes) { step = converse(&driver, [byte]) }
      case .wait: step = converse(&driver)
      case .ready, .refuse: break
      }
    }
    #expect(step == .ready)
  }

  @Test func problemsAreToldInWords() {
    for (word, unit) in [
      ("too old", Wearable(refused: [0: 0x0A])),
      ("charger", Self.h10(started: "f002020d00")),
      ("longer packets", Self.h10(started: "f002020a00")),
      ("of no use", Self.h10(features: "0f0100")),
      ("list", Self.h10(features: "00")),
      ("again", Self.unit(features: hex("0f0500"), answers: [:])),
    ] {
      var unit = unit
      var driver = PolarPMD()
      #expect(refusal(unit.shakeHands(&driver))?.contains(word) == true, "\(word)")
    }
  }

  @Test func itIsKnownByName() throws {
    let gatt = try #require(PolarPMD.profile.gatt)
    #expect(gatt.advertisement.namePrefixes == ["Polar H10", "Polar Sense"])
    #expect(
      gatt.characteristics.map(\.uuid.description)
        == ["81", "82"].map { "fb005c\($0)-02e7-f387-1cad-8acd2d8df0c8" })
    #expect(
      gatt.characteristics.first?.service.description == "fb005c80-02e7-f387-1cad-8acd2d8df0c8")
  }
}
