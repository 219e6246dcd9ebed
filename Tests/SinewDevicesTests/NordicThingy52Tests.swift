import SinewDevices
import SinewSignal
import Testing

/// The sheet's vectors: raw acceleration and compass went through PyPI aiothingy, turn rate and quaternion
/// follow from the firmware's shifts.
@Suite struct NordicThingy52Tests {
  private func decoded(_ values: [(UInt8, String)]) -> Decoded {
    var driver = NordicThingy52()
    return decode(&driver, values.flatMap { notification($0.0, $0.1) })
  }

  @Test func vector1IsMotionAndMagneticField() {
    let result = decoded([(1, "00 04 00 fe 10 00 20 00 80 f3 00 7d 10 00 e0 fc 01 00")])
    #expect(result.frames.map(\.stream) == [0, 1])
    #expect(result.frames[0].numbers(6) == [1, -0.5, 0.015625, 1, -100, 1000])
    #expect(result.frames[1].numbers(3).map { $0 / 16 } == [1, -50, 0.0625])
    #expect(result.faultTotal == 0)
  }

  @Test func vector2IsAQuaternion() {
    let result = decoded([(2, "00 00 00 40 00 00 00 00 00 00 00 e0 cd 3c 41 2d")])
    let values = result.frames[0].numbers(4)
    #expect(Array(values[..<3]) == [1, 0, -0.5])
    #expect(abs(values[3] - 0.7071067812) < 1e-7)
  }

  @Test func theEndsOfTheRangesAreFlagged() {
    // 31 g and -1023 deg/s, where the firmware holds its values.
    for words in ["00 7c 00 00 00 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 00 20 80 00 00"] {
      let frame = decoded([(1, words + "00 00 00 00 00 00")]).frames[0]
      #expect(frame.flags == FrameFlags.clipped.rawValue)
    }
  }

  @Test func otherLengthsAreRefused() {
    let result = decoded([(1, "00 04"), (2, "00"), (9, "00")])
    #expect(result.frames.isEmpty && result[.framing] == 2 && result[.unknownKind] == 1)
  }

  // MARK: Handshake

  @Test func onlyTheRateIsChangedAndPutBack() {
    let found = hex("f4 01 88 13 f4 01 32 00 01")
    var driver = NordicThingy52()
    var wearable = Wearable(readable: [0: found])
    #expect(wearable.shakeHands(&driver) == .ready)
    #expect(
      wearable.heard == [
        GATTRecord(.read, 0), GATTRecord(.write, 0, hex("f4 01 88 13 f4 01 64 00 01")),
        GATTRecord(.subscribe, 1, [1]), GATTRecord(.subscribe, 2, [1]),
      ])
    #expect(
      records(driver.farewell()) == [
        GATTRecord(.subscribe, 1, [0]), GATTRecord(.subscribe, 2, [0]),
        GATTRecord(.write, 0, found),
      ])
  }

  @Test func theRightRateIsLeftAlone() {
    var settings = DriverSettings()
    settings.rateHz = 50
    var driver = NordicThingy52(settings: settings)
    var wearable = Wearable(readable: [0: hex("f4 01 88 13 f4 01 32 00 01")])
    #expect(wearable.shakeHands(&driver) == .ready)
    #expect(wearable.heard.map(\.kind) == [.read, .subscribe, .subscribe])
    #expect(records(driver.farewell()).map(\.kind) == [.subscribe, .subscribe])
    #expect(driver.streams[0].rateHz == 50)
  }

  @Test func whatDoesNotFitIsRefused() {
    var settings = DriverSettings()
    settings.rateHz = 500
    var fast = NordicThingy52(settings: settings)
    #expect(refusal(converse(&fast))?.contains("500") == true)
    var driver = NordicThingy52()
    var wearable = Wearable(readable: [0: [1, 2]])
    #expect(refusal(wearable.shakeHands(&driver))?.contains("2 bytes") == true)
    var other = NordicThingy52()
    var silent = Wearable(mute: [0])
    #expect(refusal(silent.shakeHands(&other))?.contains("does not answer") == true)
  }
}
