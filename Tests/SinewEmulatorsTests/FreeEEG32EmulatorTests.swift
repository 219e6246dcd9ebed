import SinewEmulators
import Testing

/// Against the byte sheet's vectors, which BrainFlow 5.23.0 decodes.
@Suite struct FreeEEG32EmulatorTests {
  /// Codes k * 1000 + n, negative for even k.
  private func codes(_ number: Int32) -> [Int32] {
    (0..<32).map { k in (k * 1000 + number) * (k % 2 == 0 ? -1 : 1) }
  }

  @Test func vector1IsAFrame() {
    #expect(
      FreeEEG32Packet.bytes(counter: 1, codes: codes(1))
        == Wire.bytes(
          "a0 01 ff ff ff 00 03 e9 ff f8 2f 00 0b b9 ff f0 5f 00 13 89 ff e8 8f 00 1b 59 ff e0 bf 00 23 29 ff d8 ef 00 2a f9 ff d1 1f 00 32 c9 ff c9 4f 00 3a 99 ff c1 7f 00 42 69 ff b9 af 00 4a 39 ff b1 df 00 52 09 ff aa 0f 00 59 d9 ff a2 3f 00 61 a9 ff 9a 6f 00 69 79 ff 92 9f 00 71 49 ff 8a cf 00 79 19 00 00 00 00 00 00 c0"
        ))
  }

  @Test func vector2IsMicrovolts() {
    let microvolts = [-0.0745058, 37.3274125, -74.5803192, 111.8332259]
    #expect(microvolts.map { FreeEEG32Packet.code(microvolts: $0) } == [-2, 1002, -2002, 3002])
    #expect(FreeEEG32Packet.code(microvolts: 1e9) == 8_388_607)
    #expect(FreeEEG32Packet.code(microvolts: -1e9) == -8_388_608)
    #expect(FreeEEG32Packet.code(microvolts: .nan) == 0)
  }

  @Test func itStreams512FramesASecondFromPowerOn() {
    var configuration = FreeEEG32Configuration()
    configuration.firstCounter = 250
    let source = ConstantSource(microvolts: codes(2).map { Double($0) * 0.037_252_907_3 })
    var link = FakeLink(FreeEEG32Emulator(configuration, source: source))
    let bytes = link.run(forSeconds: 1.0001)
    #expect(bytes.count == 512 * 105)
    #expect(
      stride(from: 1, to: 10 * 105, by: 105).map { bytes[$0] } == [
        250, 251, 252, 253, 254, 255, 0, 1, 2, 3,
      ])
    #expect(Array(bytes[105..<210]) == FreeEEG32Packet.bytes(counter: 251, codes: codes(2)))
    link.send("b")
    #expect(link.run(forSeconds: 0.1).count >= 50 * 105)
  }

  @Test func faultsStrikeWhereTheyArePlanned() {
    var configuration = FreeEEG32Configuration()
    configuration.faults = FaultSchedule(planned: [2: .drop, 4: .cut, 6: .garbage(bytes: 9)])
    var link = FakeLink(FreeEEG32Emulator(configuration, source: ConstantSource()))
    let bytes = link.run(forSeconds: 10.0001 / 512)
    #expect(bytes.count == 8 * 105 + 52 + 9)
    #expect(link.device.strikes.map(\.packet) == [2, 4, 6])
  }
}
