import SinewEmulators
import SinewSignal
import Testing

@Suite struct GanglionPeripheralTests {
  private typealias Board = GanglionPeripheral

  private func started(
    _ commands: String, source: any SignalSource = SineSource(),
    faults: [Int: PeripheralFault] = [:]
  ) -> FakeCentral {
    var central = FakeCentral(
      EmulatedPeripheral(Board(source: source), faults: FaultSchedule(planned: faults)))
    #expect(central.subscribe(Board.receive) == nil)
    for byte in commands.utf8 { central.command([byte], to: Board.send) }
    return central
  }

  /// Vector 1 of the sheet, decoded there with BrainFlow's own bit helpers.
  @Test func nineteenBitsArePackedAsTheVectorSays() {
    let packet = GanglionPacket.samples(
      id: 100, [0, 32, -64, 4_194_304], [1_000_000, -1_000_000, 8_388_576, -8_388_608], bits: 19)
    #expect(packet == Wire.bytes("64 00 00 00 00 03 ff ff a0 00 00 f4 25 e1 7b df ff f4 00 01"))
  }

  @Test func eighteenBitsArePackedAsTheVectorSays() {
    let packet = GanglionPacket.samples(
      id: 1, [0, 0, -128, 6400], [-6400, 999_936, -1_000_064, -8_388_608], bits: 18,
      auxiliary: 64)
    #expect(packet == Wire.bytes("01 00 00 00 00 0f ff fc 00 64 ff e7 43 d0 8f 0b de 00 01 40"))
  }

  @Test func textsAndImpedancesAreAsTheVectorsSay() {
    #expect(GanglionPacket.impedance(channel: 1, kilohms: 12) == Wire.bytes("c9 31 32 5a"))
    #expect(GanglionPacket.text("ok\n") == [Wire.bytes("cf 6f 6b 0a")])
    #expect(GanglionPacket.text("twenty characters ..").map(\.count) == [20, 2])
  }

  @Test func packetsCountFrom100WithoutTheAccelerometer() {
    var central = started("b")
    let ids = central.values(of: Board.receive, forSeconds: 2.001).map { Int($0[0]) }
    #expect(ids == (0..<200).map { 100 + $0 % 100 })
  }

  @Test func theAccelerometerComesInTheLastByte() {
    let sample = MotionSample(accelerationG: SIMD3(0.5, -0.25, 1.024), turnRateDPS: .zero)
    var central = started("nb", source: ConstantSource(sample: sample))
    let packets = central.values(of: Board.receive, forSeconds: 1.001)
    #expect(packets.map { Int($0[0]) } == Array(0..<100))
    #expect(packets.prefix(5).map { Int8(bitPattern: $0[19]) } == [-64, 31, -16, 64, 0])
  }

  @Test func aChannelSwitchedOffIsZero() {
    var central = started("2b", source: ConstantSource(microvolts: [100, 100, 100, 100]))
    let packet = central.values(of: Board.receive, forSeconds: 0.011)[0]
    // 100 uV are 53477 counts, 1671 in steps of 32; the lowest bit is the sign's: 1670 = 0x686.
    #expect(Array(packet[1...10]) == Wire.bytes("00 d0 c0 00 00 03 43 00 68 60"))
  }

  @Test func theBoardResetsOnConnecting() {
    var central = started("nb")
    _ = central.run(forSeconds: 0.1)
    central.disconnect()
    central.connect()
    #expect(central.subscribe(Board.receive) == nil)
    #expect(central.run(forSeconds: 1).isEmpty)
  }

  @Test func commandsAreAnsweredInText() {
    var central = started("b")
    _ = central.run(forSeconds: 0.1)
    central.command(Array("s".utf8), to: Board.send)
    let answer = central.values(of: Board.receive, forSeconds: 1)
    #expect(answer == [[207] + Array("stop running\n".utf8)])
    central.command(Array("?".utf8), to: Board.send)
    let registers = central.values(of: Board.receive, forSeconds: 0)
    #expect(registers.count > 1 && registers.dropLast().allSatisfy { $0[0] == 206 })
    #expect(central.read(BluetoothUUID(0x2A28)) == Array("3.0.2".utf8))
  }

  @Test func aSkippedPacketLeavesAHoleInTheNumbers() {
    var central = started("b", faults: [3: .skip])
    let ids = central.values(of: Board.receive, forSeconds: 0.061).map { Int($0[0]) }
    #expect(ids == [100, 101, 102, 104, 105])
  }
}
