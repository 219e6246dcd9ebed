import SinewEmulators
import Testing

@Suite struct LineBoardTests {
  private func text(
    _ seconds: Double = 0.003, _ change: (inout LineBoardConfiguration) -> Void
  ) -> String {
    var configuration = LineBoardConfiguration()
    configuration.columns = [.emg(channel: 0), .acceleration(axis: 2)]
    configuration.names = ["EMG", "ACC"]
    configuration.resetsOnOpen = false
    change(&configuration)
    var link = FakeLink(
      LineBoardEmulator(configuration, source: ConstantSource(microvolts: [0])))
    return Wire.text(link.run(forSeconds: seconds))
  }

  @Test func numbersStandInColumns() {
    #expect(text { _ in } == "512,1.00\r\n512,1.00\r\n")
    #expect(
      text {
        $0.style.separator = "\t"
        $0.style.lineEnd = "\n"
      } == "512\t1.00\n512\t1.00\n")
  }

  @Test func labelsStandInEveryLineOrOnceAbove() {
    #expect(text(0.001) { $0.style.labels = .inline } == "EMG:512,ACC:1.00\r\n")
    #expect(
      text { $0.style.labels = .header } == "EMG,ACC\r\n512,1.00\r\n512,1.00\r\n")
  }

  @Test func teleplotLinesCarryTimeAndUnit() {
    #expect(
      text {
        $0.style.labels = .teleplot
        $0.style.unit = "mV"
        $0.style.lineEnd = "\n"
        $0.columns = [.emg(channel: 0)]
      } == ">EMG:0:512§mV\n>EMG:2:512§mV\n")
  }

  @Test func theClientMayHearThePieceOfALineAndAGreetingFirst() {
    #expect(
      text(0.001) {
        $0.startsMidLine = true
        $0.style.bootText = "hello\r\n"
      } == "1.00\r\nhello\r\n512,1.00\r\n")
  }

  @Test func linesKeepTheirRateWithAndWithoutJitter() {
    func lines(_ jitter: Double) -> Int {
      text(20) { $0.jitter = jitter }.split(separator: "\r\n").count
    }
    #expect((10000...10001).contains(lines(0)))
    #expect((9900...10100).contains(lines(0.2)))
  }

  @Test func openingThePortRestartsTheBoard() {
    var configuration = LineBoardConfiguration()
    configuration.columns = [.counter]
    var device = LineBoardEmulator(configuration, source: ConstantSource())
    #expect(!device.advance(to: 1).isEmpty)
    device.portOpened(at: 1)
    #expect(device.advance(to: 1.49).isEmpty)
    #expect(Wire.text(device.advance(to: 1.501)) == "0\r\n")
  }

  @Test func faultsSpoilTheirLine() {
    func spoiled(_ fault: LineFault) -> String {
      text(0.005) { $0.faults = FaultSchedule(planned: [1: fault]) }
    }
    let line = "512,1.00\r\n"
    #expect(spoiled(.drop) == line + line)
    #expect(spoiled(.cut) == line + "512,1" + line)
    #expect(spoiled(.fewerColumns) == line + "1.00\r\n" + line)
    #expect(spoiled(.notANumber) == line + "nan,1.00\r\n" + line)
    #expect(spoiled(.text) == line + "sensor warm\r\n" + line + line)
  }
}
