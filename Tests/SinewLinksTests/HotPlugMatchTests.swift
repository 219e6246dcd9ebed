import SinewLinks
import Testing

@Suite struct HotPlugMatchTests {
  @Test(arguments: [
    (DeviceMatch.Selector.family, DeviceMatch.Verdict.perhaps),
    (.serialNumber("DM01"), .yes), (.serialNumber("DM02"), .no), (.serialNumber("dm01"), .no),
    (.usbPath("usb-0:2:1.0"), .yes), (.usbPath("usb-0:3:1.0"), .no),
    (.port("/dev/ttyUSB0"), .yes), (.port("/dev/sinew/left"), .yes), (.port("/dev/ttyUSB1"), .no),
  ])
  func sharedBridgeIsCertainOnlyByName(
    _ selector: DeviceMatch.Selector, _ verdict: DeviceMatch.Verdict
  ) {
    let match = DeviceMatch(selector, family: "Cyton", patterns: [.ftdi])
    let device = SerialDevice.bridge(
      0, serial: "DM01", path: "usb-0:2:1.0", link: "/dev/sinew/left")
    #expect(match.judge(device) == verdict)
  }

  @Test func ownIdsAreCertain() {
    let own = USBPattern(vendorID: 0x2639, productID: 0x0300, isShared: false)
    let match = DeviceMatch(.family, family: "MTi", patterns: [.ftdi, own])
    #expect(match.judge(.bridge(0, vendor: 0x2639, product: 0x0300)) == .yes)
    #expect(match.judge(.bridge(0)) == .perhaps)
    #expect(match.judge(.bridge(0, vendor: 0x1A86)) == .no)
  }

  @Test func productTextMustFitWhereTheFamilyHasOne() {
    let pattern = USBPattern(
      vendorID: 0x0403, productID: 0x6015, product: "FT231X USB UART", isShared: true)
    let match = DeviceMatch(.family, family: "Cyton", patterns: [pattern])
    var device = SerialDevice.bridge(0)
    #expect(match.judge(device) == .no)
    device.product = "FT231X USB UART"
    #expect(match.judge(device) == .perhaps)
  }

  @Test func serialNumberFindsABridgeThatNoProfileLists() {
    let match = DeviceMatch(.serialNumber("X1"), family: "Board", patterns: [.ftdi])
    #expect(match.judge(.bridge(0, vendor: 0x9999, serial: "X1")) == .yes)
  }
}

extension USBPattern {
  static let ftdi = USBPattern(vendorID: 0x0403, productID: 0x6015, isShared: true)
}

extension SerialDevice {
  /// `/dev/ttyUSB<number>`.
  static func bridge(
    _ number: Int, vendor: UInt16 = 0x0403, product: UInt16 = 0x6015, serial: String? = nil,
    path: String? = nil, link: String? = nil
  ) -> SerialDevice {
    SerialDevice(
      devnode: "/dev/ttyUSB\(number)", symlinks: [link].compactMap(\.self), vendorID: vendor,
      productID: product, serialNumber: serial, usbPath: path)
  }
}
