import SinewDevices
import SinewSignal
import Testing

/// The sheet's vectors: commands from the maker's code, values through LibEMG.
@Suite struct OYMotionGForceTests {
  private func decoded(
    _ values: [[UInt8]], rate: Int = 500, channels: Int = 0
  ) -> Decoded {
    var settings = DriverSettings()
    settings.rateHz = rate
    settings.channelCount = channels
    var driver = OYMotionGForce(settings: settings)
    return decode(&driver, values.flatMap { notification(1, $0) })
  }

  private func isClose(_ seen: [Float], _ wanted: [Float]) -> Bool {
    zip(seen, wanted).allSatisfy { abs($0 - $1) <= 0.001 }
  }

  @Test func vector3IsEightBitEMG() {
    let result = decoded([hex("08 7c 7d 7e 7f 80 81 82 83")], rate: 1000)
    #expect(result.frames.count == 1 && result.faultTotal == 0)
    #expect(
      isClose(
        result.frames[0].numbers(8),
        [-65.617, -49.213, -32.808, -16.404, 0, 16.404, 32.808, 49.213]))
  }

  @Test func vector4IsTwelveBitEMG() {
    let result = decoded([hex("08 00 08 00 00 ff 0f ff 07 01 08 00 04 00 0c 64 00")])
    #expect(
      isClose(
        result.frames[0].numbers(8),
        [0, -2084.351, 2083.333, -1.01775, 1.01775, -1042.176, 1042.176, -1982.576]))
    #expect(result.frames[0].flags == FrameFlags.clipped.rawValue)
  }

  @Test func vectors5AreMotionAndQuaternion() {
    let result = decoded([
      hex("01 00 00 01 00 00 80 ff ff 00 80 01 00"),
      hex("02 00 00 64 00 ff ff ff ff 00 00 d0 07"),
      hex("05 00 00 80 3f 00 00 00 00 00 00 00 bf 00 00 00 3f"),
    ])
    #expect(result.frames.map(\.stream) == [1, 2])
    #expect(result.frames[0].numbers(6) == [1, -0.5, 1.5, 100, -0.0000152587890625, 2000])
    #expect(result.frames[1].numbers(4) == [1, 0, -0.5, 0.5])
    #expect(result.faultTotal == 0)
  }

  /// Vector 2's rule with a whole packet: `FF n`, n falling to 0.
  @Test func fragmentsAreJoined() {
    let packet = [0x08] + (0..<128).map { UInt8(64 + $0 / 2) }
    for size in [18, 64, 100] {
      let joined = decoded(fragments(packet, size), rate: 1000)
      #expect(joined == decoded([packet], rate: 1000))
      #expect(joined.frames.count == 16)
    }
  }

  private func fragments(_ packet: [UInt8], _ size: Int) -> [[UInt8]] {
    let starts = Array(stride(from: 0, to: packet.count, by: size))
    return starts.enumerated().map { index, start in
      [0xFF, UInt8(starts.count - 1 - index)] + packet[start..<min(start + size, packet.count)]
    }
  }

  @Test func aMissingFragmentCostsItsPacketAndIsFlagged() {
    // Every byte looks like the head of an EMG packet.
    let packet = [UInt8](repeating: 0x08, count: 129)
    let parts = fragments(packet, 16)
    for missing in 0..<parts.count {
      var torn = parts
      torn.remove(at: missing)
      let result = decoded([packet] + torn + [packet], rate: 1000)
      #expect(result.frames.count == 32, "without \(missing)")
      #expect(result.frames[16].flags == FrameFlags.gapBefore.rawValue, "without \(missing)")
      #expect(result.faultTotal == 1, "without \(missing)")
    }
  }

  @Test func whatDoesNotFitIsRefused() {
    let result = decoded([hex("08 01 02 03"), hex("01 00"), hex("33 00"), hex("07 01")])
    #expect(result.frames.isEmpty && result[.framing] == 2 && result[.unknownKind] == 1)
  }

  @Test func aDualHasTwoChannels() {
    let result = decoded([[0x08] + [UInt8](repeating: 0x80, count: 32)], rate: 1000, channels: 2)
    #expect(result.frames.count == 16 && result.frames[0].numbers(2) == [0, 0])
  }

  // MARK: Handshake

  private var armband: Wearable {
    var wearable = Wearable()
    wearable.reaction = { request in
      request.kind == .write ? [(0, [0, request.value[0], 0xFF, 0, 0, 0])] : []
    }
    return wearable
  }

  @Test func emgIsSetAndSwitchedOn() {
    var settings = DriverSettings()
    settings.rateHz = 1000
    var driver = OYMotionGForce(settings: settings)
    var wearable = armband
    #expect(wearable.shakeHands(&driver) == .ready)
    #expect(
      wearable.heard == [
        GATTRecord(.subscribe, 0, [1]), GATTRecord(.write, 0, [0x01]),
        GATTRecord(.write, 0, hex("3f e8 03 ff 00 80 08")), GATTRecord(.subscribe, 1, [1]),
        GATTRecord(.write, 0, hex("4f 80 00 00 00")),
      ])
    #expect(
      records(driver.farewell()) == [GATTRecord(.write, 0, hex("4f 00 00 00 00"))])
  }

  @Test func motionIsSwitchedOnInsteadWhereWanted() {
    var settings = DriverSettings()
    settings.prefersMotion = true
    var driver = OYMotionGForce(settings: settings)
    var wearable = armband
    #expect(wearable.shakeHands(&driver) == .ready)
    #expect(wearable.heard.last?.value == hex("4f 03 00 00 00"))
  }

  @Test func aRefusedRateIsExplained() {
    var driver = OYMotionGForce()
    var wearable = Wearable()
    wearable.reaction = { request in
      request.kind == .write ? [(0, [request.value[0] == 0x3F ? 2 : 0, request.value[0]])] : []
    }
    #expect(refusal(wearable.shakeHands(&driver))?.contains("500") == true)
    var settings = DriverSettings()
    settings.rateHz = 250
    var odd = OYMotionGForce(settings: settings)
    #expect(refusal(converse(&odd))?.contains("250") == true)
  }
}
