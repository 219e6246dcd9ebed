internal import SinewCoaching
internal import SinewDevices
internal import SinewLinks

/// `match` of a sensor: its family, and which one of that.
struct SensorMatch {
  let driver: String
  let selector: DeviceMatch.Selector

  /// Reads `driver` and at most one of `port`, `serial` and `usb_path`.
  init(reading node: CheckedNode) throws(ConfigurationError) {
    var map = try node.mapping()
    driver = try map.required("driver").choice(of: deviceCatalog.map { $0.profile.id })
    let port = try map.optional("port")?.string()
    let serial = try map.optional("serial")?.string()
    let usbPath = try map.optional("usb_path")?.string()
    try map.finish()
    switch (port, serial, usbPath) {
    case (let port?, nil, nil): selector = .port(port)
    case (nil, let serial?, nil): selector = .serialNumber(serial)
    case (nil, nil, let usbPath?): selector = .usbPath(usbPath)
    case (nil, nil, nil):
      guard deviceFamily(driver)?.profile.usb.isEmpty == false else {
        throw node.fault("needs 'port': a \(driver) can't be found by itself")
      }
      selector = .family
    default:
      throw node.fault("may have only one of 'port', 'serial' and 'usb_path'")
    }
  }
}

extension Configuration {
  /// No two sensors may wait for the same device: which one would get it would be chance.
  func checkMatches(file: String) throws(ConfigurationError) {
    var seen: [String: String] = [:]
    for sensor in sensors where sensor.isEnabled {
      guard let wish = sensor.wish else { continue }
      if let other = seen.updateValue(sensor.name, forKey: wish) {
        throw ConfigurationError(
          file: file, line: 0,
          message: "the sensors '\(other)' and '\(sensor.name)' both want \(wish): give each its"
            + " own serial, usb_path or port")
      }
    }
  }
}

extension SensorConfiguration {
  /// What only one sensor may want; nil for links that many may share.
  fileprivate var wish: String? {
    switch selector {
    case .port(let path): path.hasPrefix("/") ? "the port \(path)" : nil
    case .serialNumber(let number): "the USB serial number \(number)"
    case .usbPath(let path): "the device at \(path)"
    case .family: "any \(driver)"
    }
  }
}
