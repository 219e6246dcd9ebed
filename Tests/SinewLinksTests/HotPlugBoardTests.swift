import SinewLinks
import Testing

@Suite struct HotPlugBoardTests {
  private func board(
    _ selectors: DeviceMatch.Selector..., excluded: Set<String> = [], present: [SerialDevice] = []
  ) -> PlugBoard {
    let links = ["/tmp/link": "/dev/pts/3", "/tmp/usb": "/dev/ttyUSB0"]
    var board = PlugBoard { links[$0] ?? $0 }
    board.configure(sensors(selectors), excluded: excluded)
    board.replace(present)
    return board
  }

  private func sensors(
    _ selectors: [DeviceMatch.Selector]
  ) -> [UInt16: (name: String, match: DeviceMatch)] {
    var entries: [UInt16: (name: String, match: DeviceMatch)] = [:]
    for (slot, selector) in selectors.enumerated() {
      entries[UInt16(slot)] = (
        "sensor-\(slot)", DeviceMatch(selector, family: "Cyton", patterns: [.ftdi])
      )
    }
    return entries
  }

  private func node(_ choice: PlugChoice) -> String? {
    if case .device(let device, _) = choice { return device.devnode }
    return nil
  }

  private func why(_ choice: PlugChoice) -> String {
    if case .none(let sentence) = choice { return sentence }
    return "\(choice)"
  }

  @Test func serialNumberIsFoundAtWhateverPort() {
    var board = board(
      .serialNumber("A"), present: [.bridge(0, serial: "B"), .bridge(1, serial: "A")])
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB1")
    board.note(.removed(devnode: "/dev/ttyUSB1"))
    board.giveBack(0)
    #expect(why(board.take(for: 0)).contains("serial number A"))
    #expect(board.note(.added(.bridge(7, serial: "A"))) == [0])
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB7")
  }

  @Test func theSocketIsFoundWhateverIsPluggedIn() {
    var board = board(
      .usbPath("usb-0:2:1.0"),
      present: [.bridge(0, path: "usb-0:1:1.0"), .bridge(1, path: "usb-0:2:1.0")])
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB1")
  }

  @Test func twoSensorsNeverHoldTheSameNode() {
    var board = board(
      .serialNumber("A"), .port("/dev/ttyUSB0"), present: [.bridge(0, serial: "A")])
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB0")
    #expect(why(board.take(for: 1)).contains("in use by the sensor 'sensor-0'"))
    #expect(board.giveBack(0) == [1])
    #expect(node(board.take(for: 1)) == "/dev/ttyUSB0")
  }

  @Test func anyOfTheFamilyLeavesAloneWhatIsAnothersByName() {
    var board = board(
      .family, .serialNumber("A"), present: [.bridge(0, serial: "A"), .bridge(1, serial: "B")])
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB1")
    board.note(.removed(devnode: "/dev/ttyUSB1"))
    board.giveBack(0)
    #expect(why(board.take(for: 0)).contains("/dev/ttyUSB0 is the sensor 'sensor-1'"))
  }

  @Test func aSharedBridgeMustAnswerAndIsLeftAloneWhenItDoesNot() {
    var board = board(.family, present: [.bridge(0), .bridge(1)])
    let first = board.take(for: 0)
    #expect(first == .device(.bridge(0), isCertain: false))
    board.giveBack(0, refusal: "it is a modem")
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB1")
    board.giveBack(0, refusal: "it is a printer")
    let sentence = why(board.take(for: 0))
    #expect(sentence.contains("left alone") && sentence.contains("it is a modem"))

    // Told about anew by udev is not plugged in anew.
    board.note(.added(.bridge(0)))
    #expect(node(board.take(for: 0)) == nil)
    board.note(.removed(devnode: "/dev/ttyUSB0"))
    board.note(.added(.bridge(0)))
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB0")
  }

  @Test func whatAnsweredOnceIsKnownAgain() {
    var board = board(.family, present: [.bridge(0, serial: "A"), .bridge(1, serial: "B")])
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB0")
    board.giveBack(0, refusal: "it is a modem")
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB1")
    board.confirm(0)
    board.note(.removed(devnode: "/dev/ttyUSB1"))
    board.giveBack(0)
    board.replace([.bridge(2, serial: "C"), .bridge(3, serial: "B")])
    #expect(board.take(for: 0) == .device(.bridge(3, serial: "B"), isCertain: true))
  }

