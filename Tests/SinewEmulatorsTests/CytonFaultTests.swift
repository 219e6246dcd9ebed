import SinewEmulators
import Testing

@Suite struct CytonFaultTests {
  private func bytes(_ faults: FaultSchedule<CytonFault>, seconds: Double) -> [UInt8] {
    var configuration = CytonConfiguration()
    configuration.faults = faults
    var link = FakeLink(CytonEmulator(configuration, source: SineSource()))
    link.send("b")
    return link.run(forSeconds: seconds + 0.001)
  }

  @Test func plannedFaultsStrikeTheirPackets() {
    let faulty = bytes(
      FaultSchedule(planned: [1: .drop, 2: .corruptStop, 3: .text, 4: .truncate, 5: .fragment]),
      seconds: 0.028)
    let clean = Wire.packets(bytes(FaultSchedule(), seconds: 0.028))
    var expected = clean[0] + clean[2].dropLast() + [0]
    expected += Array("Failure: x$$$".utf8) + clean[4].prefix(20)
    expected += [0xA0, 1, 2] + clean[5] + clean[6]
    #expect(faulty == expected)
  }

  @Test func aBurstHoldsTwentyFivePacketsAndLosesNone() {
    var configuration = CytonConfiguration()
    configuration.faults = FaultSchedule(planned: [10: .burst])
    var link = FakeLink(CytonEmulator(configuration, source: SineSource()))
    link.send("b")
    let chunks = link.chunks(forSeconds: 0.201)
    #expect(chunks.map(\.bytes.count).max() == 25 * 33)
    #expect(chunks.flatMap(\.bytes) == bytes(FaultSchedule(), seconds: 0.2))
  }

  @Test func silenceLosesItsPacketsAndTheCounterGoesOn() {
    let packets = Wire.packets(
      bytes(FaultSchedule(planned: [3: .silence(packets: 300)]), seconds: 1.3))
    #expect(packets.count == 25)
    #expect(packets.map { $0[1] }.prefix(5) == [0, 1, 2, 47, 48])
  }

  @Test func randomFaultsFollowTheSeed() {
    func run(_ seed: UInt64) -> [UInt8] {
      bytes(
        FaultSchedule(
          chances: [.init(.drop, 0.02), .init(.garbage(bytes: 9), 0.02)], seed: seed),
        seconds: 4)
    }
    #expect(run(3) == run(3))
    #expect(run(3) != run(4))
  }

  @Test func aCommandInMidStreamCostsOnePacket() {
    var link = FakeLink(CytonEmulator(source: ConstantSource()))
    link.send("b")
    var bytes = link.run(forSeconds: 0.021)
    link.send("V")
    bytes += link.run(forSeconds: 0.02)
    #expect(Wire.packets(bytes).map { $0[1] } == [0, 1, 2, 3, 4, 6, 7, 8, 9])
  }

  @Test func randomBytesNeverStopTheDevice() {
    var random = SeededRandom(seed: 5)
    var link = FakeLink(CytonEmulator(source: ConstantSource()))
    for _ in 0..<2000 {
      link.send((0..<4).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      _ = link.run(forSeconds: 0.01)
    }
    _ = link.run(forSeconds: 2)
    link.send([0xF0, 0x01, 8])
    link.send([0xF0, 0x02, 8])
    _ = link.run(forSeconds: 2)
    #expect(link.now > 20)
  }
}
