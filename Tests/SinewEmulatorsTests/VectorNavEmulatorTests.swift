import SinewEmulators
import Testing

/// Against the byte sheet's vectors, which the vendor's vnproglib checked.
@Suite struct VectorNavEmulatorTests {
  private func link(
    _ configuration: VectorNavConfiguration = VectorNavConfiguration(),
    _ source: any SignalSource = ConstantSource()
  ) -> FakeLink<VectorNavEmulator> {
    FakeLink(VectorNavEmulator(configuration, source: source))
  }

  private func silent() -> FakeLink<VectorNavEmulator> {
    var configuration = VectorNavConfiguration()
    configuration.asyncType = 0
    return link(configuration)
  }

  private func answer(_ link: inout FakeLink<VectorNavEmulator>, _ line: String) -> String {
    link.send(line + "\r\n")
    return Wire.text(link.run(forSeconds: 0.01))
  }

  @Test func vectors1And2AreLines() {
    func lines(_ body: String) -> String { Wire.text(VectorNavText.line(body)) }
    #expect(
      lines("VNYPR,+010.071,+000.278,-002.026") == "$VNYPR,+010.071,+000.278,-002.026*60\r\n")
    #expect(
      lines(
        "VNYMR,-000.123,+001.500,+179.999,+1.0000,-0.5000,+0.2500,+00.010,-00.020,-09.806,+00.001000,-00.002000,+00.003000"
      ).hasSuffix("*5D\r\n"))
    #expect(VectorNavText.number(-9.806, whole: 2, places: 3) == "-09.806")
    #expect(VectorNavText.number(0.001, whole: 2, places: 6) == "+00.001000")
  }

  @Test func vectors3To5AreBinary() {
    typealias Binary = VectorNavBinary
    let third = Binary.floats([
      0, 0, 0.7071068, 0.7071068, 0.01, -0.02, 0.03, 0.1, -0.2, -9.81,
    ])
    #expect(
      Binary.bytes(groups: 1, masks: [0x0130], payload: third)
        == Wire.bytes(
          "fa 01 30 01 00 00 00 00 00 00 00 00 f4 04 35 3f f4 04 35 3f 0a d7 23 3c 0a d7 a3 bc 8f c2 f5 3c cd cc cc 3d cd cc 4c be c3 f5 1c c1 c1 54"
        ))
    let fourth = Binary.little(1_234_567_890_123, 8) + Binary.floats([45.5, -10.25, 179])
    #expect(
      Binary.bytes(groups: 1, masks: [0x0009], payload: fourth)
        == Wire.bytes(
          "fa 01 09 00 cb 04 fb 71 1f 01 00 00 00 00 36 42 00 00 24 c1 00 00 33 43 bb 9a"))
    let fifth = Binary.floats([0.2, -0.1, 0.5, 0, 0, -9.8, 0.001, 0.002, 0.003])
    #expect(
      Binary.bytes(groups: 4, masks: [0x0700], payload: fifth)
        == Wire.bytes(
          "fa 04 00 07 cd cc 4c 3e cd cc cc bd 00 00 00 3f 00 00 00 00 00 00 00 00 cd cc 1c c1 6f 12 83 3a 6f 12 03 3b a6 9b 44 3b c3 8a"
        ))
  }

  @Test func vector6AreCommands() {
    var link = link()
    #expect(answer(&link, "$VNASY,0*4F").contains("$VNASY,0*4F\r\n"))
    #expect(link.run(forSeconds: 1).isEmpty)
    #expect(answer(&link, "$VNRRG,01*72") == "$VNRRG,01,VN-100T-CR*32\r\n")
    #expect(answer(&link, "$VNRRG,1*42").contains("VN-100T-CR"))
    #expect(answer(&link, "$VNWRG,06,0*6C") == "$VNWRG,06,0*6C\r\n")
    #expect(answer(&link, "$VNWRG,07,100*6C") == "$VNWRG,07,100*6C\r\n")
    #expect(answer(&link, "$VNASY,1*4E") == "$VNASY,1*4E\r\n")
    #expect(link.run(forSeconds: 1).isEmpty)
  }

  @Test func theFactorySends40LinesASecond() {
    var link = link()
    let lines = Wire.text(link.run(forSeconds: 1.001)).split(separator: "\r\n")
    #expect(lines.count == 40)
    #expect(lines.allSatisfy { $0.hasPrefix("$VNYMR,") && $0.utf8.count == 117 })
    #expect(lines[0].contains(",+00.000,+00.000,+09.807,"))
  }

  @Test func aBinaryOutputIsSetByItsRegister() {
    var link = silent()
    link.send("$VNWRG,75,1,8,01,0130*7E\r\n")
    #expect(Wire.text(link.run(forSeconds: 0.009)) == "$VNWRG,75,1,8,01,0130*7E\r\n")
    let bytes = link.run(forSeconds: 1)
    #expect(bytes.count >= 99 * 46 && bytes.count <= 101 * 46)
    let frame = Array(bytes.prefix(46))
    #expect(frame.starts(with: [0xFA, 0x01, 0x30, 0x01]))
    #expect(VectorNavBinary.crc(Array(frame.dropFirst())) == 0)
  }

  @Test func textAndBinaryShareTheLine() {
    var configuration = VectorNavConfiguration()
    configuration.binaryOutput = "1,16,05,0001,0600"
    var link = link(configuration)
    let bytes = link.run(forSeconds: 1.001)
    // FA, groups, two masks, time, acceleration and turn rate, CRC: 40 bytes, 50 a second.
    #expect(bytes.count == 40 * 119 + 50 * 40)
  }

  @Test func whatItCantDoIsAnError() {
    var link = silent()
    #expect(answer(&link, "$VNRRG,01*00").hasPrefix("$VNERR,03*"))
    #expect(answer(&link, "$VNXYZ*XX").hasPrefix("$VNERR,04*"))
    #expect(answer(&link, "$VNRRG*XX").hasPrefix("$VNERR,05*"))
    #expect(answer(&link, "$VNWRG,07,33*XX").hasPrefix("$VNERR,07*"))
    #expect(answer(&link, "$VNWRG,75,1,8,08,0001*XX").hasPrefix("$VNERR,07*"))
    #expect(answer(&link, "$VNRRG,99*XX").hasPrefix("$VNERR,08*"))
    #expect(answer(&link, "no dollar").isEmpty)
  }
}
