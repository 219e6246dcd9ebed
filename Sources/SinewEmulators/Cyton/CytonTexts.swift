/// What a Cyton (firmware 3.1) and its dongle print, byte for byte (sheet 4 and 6).
enum CytonTexts {
  static let end = "$$$"

  /// After a soft reset.
  static func banner(daisy: Bool) -> String {
    "OpenBCI V3 8-16 channel\r\n"
      + "On Board ADS1299 Device ID: 0x3E\r\n"
      + (daisy ? "On Daisy ADS1299 Device ID: 0x3E\r\n" : "")
      + "LIS3DH Device ID: 0x33\r\n"
      + "Firmware: v3.1.2\r\n"
      + end
  }

  // The banner and `V` disagree in the real firmware too.
  static let version = "v3.1.5$$$"
  static let channelDefaults = "updating channel settings to default$$$"
  static let defaultReport = "060110$$$"
  static let testSignal = "Success: Configured internal test signal.$$$"
  static let timeStampOn = "Time stamp ON$$$"
  static let timeStampOff = "Time stamp OFF$$$"
  static let tooFew = "Failure: too few chars$$$"
  static let ninthNotX = "Failure: Err: 9th char not X$$$"
  static let fifthNotZ = "Failure: Err: 5th char not Z$$$"
  static let rateOutOfBounds = "Failure: sample value out of bounds$$$"
  static let modeOutOfBounds = "Failure: board mode value out of bounds.$$$"
  static let multiByteTimeout =
    "Timeout processing multi byte message - please send all commands at once as of v2$$$"
  static let noBoard = "Failure: Communications timeout - Device failed to poll Host$$$"
  static let midStream = "Failure: x$$$"
  static let wifiAbsent = "Wifi not present, send { to attach the shield$$$"
  static let wifiNotAttached = "Failure: Wifi not attached$$$"

  static func channelSet(_ channel: Int) -> String { "Success: Channel set for \(channel)$$$" }
  static func leadOffSet(_ channel: Int) -> String { "Success: Lead off set for \(channel)$$$" }
  static func rate(_ hertz: Int) -> String { "Success: Sample rate is \(hertz)Hz$$$" }
  static func mode(_ name: String) -> String { "Success: \(name)$$$" }

  /// The lines of `?`, each sent on its own.
  static func registers(daisy: Bool) -> [String] {
    var lines = ["\r\nBoard ADS Registers\r\n"]
    lines += ads1299(config1: daisy ? 0xB6 : 0x96)
    if daisy {
      lines.append("\r\nDaisy ADS Registers\r\n")
      lines += ads1299(config1: 0x96)
    }
    lines.append("\r\nLIS3DH Registers\r\n")
    for (address, value) in accelerometer { lines.append("0x\(hex(address)) \(hex(value))\r\n") }
    lines.append(end)
    return lines
  }

  private static func ads1299(config1: UInt8) -> [String] {
    let values: [(String, UInt8)] =
      [
        ("ADS_ID", 0x3E), ("CONFIG1", config1), ("CONFIG2", 0xC0), ("CONFIG3", 0xEC),
        ("LOFF", 0x02),
      ] + (1...8).map { ("CH\($0)SET", 0x68) } + [
        ("BIAS_SENSP", 0xFF), ("BIAS_SENSN", 0xFF), ("LOFF_SENSP", 0), ("LOFF_SENSN", 0),
        ("LOFF_FLIP", 0), ("LOFF_STATP", 0), ("LOFF_STATN", 0), ("GPIO", 0x0F), ("MISC1", 0),
        ("MISC2", 0), ("CONFIG4", 0),
      ]
    return values.enumerated().map { address, row in
      let bits = (0..<8).map { String((row.1 >> (7 - $0)) & 1) }.joined(separator: ", ")
      return "\(row.0), \(hex(UInt8(address))), \(hex(row.1)), \(bits)\r\n"
    }
  }

  private static let accelerometer: [(UInt8, UInt8)] = [
    (0x0F, 0x33), (0x20, 0x37), (0x21, 0x00), (0x22, 0x10), (0x23, 0x18), (0x24, 0x00),
  ]

  private static func hex(_ value: UInt8) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }
}
