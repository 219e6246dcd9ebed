import SinewDevices
import SinewSignal
import Testing

/// The sheet's vectors came out of the maker's compiled library; those of the unit tests of the same
/// library were recomputed.
@Suite struct MbientLabMetaMotionTests {
  private func decoded(_ values: [String], g: Int = 16, dps: Int = 2000) -> Decoded {
    var settings = DriverSettings()
    settings.accelerationRangeG = g
    settings.turnRateRangeDPS = dps
    var driver = MbientLabMetaMotion(settings: settings)
    return decode(&driver, values.flatMap { notification(1, $0) })
  }

  private func isClose(_ seen: [Float], _ wanted: [Float], _ limit: Float = 0.001) -> Bool {
    seen.count == wanted.count && zip(seen, wanted).allSatisfy { abs($0 - $1) <= limit }
  }

  /// A turn rate that completes a sample: 10, -100, 1998 deg/s.
  private let turn = "13 05 a4 00 98 f9 ff 7f"

  @Test func vectors1And3AreOneSample() {
    for register in ["13 05", "13 04"] {
      let result = decoded(["03 04 00 08 00 f0 ff 7f", register + turn.dropFirst(5)])
      #expect(result.frames[0].numbers(3) == [1, -2, 15.99951171875])
      #expect(isClose(Array(result.frames[0].numbers(6)[3...]), [10, -100, 1997.98779]))
      #expect(result.frames[0].flags == FrameFlags.clipped.rawValue)
      #expect(result.faultTotal == 0)
    }
  }

  @Test(arguments: [("03 1c", "13 07"), ("03 05", "13 05")])
  func vectors2And4AreThreeSamples(_ acceleration: String, _ turnRate: String) {
    let result = decoded(
      [
        acceleration + "00 20 00 00 00 e0 01 00 ff ff 00 10 00 80 ff 7f 00 40",
        turnRate + "20 05 e0 fa 00 00 83 00 7d ff 01 00 ff 7f 00 80 90 02",
      ], g: 4, dps: 250)
    #expect(result.frames.map(\.counter) == [0, 1, 2])
    #expect(
      result.frames.map { $0.numbers(3) } == [
        [1, 0, -1], [0.0001220703125, -0.0001220703125, 0.5], [-4, 3.9998779296875, 2],
      ])
    let turns = result.frames.map { Array($0.numbers(6)[3...]) }
    #expect(isClose(turns[0], [10, -10, 0], 1e-5))
    #expect(isClose(turns[1], [0.998476, -0.998476, 0.007622], 1e-5))
    #expect(isClose(turns[2], [249.748474, -249.756104, 5], 1e-4))
  }

  @Test func vectorsOfTheMakersUnitTests() {
    let four = decoded(["030416c494a22ad0", turn], g: 4).frames[0].numbers(3)
    #expect(isClose(four, [-1.8723, -2.9194, -1.4949], 5e-5))
    let single = decoded(["13053e43ff7f0080"], dps: 500).frames[0].numbers(6)
    #expect(single[0].isNaN && isClose(Array(single[3...]), [262.409, 499.497, -499.512]))
    let packed = decoded(["13070915ad2608de8a1a0d2665e48d20ac2773ec"], dps: 1000).frames
    #expect(isClose(Array(packed[0].numbers(6)[3...]), [164.177, 301.86, -265.122]))
    #expect(isClose(Array(packed[1].numbers(6)[3...]), [207.134, 296.982, -215.457]))
    #expect(isClose(Array(packed[2].numbers(6)[3...]), [254.055, 309.634, -152.591]))
  }

  @Test func batteryAnswersAreNoSamplesAndNoFaults() {
    let result = decoded(["11 8c 63 34 10"])
    #expect(result.frames.isEmpty && result.faultTotal == 0)
  }

  @Test func aLostPacketLeavesItsPartnerAloneAndNothingElse() {
    let acceleration = "03 04 00 08 00 f0 00 00"
    let result = decoded([acceleration, turn, acceleration, acceleration, turn, turn])
    #expect(result.frames.map(\.counter) == [0, 1, 2, 3])
    let missing = result.frames.map { frame in frame.numbers(6).map(\.isNaN) }
    let none = [Bool](repeating: false, count: 6)
    #expect(
      missing == [
        none, [false, false, false, true, true, true], none,
        [true, true, true, false, false, false],
      ])
    #expect(result[.incomplete] == 2)
  }

  @Test func aPacketOfTheWrongLengthIsRefused() {
    #expect(decoded(["03 04 00 08 00 f0 ff"])[.framing] == 1)
    #expect(decoded(["07 04 00"])[.unknownKind] == 1)
  }

  // MARK: Handshake

  private func board(_ accelerometer: String, _ gyroscope: String) -> Wearable {
    var wearable = Wearable()
    wearable.reaction = { request in
      switch request.value {
      case [0x03, 0x80]: [(1, hex(accelerometer))]
      case [0x13, 0x80]: [(1, hex(gyroscope))]
      default: []
      }
    }
    return wearable
  }

  @Test(arguments: [
    (
      "03 80 01 01", "13 80 00 01",
      ["0303280c", "13032800", "031c01", "130701"]
    ), ("03 80 04 00", "13 80 01 00", ["0303a803", "13032800", "030501", "130501"]),
  ])
  func eachChipIsStartedItsWay(_ accelerometer: String, _ gyroscope: String, _ set: [String]) {
    var driver = MbientLabMetaMotion()
    var wearable = board(accelerometer, gyroscope)
    #expect(wearable.shakeHands(&driver) == .ready)
    let commands = wearable.heard.filter { $0.kind == .writeCommand }.map(\.value)
    let wanted =
      ["030100", "03020001", "130100", "13020001", "0380", "1380", "11090600060000005802"] + set
      + ["03020100", "13020100", "030101", "130101"]
    #expect(commands == wanted.map { hex($0) })
    #expect(records(driver.farewell()).last?.value == [0xFE, 0x06])
  }

  @Test func whatCannotBeMeasuredIsRefusedInASentence() {
    var settings = DriverSettings()
    settings.rateHz = 33
    var odd = MbientLabMetaMotion(settings: settings)
    #expect(refusal(converse(&odd))?.contains("33") == true)
    var driver = MbientLabMetaMotion()
    var wearable = board("03 80 01 01", "13 80")
    #expect(refusal(wearable.shakeHands(&driver))?.contains("gyroscope") == true)
    var other = MbientLabMetaMotion()
    var boot = Wearable(refused: [1: 0x0A])
    #expect(refusal(boot.shakeHands(&other))?.contains("boot loader") == true)
  }
}
