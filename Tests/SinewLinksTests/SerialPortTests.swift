import Glibc
import SinewLinks
import Testing

@Suite struct SerialPortTests {
  @Test(arguments: [9600, 115_200, 222_222, 921_600])
  func anySpeedIsSetAndReadBack(baud: Int) throws {
    let terminal = try PseudoTerminal()
    let port = try SerialPort.open(path: terminal.path, settings: SerialSettings(baud: baud))
    #expect(try SerialPort.baud(of: port, path: terminal.path) == baud)
  }

  @Test(arguments: [0, -1, 49, 12_000_001, Int.max])
  func aSpeedNoDriverKnowsIsRefused(baud: Int) throws {
    let terminal = try PseudoTerminal()
    let path = terminal.path
    let error = linkError { () throws(LinkError) in
      _ = try SerialPort.open(path: path, settings: SerialSettings(baud: baud))
    }
    #expect(error == .unsupportedBaud(path: path, asked: baud, got: 0))
  }

  @Test func everyByteValuePassesUnchangedBothWays() throws {
    let terminal = try PseudoTerminal()
    let port = try SerialPort.open(path: terminal.path, settings: SerialSettings(baud: 115_200))
    let all = (0...255).map { UInt8($0) }
    terminal.send(all)
    #expect(readOnce(port.raw).bytes == all)
    #expect(Transfer.write(port.raw, all[...]) == .bytes(256))
    #expect(readOnce(terminal.device.raw).bytes == all)
  }

  @Test func bytesFromBeforeTheSettingsAreThrownAway() throws {
    let terminal = try PseudoTerminal()
    // Held open, so that the bytes wait in the terminal.
    let early = try SerialPort.open(
      path: terminal.path, settings: SerialSettings(baud: 9600, exclusive: false))
    terminal.send([1, 2, 3])
    let port = try SerialPort.open(
      path: terminal.path, settings: SerialSettings(baud: 115_200, exclusive: false))
    #expect(readOnce(port.raw).transfer == .notNow)
    #expect(early.raw != port.raw)
  }

  @Test func aPortInUseIsBusyUntilItIsClosed() throws {
    let terminal = try PseudoTerminal()
    let path = terminal.path
    let settings = SerialSettings(baud: 115_200)
    func attempt() -> LinkError? {
      linkError { () throws(LinkError) in _ = try SerialPort.open(path: path, settings: settings) }
    }
    do {
      let first = try SerialPort.open(path: path, settings: settings)
      #expect(attempt() == .busy(path: path))
      #expect(first.raw >= 0)
    }
    #expect(attempt() == nil)
  }

  @Test func aPseudoTerminalIsNotLeftMarkedExclusive() throws {
    let terminal = try PseudoTerminal()
    let port = try SerialPort.open(path: terminal.path, settings: SerialSettings(baud: 115_200))
    var mark: CInt = -1
    // TIOCGEXCL, which Glibc's module can't spell.
    let result = unsafe ioctl(port.raw, 0x8004_5440, &mark)
    #expect(result == 0 && mark == 0)
  }

  @Test func noDataIsNotTheEnd() throws {
    let terminal = try PseudoTerminal()
    let port = try SerialPort.open(path: terminal.path, settings: SerialSettings(baud: 115_200))
    #expect(readOnce(port.raw).transfer == .notNow)
  }

  @Test func anUnplugEndsTheLinkAndThePollerTellsIt() throws {
    var poller = try Poller()
    let port: Descriptor
    do {
      let terminal = try PseudoTerminal()
      port = try SerialPort.open(path: terminal.path, settings: SerialSettings(baud: 115_200))
      try poller.add(port.raw, tag: 5)
    }
    let count = poller.wait(timeoutMs: 5000)
    #expect(count == 1)
    let readiness = poller[0].readiness
    #expect(readiness.contains(.hangUp))
    let first = readOnce(port.raw).transfer
    let second = readOnce(port.raw).transfer
    for transfer in [first, second] {
      #expect(transfer == .ended(.closed) || transfer == .ended(.unplugged))
    }
    #expect(Transfer.write(port.raw, [1]) == .ended(.unplugged))
  }

  @Test func aTerminalWithoutLatencyTimerGivesNoWarning() throws {
    let terminal = try PseudoTerminal()
    var warnings: [String] = []
    _ = try SerialPort.open(
      path: terminal.path, settings: SerialSettings(baud: 115_200), warn: { warnings.append($0) })
    #expect(warnings.isEmpty)
    #expect(SerialPort.latencyTimerMs(path: terminal.path) == nil)
  }

  @Test func whatIsNoTerminalIsNamed() throws {
    for (path, expected) in [
      ("/dev/sinew-no-such-device", LinkError.noSuchDevice(path: "/dev/sinew-no-such-device")),
      ("/dev/null", .notALink(path: "/dev/null")),
      ("/tmp", .notALink(path: "/tmp")),
    ] {
      let error = linkError { () throws(LinkError) in
        _ = try SerialPort.open(path: path, settings: SerialSettings(baud: 115_200))
      }
      #expect(error == expected)
    }
  }
}
