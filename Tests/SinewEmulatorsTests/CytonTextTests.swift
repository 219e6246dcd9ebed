import SinewEmulators
import Testing

@Suite struct CytonTextTests {
  private func answer(
    to command: String, daisy: Bool = false, wait: Double = 1
  ) -> String {
    var configuration = CytonConfiguration()
    configuration.daisy = daisy
    var link = FakeLink(CytonEmulator(configuration, source: ConstantSource()))
    link.send(command)
    return Wire.text(link.run(forSeconds: wait))
  }

  @Test func theBannerOfABoardAloneIsExact() {
    #expect(
      answer(to: "v")
        == "OpenBCI V3 8-16 channel\r\nOn Board ADS1299 Device ID: 0x3E\r\n"
        + "LIS3DH Device ID: 0x33\r\nFirmware: v3.1.2\r\n$$$")
  }

  @Test func theBannerWithDaisyNamesBothChipsAndFitsAClientsBuffer() {
    let banner = answer(to: "v", daisy: true)
    #expect(
      banner
        == "OpenBCI V3 8-16 channel\r\nOn Board ADS1299 Device ID: 0x3E\r\n"
        + "On Daisy ADS1299 Device ID: 0x3E\r\n"
        + "LIS3DH Device ID: 0x33\r\nFirmware: v3.1.2\r\n$$$")
    #expect(banner.utf8.count < 500)
  }

  @Test func theBannerComesOnlyAfterTheReset() {
    #expect(answer(to: "v", wait: 0.5).isEmpty)
  }

  @Test(arguments: [
    ("V", "v3.1.5$$$"), ("d", "updating channel settings to default$$$"), ("D", "060110$$$"),
    ("x1060100X", "Success: Channel set for 1$$$"), ("xQ060100X", "Success: Channel set for 9$$$"),
    ("x10601000", "Failure: Err: 9th char not X$$$"), ("x106X", "Failure: too few chars$$$"),
    ("z110Z", "Success: Lead off set for 1$$$"), ("~~", "Success: Sample rate is 250Hz$$$"),
    ("~5", "Success: Sample rate is 500Hz$$$"), ("~9", "Failure: sample value out of bounds$$$"),
    ("//", "Success: default$$$"), ("/4", "Success: marker$$$"),
    ("/9", "Failure: board mode value out of bounds.$$$"), ("<", ",Time stamp ON$$$"),
    (">", "Time stamp OFF$$$"), ("-", "Success: Configured internal test signal.$$$"),
    ("C", "no daisy to attach!8$$$"), ("1", ""), ("$", ""), ("s", ""),
  ])
  func aCommandGetsItsText(command: String, text: String) {
    #expect(answer(to: command) == text)
  }

  @Test func theDaisyCanBeRemovedAndAttachedAgain() {
    #expect(answer(to: "c", daisy: true) == "daisy removed$$$")
    #expect(answer(to: "cC", daisy: true) == "daisy removed$$$daisy attached16$$$")
    #expect(answer(to: "C", daisy: true) == "16$$$")
  }

  @Test func anUnfinishedCommandIsGivenUpAfterASecond() {
    let text =
      "Timeout processing multi byte message - please send all commands at once as of v2$$$"
    #expect(answer(to: "x1060", wait: 0.9).isEmpty)
    #expect(answer(to: "x1060", wait: 1.1) == text)
  }

  @Test func theRegisterDumpListsEveryRegister() {
    let dump = answer(to: "?", wait: 3)
    #expect(dump.hasPrefix("\r\nBoard ADS Registers\r\nADS_ID, 00, 3E, 0, 0, 1, 1, 1, 1, 1, 0\r\n"))
    #expect(dump.contains("CH8SET, 0C, 68, 0, 1, 1, 0, 1, 0, 0, 0\r\n"))
    #expect(dump.contains("CONFIG4, 17, 00, 0, 0, 0, 0, 0, 0, 0, 0\r\n"))
    #expect(dump.contains("LIS3DH Registers\r\n0x0F 33\r\n"))
    #expect(dump.hasSuffix("$$$"))
  }

  @Test func nothingIsPrintedWhilePacketsFlow() {
    var link = FakeLink(CytonEmulator(source: ConstantSource()))
    link.send("b")
    _ = link.run(forSeconds: 0.1)
    link.send("V")
    let bytes = link.run(forSeconds: 0.5)
    #expect(bytes.count % 33 == 0)
    #expect(Wire.packets(bytes).allSatisfy { $0[0] == 0xA0 && $0[32] == 0xC0 })
  }

  @Test func theDongleAnswersItsOwnCommandsWithARawByte() {
    var link = FakeLink(CytonEmulator(source: ConstantSource()))
    link.send([0xF0, 0x00])
    let text = Array("Success: Host and Device on Channel number: 8".utf8)
    #expect(link.run(forSeconds: 0.1) == text + [8] + Array("$$$".utf8))
    link.send([0xF0, 0x07])
    #expect(Wire.text(link.run(forSeconds: 0.1)) == "Success: System is Up$$$")
    link.send([0xF0, 0x02, 3])
    _ = link.run(forSeconds: 0.1)
    link.send("v")
    #expect(
      Wire.text(link.run(forSeconds: 1))
        == "Failure: Communications timeout - Device failed to poll Host$$$")
  }
}
