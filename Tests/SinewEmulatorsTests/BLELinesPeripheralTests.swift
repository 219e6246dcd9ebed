import SinewEmulators
import SinewSignal
import Testing

@Suite struct BLELinesPeripheralTests {
  private typealias Lines = BLELinesPeripheral

  @Test func theShieldNotifiesOneNumberWithTwoDecimals() {
    // 200 times 1 mV of 3.3 V in 4095 steps is 248.18; the negative one is smaller.
    for (microvolts, text) in [(1000.0, "248.18"), (-20, "-4.96"), (0, "0.00"), (1e9, "4095.00")] {
      var central = FakeCentral(Lines(source: ConstantSource(microvolts: [microvolts])))
      #expect(central.subscribe(Lines.shieldValue) == nil)
      let values = central.values(of: Lines.shieldValue, forSeconds: 1.001)
      #expect(values.count == 100)
      #expect(values.allSatisfy { Wire.text($0) == text }, "\(text)")
      #expect(Wire.text(central.read(Lines.shieldValue)) == text)
    }
  }

  @Test func linesAreTornByTheNotificationsAndCanBeJoinedAgain() {
    var configuration = BLELinesConfiguration(.uart)
    configuration.channels = 2
    var central = FakeCentral(
      Lines(configuration, source: ConstantSource(microvolts: [1000, -20])))
    #expect(central.subscribe(Lines.uartTransmit) == nil)
    let values = central.values(of: Lines.uartTransmit, forSeconds: 1.001)
    #expect(values.allSatisfy { $0.count == 20 })
    let lines = Wire.text(values.flatMap { $0 }).split(separator: "\r\n")
    #expect(lines.count == 99 || lines.count == 100)
    #expect(lines.dropLast().allSatisfy { $0 == "248.18,-4.96" })
  }

  @Test func nothingIsKeptFromTheLinkBefore() {
    var central = FakeCentral(
      Lines(BLELinesConfiguration(.uart), source: ConstantSource(microvolts: [1000])))
    #expect(central.subscribe(Lines.uartTransmit) == nil)
    _ = central.run(forSeconds: 0.035)
    central.disconnect()
    central.connect()
    #expect(central.subscribe(Lines.uartTransmit) == nil)
    let first = central.values(of: Lines.uartTransmit, forSeconds: 0.1).first ?? []
    #expect(Wire.text(first).hasPrefix("248.18\r\n"))
  }

  @Test func whatIsWrittenIsKept() {
    var central = FakeCentral(Lines(BLELinesConfiguration(.uart), source: SineSource()))
    #expect(central.write(Array("go\n".utf8), to: Lines.uartReceive) == nil)
    #expect((central.peripheral.model as? Lines)?.written == "go\n")
  }
}