  @Test func theSameSerialNumberTwiceIsNotGuessed() {
    var board = board(
      .serialNumber("0001"), present: [.bridge(0, serial: "0001"), .bridge(1, serial: "0001")])
    let sentence = why(board.take(for: 0))
    #expect(sentence.contains("/dev/ttyUSB0, /dev/ttyUSB1") && sentence.contains("usb_path"))
    // Of two, one has the family's ids.
    board.replace([.bridge(0, vendor: 0x10C4, serial: "0001"), .bridge(1, serial: "0001")])
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB1")
  }

  @Test(arguments: [
    DeviceMatch.Selector.family, .serialNumber("A"), .usbPath("p"), .port("/dev/ttyUSB0"),
    .port("/dev/sinew/a"),
  ])
  func anExcludedPortIsNeverOpened(_ selector: DeviceMatch.Selector) {
    let device = SerialDevice.bridge(0, serial: "A", path: "p", link: "/dev/sinew/a")
    for path in ["/dev/ttyUSB0", "/dev/sinew/a", "/tmp/usb"] {
      var board = board(selector, excluded: [path], present: [device])
      #expect(why(board.take(for: 0)).contains("excluded"))
    }
  }

  @Test func excludingWhatIsHeldIsNoticed() {
    var board = board(
      .family, present: [.bridge(0, serial: "A", link: "/dev/serial/by-id/a")])
    _ = board.take(for: 0)
    #expect(!board.holdsExcluded(0))
    board.configure(sensors([.family]), excluded: ["/dev/serial/by-id/a"])
    #expect(board.holdsExcluded(0))
    board.configure(sensors([.family]), excluded: ["/tmp/usb"])
    #expect(board.holdsExcluded(0))
  }

  @Test func aPathOutsideUSBIsOpenedAsItIs() {
    var board = board(.port("/dev/pts/3"), .port("/tmp/link"), excluded: ["/dev/pts/4"])
    #expect(board.take(for: 0) == .path("/dev/pts/3"))
    #expect(board.takePath("/dev/pts/3", for: 0) == nil)
    #expect(board.takePath("/tmp/link", for: 1)?.contains("sensor-0") == true)
    board.giveBack(0)
    #expect(board.takePath("/tmp/link", for: 1) == nil)
    #expect(board.takePath("/dev/pts/4", for: 0)?.contains("excluded") == true)
  }

  @Test func anExcludedLinkKeepsItsNodeClosed() {
    var board = board(.port("/dev/pts/3"), excluded: ["/tmp/link"])
    #expect(board.takePath("/dev/pts/3", for: 0)?.contains("excluded") == true)
  }

  @Test func unplugNamesWhoHeldIt() {
    var board = board(.serialNumber("A"), .serialNumber("B"), present: [.bridge(0, serial: "A")])
    _ = board.take(for: 0)
    #expect(board.note(.removed(devnode: "/dev/ttyUSB0")) == [0])
    #expect(board.note(.removed(devnode: "/dev/ttyUSB9")) == [])
  }

  @Test func aNewListIsLikeItsEvents() {
    var board = board(.serialNumber("A"), .serialNumber("B"), present: [.bridge(0, serial: "A")])
    _ = board.take(for: 0)
    #expect(board.replace([.bridge(1, serial: "B")]) == [0, 1])
    #expect(node(board.take(for: 1)) == "/dev/ttyUSB1")
  }

  @Test func anotherDeviceAtTheSameNodeIsLookedAtAnew() {
    var board = board(.family, present: [.bridge(0, serial: "A")])
    _ = board.take(for: 0)
    board.giveBack(0, refusal: "no")
    // The removal was missed.
    board.note(.added(.bridge(0, serial: "B")))
    #expect(node(board.take(for: 0)) == "/dev/ttyUSB0")
  }

  @Test func anUnknownSensorGetsNothing() {
    var board = board(.family, present: [.bridge(0)])
    #expect(node(board.take(for: 9)) == nil)
  }
}
