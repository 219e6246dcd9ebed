import SinewDevices
import SinewSignal
import Testing

@Suite struct OpenBCIGanglionTests {
  private static let microvolts = 1.2e6 / (8_388_607 * 1.5 * 51)

  private func scaled(_ counts: [Int]) -> [Float] {
    counts.map { Float(Double($0) * Self.microvolts) }
  }

  private func started(_ revision: String = "3.0.2") -> OpenBCIGanglion {
    var driver = OpenBCIGanglion()
    var unit = Wearable(readable: [0: Array(revision.utf8)])
    #expect(unit.shakeHands(&driver) == .ready)
    return driver
  }

  /// `id` and eight numbers of `width` bits, the high bit first.
  private func packet(_ id: UInt8, _ numbers: [Int], width: Int = 19) -> [UInt8] {
    let bits = numbers.flatMap { number in (0..<width).reversed().map { number >> $0 & 1 } }
    let padded = bits + [Int](repeating: 0, count: 152 - bits.count)
    return notification(
      1,
      [id]
        + stride(from: 0, to: 152, by: 8).map { start in
          UInt8(padded[start..<(start + 8)].reduce(0) { $0 << 1 | $1 })
        })
  }

  // MARK: Vectors

  @Test func theSheetsNineteenBitPacket() {
    var driver = started()
    let result = decode(
      &driver, notification(1, "6400000000 03ffffa0 0000f425 e17bdfff f40001"), .every(1))
    #expect(
      result.frames.map { $0.numbers(4) } == [
        scaled([0, 0, -64, 4_194_304]), scaled([1_000_000, -1_000_000, 8_388_544, -8_388_608]),
      ])
    // The sheet's own microvolts.
    let wanted: [Float] = [0, 0, -0.1197, 7843.1387, 1869.95, -1869.95, 15_686.1577, -15_686.2773]
    let found = result.frames.flatMap { $0.numbers(4) }
    #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 0.001 })
    #expect(result.frames.map(\.counter) == [0, 1])
    let clipped = FrameFlags.clipped.rawValue
    #expect(result.frames.map { $0.flags & clipped } == [0, clipped])
    #expect(result.faultTotal == 0)
  }

  @Test func theSheetsEighteenBitPacket() {
    var driver = started()
    let result = decode(
      &driver, notification(1, "01000000000ffffc0064ffe743d08f0bde000140"), .every(1))
    #expect(
      result.frames(of: 0).map { $0.numbers(4) } == [
        scaled([0, 0, -128, 6400]), scaled([-6400, 999_936, -1_000_064, -8_388_608]),
      ])
    #expect(result.frames(of: 0).map(\.counter) == [2, 3])
    #expect(result.frames(of: 1).map { $0.numbers(2) } == [[1, 1.024]])
  }

  /// From a real board; the counts as firmware 3 means them.
  @Test func aCapturedPacket() {
    var driver = started()
    let result = decode(&driver, notification(1, "7cfe3f2187200b6a0165601570ba980019e7ffc5"))
    #expect(
      result.frames.map { $0.numbers(4) } == [
        scaled([-114_944, 801_024, 187_008, 182_976]),
        scaled([87_808, 6_114_304, 26_496, -1920]),
      ])
    #expect(result.frames.map(\.counter) == [48, 49])
  }

  @Test func impedancesAndTextAreNoSamples() {
    var driver = started()
    let result = decode(&driver, notification(1, "c931325a") + notification(1, "cf6f6b0a"))
    #expect(result.frames.isEmpty && result.faultTotal == 0)
  }

  // MARK: Loss

  @Test func aSkippedIdIsTwoSamples() {
    var driver = started()
    let zeros = [Int](repeating: 0, count: 8)
    let result = decode(
      &driver, packet(198, zeros) + packet(199, zeros) + packet(100, zeros) + packet(103, zeros))
    #expect(result.frames.map(\.counter) == [196, 197, 198, 199, 0, 1, 6, 7])
    #expect(driver.streams[0].counter == .samples(modulus: 200))
  }

  @Test func otherIdsAndLengthsAreNoted() {
    var driver = started()
    let result = decode(
      &driver,
      packet(200, []) + packet(208, []) + notification(1, "6400") + notification(2, "64")
        + notification(1, ""))
    #expect(result.frames.isEmpty)
    #expect(result[.unknownKind] == 4 && result[.framing] == 1)
  }

  // MARK: Firmware 2

  @Test func differencesAreSubtractedFromTheSampleBefore() {
    var driver = started("2.0.1")
    let whole = notification(1, "00 0003e8 fffc18 000000 7fffff" + "00000000000000")
    // A negative number carries its sign in the lowest bit as well: -9 stands for -10.
    let result = decode(
      &driver,
      whole + packet(101, [10, 20, -9, 2, 4, -1, -99, 0])
        + packet(102, [2] + [Int](repeating: 0, count: 7)))
    #expect(
      result.frames.map { $0.numbers(4) } == [
        scaled([1000, -1000, 0, 8_388_607]), scaled([990, -1020, 10, 8_388_605]),
        scaled([986, -1018, 110, 8_388_605]), scaled([984, -1018, 110, 8_388_605]),
        scaled([984, -1018, 110, 8_388_605]),
      ])
    #expect(result.frames.map(\.counter) == [0, 1, 2, 3, 4])
    #expect(driver.streams[0].counter == .samples(modulus: 201))
  }

  @Test func afterALossDifferencesWaitForTheNextWholeSample() {
    var driver = started("2.0.1")
    let zeros = [Int](repeating: 0, count: 8)
    let whole = notification(1, "00" + String(repeating: "00", count: 19))
    let result = decode(
      &driver,
      packet(199, zeros) + packet(200, zeros) + whole + packet(1, zeros, width: 18)
        + packet(3, zeros, width: 18) + packet(4, zeros, width: 18) + whole
        + packet(101, zeros))
    #expect(result.frames.map(\.counter) == [0, 1, 2, 0, 1, 2])
    #expect(result[.incomplete] == 4)
  }

  // MARK: Handshake

  @Test func requestsAreTheSheetsInOrder() {
    var driver = OpenBCIGanglion()
    var unit = Wearable(readable: [0: Array("3.0.2".utf8)])
    #expect(unit.shakeHands(&driver) == .ready)
    #expect(
      unit.heard == [
        GATTRecord(.read, 0), GATTRecord(.subscribe, 1, [1]),
        GATTRecord(.writeCommand, 2, Array("N".utf8)),
        GATTRecord(.writeCommand, 2, Array("b".utf8)),
      ])
    #expect(records(driver.farewell()) == [GATTRecord(.writeCommand, 2, Array("s".utf8))])
  }

  @Test func theBoardGetsASecondToComeUp() {
    var driver = OpenBCIGanglion()
    var unit = Wearable(readable: [0: Array("3.0.2".utf8)])
    var step = converse(&driver)
    for _ in 0..<2 {
      guard case .say(let bytes, _) = step else { break }
      step = converse(&driver, unit.answer(bytes))
    }
    #expect(step == .wait(seconds: 1))
    #expect(converse(&driver, notification(1, "cf6f6b0a")) == .wait(seconds: 1))
    #expect(converse(&driver) == .say(GATTRecord(.writeCommand, 2, [0x4E]).bytes, wait: 0.1))
  }

  @Test func aBoardWithoutARevisionSpeaksFirmware2() {
    var driver = OpenBCIGanglion()
    var unit = Wearable(refused: [0: 0x0A])
    #expect(unit.shakeHands(&driver) == .ready)
    #expect(driver.streams[0].counter == .samples(modulus: 201))
  }

  @Test func errorsAndSilenceAreRefusedInWords() {
    for (word, unit) in [
      ("error 3", Wearable(refused: [1: 3])), ("error 5", Wearable(refused: [0: 5])),
      ("again", Wearable(mute: [0])),
    ] {
      var unit = unit
      var driver = OpenBCIGanglion()
      #expect(refusal(unit.shakeHands(&driver))?.contains(word) == true, "\(word)")
    }
  }

  @Test func itIsKnownByName() throws {
    let gatt = try #require(OpenBCIGanglion.profile.gatt)
    #expect(gatt.advertisement.namePrefixes == ["Ganglion", "Simblee"])
    #expect(
      gatt.characteristics.map(\.uuid.description) == [
        "2A28", "2d30c082-f39f-4ce6-923f-3484ea480596", "2d30c083-f39f-4ce6-923f-3484ea480596",
      ])
  }
}
