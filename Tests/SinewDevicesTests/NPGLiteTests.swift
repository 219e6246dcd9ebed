import SinewDevices
import SinewSignal
import Testing

/// The sheet's vectors went through chordspy's own handler.
@Suite struct NPGLiteTests {
  private func decoded(_ values: [[UInt8]], gain: Float = 0) -> Decoded {
    var settings = DriverSettings()
    settings.amplifierGain = gain
    var driver = UpsideDownLabsNPGLite(settings: settings)
    return decode(&driver, values.flatMap { notification(0, $0) })
  }

  private let vectors = [
    "00 08 00 0f ff 00 00", "01 01 23 07 d0 00 01", "04 00 01 00 02 00 03",
    "ff 0a bc 00 00 0f a0", "00 00 00 00 00 00 00",
  ].map { hex($0) }

  @Test func vectorsAreSamplesWithTheirCounter() {
    for bytes in [vectors, [vectors.flatMap { $0 }]] {
      let result = decoded(bytes)
      #expect(result.frames.map(\.counter) == [0, 1, 4, 255, 0])
      #expect(
        result.frames.map { $0.numbers(3) } == [
          [2048, 4095, 0], [291, 2000, 1], [1, 2, 3], [2748, 0, 4000], [0, 0, 0],
        ])
      #expect(result.faultTotal == 0)
    }
  }

  private func samples(_ counters: Range<UInt8>) -> [UInt8] {
    counters.flatMap { counter -> [UInt8] in [counter, 0, counter, 1, counter, 2, counter] }
  }

  @Test func aKnownGainGivesMicrovolts() {
    let frame = decoded([vectors[0]], gain: 100).frames[0]
    #expect(frame.numbers(1) == [0])
    #expect(abs(frame.numbers(2)[1] - 2047 * 3.3e6 / 4095 / 100) < 0.01)
  }

  /// Samples 0...29 cut every 20 bytes, as record-log.py reassembles them.
  @Test func tornSamplesAreJoined() {
    let bytes = samples(0..<30)
    let parts = stride(from: 0, to: bytes.count, by: 20).map {
      Array(bytes[$0..<min($0 + 20, bytes.count)])
    }
    let result = decoded(parts)
    #expect(result.frames.map(\.counter) == (0..<30).map { UInt32($0) })
    #expect(result.faultTotal == 0)
  }

  @Test func aMissingPartCostsItsSamplesOnly() {
    let result = decoded([samples(0..<3) + [3, 0, 3], samples(10..<13)])
    #expect(result.frames.map(\.counter) == [0, 1, 2, 10, 11, 12])
    #expect(result[.incomplete] == 1)
  }

  @Test func codesOutOfRangeAreRefused() {
    let result = decoded([hex("00 10 00 00 00 00 00"), vectors[1]])
    #expect(result.frames.count == 1 && result[.framing] == 1)
  }

  // MARK: Handshake

  private func board(name: String, dataSize: Int) -> Wearable {
    var wearable = Wearable()
    wearable.reaction = { request in
      switch String(decoding: request.value, as: UTF8.self) {
      case "WHORU": [(1, Array(name.utf8))]
      case "START": [(1, Array("RUNNING".utf8)), (0, [UInt8](repeating: 0, count: dataSize))]
      default: []
      }
    }
    return wearable
  }

  @Test(arguments: [(175, 250.0 as Double?), (70, 500), (7, nil)])
  func theFirstNotificationTellsTheRate(_ size: Int, _ rate: Double?) {
    var driver = UpsideDownLabsNPGLite()
    var wearable = board(name: "NPG-LITE", dataSize: size)
    #expect(wearable.shakeHands(&driver) == .ready)
    #expect(driver.streams[0].rateHz == rate)
    #expect(
      wearable.heard.map(\.value) == [[1], [1], Array("WHORU".utf8), Array("START".utf8)])
    #expect(records(driver.farewell()) == [GATTRecord(.write, 1, Array("STOP".utf8))])
  }

  @Test func anotherBoardWithTheSameServiceIsRefused() {
    var driver = UpsideDownLabsNPGLite()
    var wearable = board(name: "My lamp", dataSize: 7)
    #expect(refusal(wearable.shakeHands(&driver))?.contains("MY LAMP") == true)
  }

  @Test func cutValuesAreExplained() {
    var driver = UpsideDownLabsNPGLite()
    var wearable = board(name: "NPG-LITE", dataSize: 20)
    #expect(refusal(wearable.shakeHands(&driver))?.contains("MTU") == true)
  }
}
