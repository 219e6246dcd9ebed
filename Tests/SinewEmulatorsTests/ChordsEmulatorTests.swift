import SinewEmulators
import Testing

@Suite struct ChordsEmulatorTests {
  private func link(
    _ board: ChordsBoard, _ source: any SignalSource = ConstantSource(),
    faults: [Int: FrameFault] = [:]
  ) -> FakeLink<ChordsEmulator> {
    var configuration = ChordsConfiguration()
    configuration.board = board
    configuration.faults = FaultSchedule(planned: faults)
    return FakeLink(ChordsEmulator(configuration, source: source))
  }

  /// Electrode microvolts for a code of the Uno's converter.
  private func microvolts(_ code: Double) -> Double { (code - 512) * 5 / 1024 / 2420 * 1e6 }

  @Test func packetsMatchTheVectors() {
    func packet(_ counter: UInt8, _ codes: [Int]) -> [UInt8] {
      ChordsPacket.bytes(counter: counter, codes: codes)
    }
    #expect(
      packet(0, [512, 0, 1023, 511, 513, 256])
        == Wire.bytes("c7 7c 00 02 00 00 00 03 ff 01 ff 02 01 01 00 01"))
    #expect(
      packet(255, [199, 124, 711, 380, 700, 100])
        == Wire.bytes("c7 7c ff 00 c7 00 7c 02 c7 01 7c 02 bc 00 64 01"))
    #expect(packet(12, [3191, 1984, 257]) == Wire.bytes("c7 7c 0c 0c 77 07 c0 01 01 01"))
    #expect(packet(10, [2048, 0, 4095]) == Wire.bytes("c7 7c 0a 08 00 00 00 0f ff 01"))
  }

  @Test func voltagesBecomeTheFirstVector() {
    let source = ConstantSource(
      microvolts: [512, 0, 1023, 511, 513, 256].map { microvolts($0) })
    var link = link(.unoR3, source)
    link.send("START\n")
    #expect(
      link.run(forSeconds: 1.0045)
        == Wire.bytes("c7 7c 00 02 00 00 00 03 ff 01 ff 02 01 01 00 01"))
  }

  @Test(arguments: ChordsBoard.allCases)
  func everyBoardTellsItsNameAndKeepsItsRateAndLength(_ board: ChordsBoard) {
    var link = link(board, SineSource())
    link.send("WHORU\n")
    #expect(Wire.text(link.run(forSeconds: 1.2)) == board.rawValue + "\r\n")
    link.send("START\n")
    _ = link.run(forSeconds: 1.5)
    let bytes = link.run(forSeconds: 2)
    let length = 2 * board.channels + 4
    #expect(bytes.count == Int(board.rateHz) * 2 * length)
    let packets = stride(from: 0, to: bytes.count, by: length).map { bytes[$0..<$0 + length] }
    #expect(packets.allSatisfy { $0.starts(with: [0xC7, 0x7C]) && $0.last == 1 })
    let counters = packets.map { $0[$0.startIndex + 2] }
    #expect(zip(counters, counters.dropFirst()).allSatisfy { $1 == $0 &+ 1 })
  }

  @Test func anAVRBoardTakesASecondAndFailsOnTwoCommandsAtOnce() {
    var link = link(.unoR3)
    link.send("WHORU\n")
    #expect(link.run(forSeconds: 0.95).isEmpty)
    #expect(!link.run(forSeconds: 0.1).isEmpty)
    link.send("WHORU\n")
    _ = link.run(forSeconds: 0.5)
    link.send("START\n")
    #expect(link.run(forSeconds: 3).isEmpty)
  }

  @Test func anyByteStopsAnUnoAndTheCounterGoesOn() {
    var link = link(.unoR3)
    link.send("START\n")
    let first = link.run(forSeconds: 1.0 + 10.5 / 250)
    #expect(first.count == 160 && first[2] == 0)
    link.send("STATUS\n")
    #expect(Wire.text(link.run(forSeconds: 2)) == "STOP\r\n")
    link.send("START\n")
    let second = link.run(forSeconds: 1.01)
    #expect(second[2] == 10)
  }

  @Test func anNPGLiteStopsAtItsCommandAlone() {
    var link = link(.npgLite)
    link.send("START\r\n")
    link.send("STATUS\n")
    #expect(Wire.text(link.run(forSeconds: 0.0015)) == "START\r\n")
    #expect(link.device.isStreaming)
    link.send("STOP\n")
    #expect(link.run(forSeconds: 1).isEmpty)
  }

  @Test func openingThePortRestartsAnAVRBoard() {
    var device = ChordsEmulator(source: ConstantSource())
    _ = device.receive(Array("START\n".utf8), at: 0)
    #expect(!device.advance(to: 1.1).isEmpty)
    device.portOpened(at: 2)
    _ = device.receive(Array("WHORU\n".utf8), at: 2.5)
    #expect(device.advance(to: 5).isEmpty)
    _ = device.receive(Array("WHORU\n".utf8), at: 5)
    #expect(Wire.text(device.advance(to: 6.1)) == "UNO-R3\r\n")
  }

  @Test func plannedFaultsDoWhatTheySay() {
    func bytes(_ faults: [Int: FrameFault]) -> [UInt8] {
      var link = link(.npgLite, SineSource(), faults: faults)
      link.send("START\n")
      return link.run(forSeconds: 0.0085)
    }
    let clean = bytes([:])
    #expect(clean.count == 40)
    #expect(bytes([1: .drop]) == clean.prefix(10) + clean.suffix(20))
    #expect(bytes([1: .cut]) == clean.prefix(15) + clean.suffix(20))
    #expect(bytes([1: .garbage(bytes: 7)]).count == 47)
    #expect(bytes([1: .silence(frames: 2)]) == clean.prefix(10) + clean.suffix(10))
    #expect(zip(bytes([2: .spoil]), clean).filter { $0 != $1 }.count == 1)
  }
}
