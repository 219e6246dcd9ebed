import SinewDevices
import SinewSignal
import Testing

/// The sheet's vectors went through the maker's Java resolver.
@Suite struct WitMotionBWT901BLETests {
  private func decoded(_ values: [String], _ chunking: Chunking = .every(512)) -> Decoded {
    var driver = WitMotionBWT901BLE()
    return decode(&driver, values.flatMap { notification(0, $0) }, chunking)
  }

  private static let vector1 = "556100080000 00f8 0040 00c0 1000 0020 00c0 ff7f"
  private static let vector2 = "55610080ff7f 0100 ffff 0000 a400 0080 0100 b600"

  @Test func vectors1And2AreWholeNotifications() {
    let result = decoded([Self.vector1, Self.vector2])
    #expect(result.frames.map(\.stream) == [0, 1, 0, 1])
    #expect(result.frames[0].numbers(6) == [1, 0, -1, 1000, -1000, 0.9765625])
    #expect(result.frames[1].numbers(3) == [45, -90, 179.99450683])
    #expect(
      result.frames[2].numbers(6)
        == [-16, 15.99951172, 0.00048828125, -0.06103515625, 0, 10.009765625])
    #expect(result.frames[3].numbers(3) == [-180, 0.0054931640625, 0.999755859375])
    #expect(result.faultTotal == 0)
  }

  /// As the maker's code was fed: torn after the seventh byte.
  @Test func aTornFrameIsTheSame() {
    let bytes = hex(Self.vector1)
    var driver = WitMotionBWT901BLE()
    let result = decode(
      &driver, notification(0, Array(bytes[..<7])) + notification(0, Array(bytes[7...])))
    #expect(result.frames == Array(decoded([Self.vector1]).frames))
    #expect(result.faultTotal == 0)
  }

  @Test func vector3IsAQuaternionAndVectors4AreOnlyRegisters() {
    let zeros = String(repeating: "00", count: 8)
    let result = decoded([
      "5571 5100 ff7f 0000 00c0 0040" + zeros, "5571 3a00 7800 acfe 3002 0000" + zeros,
      "5571 4000 e609 0000 0000 0000" + zeros, "5571 6400 8c01 0000 0000 0000" + zeros,
    ])
    #expect(result.frames.map(\.stream) == [2])
    #expect(result.frames[0].numbers(4) == [0.999969482421875, 0, -0.5, 0.5])
    #expect(result.faultTotal == 0)
  }

  @Test(arguments: [
    ("556135ff59ff0a08000000000000b9fc", [-0.0991, -0.0815, 1.0049, 0, 0, 0] as [Float]),
    ("556131ff57ff0f08000000000000b9fc", [-0.1011, -0.0825, 1.0073, 0, 0, 0]),
    ("5561e403ebf43f007c0202ff330052fe", [0.4863, -1.3853, 0.0308, 38.82, -15.5, 3.11]),
    ("55619cffc2ffd00792fe7bff200029fe", [-0.0488, -0.0303, 0.9766, -22.34, -8.12, 1.95]),
  ])
  func realNotificationsWithTheirMissingBytesAsZeros(_ bytes: String, _ motion: [Float]) {
    let values = decoded([bytes + "00000000"]).frames[0].numbers(6)
    for (index, value) in values.enumerated() {
      #expect(abs(value - motion[index]) < (index < 3 ? 6e-5 : 6e-3))
    }
  }

  /// Begins in the middle of a frame that holds a false header.
  @Test func theStreamIsFoundAgain() {
    let half = "0000 5561 0000 0000 0000"
    let result = decoded([half, Self.vector1, Self.vector2, Self.vector1])
    #expect(result.frames(of: 0).count == 3)
    #expect(result.bytesLost == 10)
  }

  @Test func aLostNotificationInAStraddlingStreamCostsWhatItHeld() {
    let bytes = (0..<10).flatMap { [0x55, 0x61, $0] + [UInt8](repeating: 0, count: 17) }
    let parts = stride(from: 0, to: 200, by: 25).map { Array(bytes[$0..<$0 + 25]) }
    var driver = WitMotionBWT901BLE()
    var wire = parts.map { notification(0, $0) }
    wire[3][8] ^= 0x40
    let result = decode(&driver, wire.flatMap { $0 })
    let seen = result.frames(of: 0).map { Int($0.numbers(1)[0] * 2048) }
    #expect(seen == [0, 1, 2, 5, 6, 7, 8, 9])
    let flags = result.frames(of: 0).map(\.flags)
    #expect(flags[3] == FrameFlags.gapBefore.rawValue && flags[4] == 0)
  }

  // MARK: Handshake

  private func sensor(_ place: UInt8, rateCode: UInt8?) -> Wearable {
    var wearable = Wearable()
    for other in [0, 2, 4] as [UInt8] where other != place {
      wearable.refused[other] = 0x0A
      wearable.refused[other + 1] = 0x0A
    }
    let frame = hex(Self.vector1)
    let zeros = [UInt8](repeating: 0, count: 15)
    wearable.reaction = { request in
      guard request.value == hex("ffaa270300") else { return [] }
      return [(place, frame)] + (rateCode.map { [(place, hex("55710300") + [$0] + zeros)] } ?? [])
    }
    return wearable
  }

  @Test(arguments: [0, 2, 4] as [UInt8])
  func eachServiceIsFoundAndItsRateReadBack(_ place: UInt8) {
    var driver = WitMotionBWT901BLE()
    var wearable = sensor(place, rateCode: 0x09)
    #expect(wearable.shakeHands(&driver) == .ready)
    #expect(driver.streams[0].rateHz == 100)
    #expect(
      wearable.heard.suffix(4) == [
        GATTRecord(.write, place + 1, hex("ffaa6988b5")),
        GATTRecord(.write, place + 1, hex("ffaa030900")), GATTRecord(.subscribe, place, [1]),
        GATTRecord(.write, place + 1, hex("ffaa270300")),
      ])
    #expect(records(driver.farewell()) == [GATTRecord(.subscribe, place, [0])])
  }

  @Test func aSensorThatDoesNotTellItsRateIsMeasured() {
    var driver = WitMotionBWT901BLE()
    var wearable = sensor(0, rateCode: nil)
    #expect(wearable.shakeHands(&driver) == .ready)
    #expect(driver.streams[0].rateHz == nil)
  }

  @Test func anotherDeviceIsRefused() {
    var driver = WitMotionBWT901BLE()
    var wearable = sensor(6, rateCode: nil)
    #expect(refusal(wearable.shakeHands(&driver)) != nil)
    var settings = DriverSettings()
    settings.rateHz = 60
    var odd = WitMotionBWT901BLE(settings: settings)
    #expect(refusal(converse(&odd))?.contains("60") == true)
  }
}
