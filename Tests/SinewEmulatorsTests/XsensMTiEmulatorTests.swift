import SinewEmulators
import Testing

/// Against the byte sheet's vectors, which the vendor's xbus.c checked.
@Suite struct XsensMTiEmulatorTests {
  private func hex(_ text: String) -> [UInt8] { Wire.bytes(text) }

  private func link(
    _ configuration: XsensMTiConfiguration = XsensMTiConfiguration(),
    _ source: any SignalSource = ConstantSource()
  ) -> FakeLink<XsensMTiEmulator> {
    FakeLink(XsensMTiEmulator(configuration, source: source))
  }

  /// A terminal that is not raw yet sends the unit the beginning of its own message back.
  @Test func anEchoedBeginningSwallowsACommandUntilItIsFilledUp() {
    var swallowed = link()
    swallowed.send(hex("fa ff 36 44"))
    swallowed.send(hex("fa ff 30 00 d1"))
    let acknowledged = hex("fa ff 31 00 d0")
    #expect(!swallowed.run(forSeconds: 0.2).contains(acknowledged))
    swallowed.send([UInt8](repeating: 0, count: 256) + hex("fa ff 30 00 d1"))
    #expect(swallowed.run(forSeconds: 0.2).contains(acknowledged))
  }

  @Test(
    arguments: [
      (0x30, "", "fa ff 30 00 d1"), (0x31, "", "fa ff 31 00 d0"), (0x10, "", "fa ff 10 00 f1"),
      (0x11, "", "fa ff 11 00 f0"), (0x00, "", "fa ff 00 00 01"), (0x3E, "", "fa ff 3e 00 c3"),
      (0x01, "03 80 00 1a", "fa ff 01 04 03 80 00 1a 5f"), (0x3F, "", "fa ff 3f 00 c2"),
      (0x12, "", "fa ff 12 00 ef"), (0x40, "", "fa ff 40 00 c1"), (0x18, "80", "fa ff 18 01 80 68"),
      (0x18, "02", "fa ff 18 01 02 e6"), (0xC0, "", "fa ff c0 00 41"),
      (0x42, "04", "fa ff 42 01 04 ba"),
    ] as [(UInt8, String, String)])
  func vector1AreMessages(_ identifier: UInt8, _ payload: String, _ bytes: String) {
    #expect(XbusMessage(identifier, hex(payload)).bytes == hex(bytes))
  }

