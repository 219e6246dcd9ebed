import SinewEmulators
import Testing

/// Against the byte sheet's vectors.
@Suite struct ProtoCentralEmulatorTests {
  private func link(
    _ board: ProtoCentralBoard, _ microvolts: [Double],
    _ change: (inout ProtoCentralConfiguration) -> Void = { _ in }
  ) -> FakeLink<ProtoCentralEmulator> {
    var configuration = ProtoCentralConfiguration(board: board)
    configuration.bootText = ""
    configuration.bootSeconds = 0
    change(&configuration)
    return FakeLink(
      ProtoCentralEmulator(configuration, source: ConstantSource(microvolts: microvolts)))
  }

  @Test func vector1IsAnADS1292R() {
    var link = link(.ads1292r, [1234, -567])
    let bytes = link.run(forSeconds: 1.0001)
    #expect(bytes.prefix(15) == Wire.bytes("0a fa 08 00 02 d2 04 c9 fd 48 00 0f 00 00 0b")[...])
    #expect(bytes.count == 125 * 15)
  }

  @Test func vector2IsAnADS1293() {
    var link = link(.ads1293, [100_000, -100_000, 8_388_607])
    let bytes = link.run(forSeconds: 1.0001)
    #expect(
      bytes.prefix(19)
        == Wire.bytes("0a fa 0c 00 02 a0 86 01 00 60 79 fe ff ff ff 7f 00 00 0b")[...])
    #expect(bytes.count == 128 * 19)
  }

  @Test func vector3IsAHealthyPi5() {
    var link = link(.healthyPi5, [-2048, 5000]) { $0.breathRate = 16 }
    #expect(
      link.run(forSeconds: 0.009)
        == Wire.bytes(
          "0a fa 16 00 02 00 f8 ff ff 88 13 00 00 00 40 e2 01 00 47 94 03 00 42 0e 62 48 10 00 0b"))
  }

  @Test func vector4IsABlockOfEight() {
    let codes: [Int32] = [-4, -3, -2, -1, 0, 1, 2, 3, 10, 20, 30, 40]
    let payload: [UInt8] = codes.flatMap { ProtoCentralPacket.long($0) } + [72, 15]
    #expect(
      ProtoCentralPacket.bytes(type: 3, payload: payload)
        == Wire.bytes(
          "0a fa 32 00 03 fc ff ff ff fd ff ff ff fe ff ff ff ff ff ff ff 00 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 0a 00 00 00 14 00 00 00 1e 00 00 00 28 00 00 00 48 0f 00 0b"
        ))
    var link = link(.healthyPi5Blocks, [-4, 10])
    let bytes = link.run(forSeconds: 0.0641)
    #expect(bytes.count == 57 + 26)
    #expect(bytes.starts(with: [0x0A, 0xFA, 50, 0, 3, 0xFC, 0xFF, 0xFF, 0xFF, 0xFC]))
    #expect(bytes[57..<62] == [0x0A, 0xFA, 19, 0, 4])
    #expect(bytes.suffix(5) == [0x42, 0x0E, 98, 0x00, 0x0B])
  }

  @Test func aHealthyPi4HasPlaceholdersForBloodPressure() {
    var link = link(.healthyPi4, [300, -300])
    let bytes = link.run(forSeconds: 0.009)
    #expect(
      bytes.starts(with: Wire.bytes("0a fa 14 00 02 2c 01 d4 fe 47 94 03 00 40 e2 01 00 42 0e")))
    #expect(bytes.suffix(8) == [15, 98, 72, 80, 120, 0, 0x00, 0x0B])
  }

  @Test func codesBeyondTheRangeStopAtItsEnd() {
    var link = link(.ads1292r, [1e6, -1e6])
    #expect(link.run(forSeconds: 0.009)[5...8] == [0xFF, 0x7F, 0x00, 0x80])
  }

  @Test func openingThePortBootsTheBoard() {
    var device = ProtoCentralEmulator(source: ConstantSource())
    #expect(!device.advance(to: 3).isEmpty)
    device.portOpened(at: 3)
    #expect(device.advance(to: 3.4).isEmpty)
    #expect(Wire.text(device.advance(to: 3.6)) == "Setting up ...\r\n")
    #expect(device.advance(to: 4.0).isEmpty)
    #expect(device.advance(to: 4.1).count == 12 * 15)
  }
}
