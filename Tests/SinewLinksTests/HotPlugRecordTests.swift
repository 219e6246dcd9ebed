import SinewLinks
import Testing

@Suite struct HotPlugRecordTests {
  /// As udev tells of an FTDI bridge.
  private let cyton = UdevRecord(
    devnode: "/dev/ttyUSB0",
    sysPath: "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/ttyUSB0/tty/ttyUSB0",
    symlinks: ["/dev/serial/by-id/usb-FTDI_FT231X_USB_UART_DM01ABCD-if00-port0"],
    properties: [
      "ID_BUS": "usb", "ID_VENDOR_ID": "0403", "ID_MODEL_ID": "6015",
      "ID_MODEL_ENC": #"FT231X\x20USB\x20UART"#, "ID_VENDOR_ENC": "FTDI",
      "ID_SERIAL_SHORT": "DM01ABCD", "ID_PATH": "pci-0000:00:14.0-usb-0:2:1.0",
    ])

  @Test func propertiesAloneAreEnough() throws {
    let device = try #require(SerialDevice(cyton))
    #expect(device.devnode == "/dev/ttyUSB0")
    #expect(device.vendorID == 0x0403)
    #expect(device.productID == 0x6015)
    #expect(device.product == "FT231X USB UART")
    #expect(device.manufacturer == "FTDI")
    #expect(device.serialNumber == "DM01ABCD")
    #expect(device.usbPath == "pci-0000:00:14.0-usb-0:2:1.0")
    #expect(device.isCalled("/dev/serial/by-id/usb-FTDI_FT231X_USB_UART_DM01ABCD-if00-port0"))
    #expect(!device.isCalled("/dev/ttyUSB1"))
  }

  @Test func attributesOfTheKernelAreEnoughWhereNoUdevRuns() throws {
    var record = cyton
    record.properties = [:]
    record.attributes = [
      "idVendor": "1a86", "idProduct": "7523", "product": "USB Serial", "serial": " A 1\n",
    ]
    let device = try #require(SerialDevice(record))
    #expect(device.vendorID == 0x1A86)
    #expect(device.product == "USB Serial")
    #expect(device.serialNumber == "A 1")
    #expect(device.usbPath == nil)
  }

  @Test func attributesHoldOverPropertiesThatUdevSpoiled() throws {
    var record = cyton
    record.attributes = ["serial": "DM 01"]
    record.properties["ID_SERIAL_SHORT"] = "DM_01"
    #expect(try #require(SerialDevice(record)).serialNumber == "DM 01")
  }

  @Test func emptyTextsAreNone() throws {
    var record = cyton
    record.attributes = ["serial": "", "product": " \t", "manufacturer": "\u{1B}[2J"]
    let device = try #require(SerialDevice(record))
    #expect(device.serialNumber == nil)
    #expect(device.product == nil)
    #expect(device.manufacturer == "[2J")
  }

  @Test(arguments: [#"a\x"#, #"a\x2"#, #"a\xZZ"#, #"\"#, #"a\xFF"#])
  func brokenEscapesDoNoHarm(_ encoded: String) throws {
    var record = cyton
    record.properties["ID_MODEL_ENC"] = encoded
    #expect(try #require(SerialDevice(record)).product != nil)
  }

  @Test(arguments: ["", "403", "04030", "04G3", "-403", "+403"])
  func idsThatAreNoneMakeNoDevice(_ id: String) {
    var record = cyton
    record.properties["ID_VENDOR_ID"] = id
    #expect(SerialDevice(record) == nil)
  }

  @Test func whatIsNotOnUSBIsNoDevice() {
    #expect(SerialDevice(UdevRecord(devnode: "/dev/ttyS0")) == nil)
    var record = cyton
    record.properties["ID_BUS"] = "pci"
    #expect(SerialDevice(record) == nil)
    record = cyton
    record.devnode = ""
    #expect(SerialDevice(record) == nil)
  }
}