  @Test func vectors2To4AreItems() {
    let second =
      MTData2.item(0x1020, raw: [0x12, 0x34]) + MTData2.item(0x1060, raw: [0, 1, 0xE2, 0x40])
      + MTData2.item(0x4020, [0.5, -1, 9.81]) + MTData2.item(0x8020, [0.1, -0.2, 0.3])
    #expect(
      XbusMessage(0x36, second).bytes
        == hex(
          "fa ff 36 2a 10 20 02 12 34 10 60 04 00 01 e2 40 40 20 0c 3f 00 00 00 bf 80 00 00 41 1c f5 c3 80 20 0c 3d cc cc cd be 4c cc cd 3e 99 99 9a 98"
        ))
    let third =
      MTData2.item(0x1020, raw: [255, 255]) + MTData2.item(0x2010, [0.5, 0.5, -0.5, 0.5])
      + MTData2.item(0xE020, raw: [0, 0, 0, 3])
    #expect(
      XbusMessage(0x36, third).bytes
        == hex(
          "fa ff 36 1f 10 20 02 ff ff 20 10 10 3f 00 00 00 3f 00 00 00 bf 00 00 00 3f 00 00 00 e0 20 04 00 00 00 03 b9"
        ))
    let fourth =
      MTData2.item(0x1020, raw: [0, 0]) + MTData2.item(0x4021, [9.809999, -1, 9.5367e-7])
      + MTData2.item(0x8023, [1.5, -2.25, 0.125])
    #expect(
      XbusMessage(0x36, fourth).bytes
        == hex(
          "fa ff 36 2f 10 20 02 00 00 40 21 0c 00 9c f5 c2 ff f0 00 00 00 00 00 01 80 23 18 3f f8 00 00 00 00 00 00 c0 02 00 00 00 00 00 00 3f c0 00 00 00 00 00 00 07"
        ))
    #expect(MTData2.item(0x4022, [-1.5]) == [0x40, 0x22, 6, 0x80, 0, 0, 0, 0xFF, 0xFE])
  }

  @Test func aLongPayloadTakesTheLongLength() {
    let bytes = XbusMessage(0x36, [UInt8](repeating: 7, count: 300)).bytes
    #expect(bytes.prefix(6) == [0xFA, 0xFF, 0x36, 0xFF, 0x01, 0x2C])
    #expect(bytes.dropFirst().reduce(0, &+) == 0)
  }

  @Test func itMeasuresUntilItIsToldToConfigure() {
    var link = link()
    #expect(link.run(forSeconds: 0.1).starts(with: [0xFA, 0xFF, 0x36]))
    link.send(XbusMessage(0x30).bytes)
    #expect(link.run(forSeconds: 1).suffix(5) == XbusMessage(0x31).bytes)
    #expect(!link.device.isMeasuring)
    link.send(XbusMessage(0x00).bytes)
    #expect(link.run(forSeconds: 0.1) == hex("fa ff 01 04 03 80 00 1a 5f"))
    link.send(XbusMessage(0x10).bytes)
    let bytes = link.run(forSeconds: 0.5)
    #expect(bytes.starts(with: hex("fa ff 11 00 f0")) && link.device.isMeasuring)
  }

  @Test func outputsAreSetLoweredAndTold() {
    var link = link()
    link.send(XbusMessage(0x30).bytes)
    _ = link.run(forSeconds: 0.1)
    link.send(XbusMessage(0xC0, hex("10 20 ff ff 40 20 03 e8 80 20 00 c8")).bytes)
    #expect(
      link.run(forSeconds: 0.1)
        == XbusMessage(0xC1, hex("10 20 ff ff 40 20 01 90 80 20 00 c8")).bytes)
    link.send(XbusMessage(0x10).bytes)
    let bytes = link.run(forSeconds: 1)
    // 400 packets a second; each second one carries the turn rate too.
    let short = 5 + 5 + 15
    #expect(bytes.count >= 396 * short + 198 * 15 && bytes.count <= 401 * short + 201 * 15)
    link.send(XbusMessage(0x30).bytes)
    _ = link.run(forSeconds: 0.1)
    link.send(XbusMessage(0xC0, [1, 2, 3]).bytes)
    #expect(link.run(forSeconds: 0.1) == XbusMessage(0x42, [0x21]).bytes)
  }

  @Test func aResetSaysWakeUpAndMeasuresUnlessAnswered() {
    var link = link()
    link.send(XbusMessage(0x40).bytes)
    let bytes = link.run(forSeconds: 0.3)
    #expect(bytes == XbusMessage(0x41).bytes + XbusMessage(0x3E).bytes)
    link.send(XbusMessage(0x3F).bytes)
    #expect(link.run(forSeconds: 2).isEmpty)
    link.send(XbusMessage(0x40).bytes)
    _ = link.run(forSeconds: 0.3)
    #expect(!link.run(forSeconds: 1).isEmpty && link.device.isMeasuring)
  }

  @Test func unknownAndDamagedMessages() {
    var link = link()
    link.send(XbusMessage(0x30).bytes)
    _ = link.run(forSeconds: 0.1)
    link.send(XbusMessage(0x7C).bytes)
    #expect(link.run(forSeconds: 0.1) == hex("fa ff 42 01 04 ba"))
    link.send(hex("fa ff 00 00 02 13") + XbusMessage(0x12).bytes)
    #expect(link.run(forSeconds: 0.1).starts(with: hex("fa ff 13 03")))
  }

  @Test func droppedPacketsAreCounted() {
    var configuration = XsensMTiConfiguration()
    configuration.faults = FaultSchedule(planned: [3: .drop])
    configuration.outputs = [XsensMTiConfiguration.Output(0x1020, 0xFFFF)]
    configuration.firstCounter = 65_533
    var link = link(configuration)
    let bytes = link.run(forSeconds: 0.061)
    let counters = stride(from: 7, to: bytes.count, by: 10).map { Wire.wordBE(bytes, $0) & 0xFFFF }
    #expect(counters == [65_533, 65_534, 65_535, 1, 2])
  }
}
