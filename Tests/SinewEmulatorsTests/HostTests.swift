import Glibc
import SinewEmulators
import Testing

@Suite struct HostTests {
  /// A client's view of a port; reads until `count` bytes came or nothing comes for a long time.
  private func read(_ file: Int32, atLeast count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var entry = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&entry, 1, 10_000) > 0 else { break }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let got = unsafe Glibc.read(file, &buffer, buffer.count)
      guard got > 0 else { break }
      bytes += buffer.prefix(got)
    }
    return bytes
  }

  private func link(_ name: String) -> String { "/tmp/sinew-test-\(getpid())-\(name)" }

  private func write(_ file: Int32, _ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.write(file, bytes, bytes.count)
  }

  @Test func aClientTalksToADeviceThroughItsLink() throws {
    let path = link("talk")
    let host = try PtyThread(
      [.init(CytonEmulator(source: SineSource()), link: path)], duration: 60)
    defer { host.stop() }
    #expect(host.paths == [path])
    let file = unsafe open(path, O_RDWR | O_NOCTTY)
    defer { close(file) }
    write(file, "v")
    let banner = read(file, atLeast: 100)
    #expect(Wire.text(banner).hasSuffix("Firmware: v3.1.2\r\n$$$"))
    write(file, "b")
    let packets = Wire.packets(read(file, atLeast: 330))
    #expect(packets.prefix(10).map { $0[1] } == Array(0..<10))
  }

  @Test func stoppingRemovesTheLink() throws {
    let path = link("stop")
    let host = try PtyThread([.init(CytonEmulator(source: SineSource()), link: path)], duration: 60)
    host.stop()
    #expect(unsafe access(path, F_OK) != 0)
    #expect(host.paths.isEmpty)
  }

  @Test func pullingTheCableHangsUpAndPuttingItInBringsTheLinkBack() throws {
    let path = link("replug")
    let wit = WitMotionEmulator(.motion(rateCode: 0x09), source: SineSource())
    let host = try PtyThread([.init(wit, link: path)], duration: 60)
    defer { host.stop() }
    let file = unsafe open(path, O_RDWR | O_NOCTTY)
    #expect(read(file, atLeast: 33).count >= 33)
    host.control.unplug()
    _ = read(file, atLeast: .max)
    close(file)
    while unsafe access(path, F_OK) == 0 { usleep(1000) }
    host.control.replug()
    while unsafe access(path, F_OK) != 0 { usleep(1000) }
    let again = unsafe open(path, O_RDWR | O_NOCTTY)
    #expect(read(again, atLeast: 33).first == 0x55)
    close(again)
  }

  @Test func aPathThatIsTakenIsRefusedAndLeftAlone() {
    let path = link("taken")
    let file = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
    defer {
      close(file)
      unsafe unlink(path)
    }
    #expect(throws: PtyError.pathTaken(path)) {
      try PtyHost([.init(CytonEmulator(source: SineSource()), link: path)])
    }
    #expect(unsafe access(path, F_OK) == 0)
  }

  @Test func aHostEndsByItselfOrWithItsInput() throws {
    let host = try PtyHost([.init(CytonEmulator(source: SineSource()))])
    #expect(host.run(duration: 0.01) == .duration)
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    close(ends[1])
    #expect(host.run(duration: 60, endingWith: ends[0]) == .inputClosed)
    close(ends[0])
  }

  @Test func aLatencyTimerLumpsBytesAndLosesNone() {
    func chunks(_ wire: WireDelay) -> [FakeLink<CytonEmulator>.Chunk] {
      var link = FakeLink(CytonEmulator(source: SineSource()), wire: wire)
      link.send("b")
      return link.chunks(forSeconds: 2)
    }
    let direct = chunks(WireDelay())
    let lumps = chunks(WireDelay(timerSeconds: 0.016))
    let ftdi = chunks(.ftdi(milliseconds: 16))
    let bytes = direct.flatMap(\.bytes)
    #expect(bytes.starts(with: lumps.flatMap(\.bytes)))
    #expect(bytes.starts(with: ftdi.flatMap(\.bytes)))
    #expect(lumps.dropLast().allSatisfy { $0.bytes.count >= 4 * 33 })
    #expect(ftdi.contains { $0.bytes.count == 62 })
    #expect(direct.count == 499 || direct.count == 500)
  }
}
