import SinewEmulators
import Testing

@Suite struct NPGLitePeripheralTests {
  private typealias NPG = NPGLitePeripheral

  private func central(_ configuration: NPGLiteConfiguration = NPGLiteConfiguration())
    -> FakeCentral
  {
    // 0, +806 uV and far below the range behind a gain of 1000 at 3.3 V.
    var central = FakeCentral(
      NPG(configuration, source: ConstantSource(microvolts: [0, 805.664, -9000])))
    #expect(central.subscribe(NPG.data) == nil)
    #expect(central.subscribe(NPG.control) == nil)
    return central
  }

  private func say(_ text: String, _ central: inout FakeCentral) -> String {
    #expect(central.write(Array(text.utf8), to: NPG.control) == nil)
    let reply = central.values(of: NPG.control, forSeconds: 0.001).first ?? []
    return String(decoding: reply, as: UTF8.self)
  }

  @Test func wordsAreAnsweredAsTheSheetSays() {
    var central = central()
    #expect(say("whoru", &central) == "NPG-LITE")
    #expect(say("STATUS", &central) == "STOPPED")
    #expect(say("Start", &central) == "RUNNING")
    #expect(say("STATUS", &central) == "RUNNING")
    #expect(central.read(NPG.control) == Array("RUNNING".utf8))
    #expect(say("dance", &central) == "UNKNOWN COMMAND")
    #expect(say("stop", &central) == "STOPPED")
    #expect(central.values(of: NPG.data, forSeconds: 1).isEmpty)
  }

  @Test func packetsHold25CountedSamplesTenTimesASecond() {
    var central = central()
    _ = say("START", &central)
    let packets = central.values(of: NPG.data, forSeconds: 2.01)
    #expect(packets.count == 20)
    #expect(packets.allSatisfy { $0.count == 175 })
    let samples = packets.flatMap { packet in
      stride(from: 0, to: 175, by: 7).map { Array(packet[$0..<$0 + 7]) }
    }
    #expect(samples.map { $0[0] } == (0..<500).map { UInt8($0 % 256) })
    // The high byte first: 2048, 3048, 0.
    #expect(samples.allSatisfy { Array($0.dropFirst()) == [0x08, 0x00, 0x0B, 0xE8, 0x00, 0x00] })
  }

  @Test func theStreamEndsWithItsConnection() {
    var central = central()
    _ = say("START", &central)
    central.disconnect()
    central.connect()
    #expect(central.subscribe(NPG.data) == nil)
    #expect(central.values(of: NPG.data, forSeconds: 1).isEmpty)
    #expect(central.read(NPG.control) == Array("STOPPED".utf8))
  }
}
