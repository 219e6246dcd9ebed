internal import SinewCoaching
internal import SinewDevices
internal import SinewLinks

/// `match` of a sensor: its family, and which one of that.
struct SensorMatch {
  let driver: String
  let selector: DeviceMatch.Selector

  /// Reads `driver` and at most one of `port`, `bluetooth`, `serial` and `usb_path`.
  init(reading node: CheckedNode) throws(ConfigurationError) {
    var map = try node.mapping()
    driver = try map.required("driver").choice(of: deviceCatalog.map { $0.profile.id })
    let profile = deviceFamily(driver)?.profile
    var found: [DeviceMatch.Selector] = []
    if let port = map.optional("port") { found.append(.port(try Self.port(port))) }
    if let bluetooth = map.optional("bluetooth") {
      found.append(.port(try Self.bluetoothPort(bluetooth, profile)))
    }
    if let serial = map.optional("serial") { found.append(.serialNumber(try serial.string())) }
    if let usbPath = map.optional("usb_path") { found.append(.usbPath(try usbPath.string())) }
    try map.finish()
    guard found.count <= 1 else {
      throw node.fault("may have only one of 'port', 'bluetooth', 'serial' and 'usb_path'")
    }
    if found.isEmpty, profile?.usb.isEmpty != false {
      let key = profile?.bluetoothKind == nil ? "'port'" : "'bluetooth' or 'port'"
      throw node.fault("needs \(key): a \(driver) can't be found by itself")
    }
    selector = found.first ?? .family
  }

  private static func port(_ node: CheckedNode) throws(ConfigurationError) -> String {
    let text = try node.string()
    do {
      return try LinkAddress(text).description
    } catch {
      throw node.fault("can't be used: \(error)")
    }
  }

  /// The link address of a sensor that is named by its Bluetooth address alone; its family says
  /// which kind of Bluetooth it speaks.
  private static func bluetoothPort(
    _ node: CheckedNode, _ profile: DeviceProfile?
  ) throws(ConfigurationError) -> String {
    let text = try node.string()
    guard let peer = BLEAddress(text), peer.address != .any else {
      throw node.fault(
        "must be a Bluetooth address like \"00:11:22:AA:BB:CC\" or \"C0:11:22:AA:BB:CC,random\"")
    }
    let address = peer.address
    switch profile?.bluetoothKind {
    case .rfcomm: return LinkAddress.rfcomm(address, channel: nil).description
    case .ble: return LinkAddress.ble(peer).description
    case .serial, nil:
      throw node.fault(
        "does not fit: the \(profile?.name ?? "sensor") has no Bluetooth of its own; for a bridge"
          + " before it write port: rfcomm:\(address)")
    }
  }
}

extension DeviceProfile {
  /// The kind of Bluetooth by which the family is reached, the first where it has both.
  fileprivate var bluetoothKind: LinkKind? { links.first { $0 != .serial } }
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
            + " own serial, usb_path, bluetooth or port")
      }
    }
  }
}

extension SensorConfiguration {
  /// What only one sensor may want; nil for links that many may share.
  fileprivate var wish: String? {
    switch selector {
    case .port(let text):
      switch try? LinkAddress(text) {
      case .serial(let path): "the port \(path)"
      case .rfcomm(let address, _): "the Bluetooth device \(address)"
      case .ble(let peer): "the Bluetooth device \(peer)"
      default: nil
      }
    case .serialNumber(let number): "the USB serial number \(number)"
    case .usbPath(let path): "the device at \(path)"
    case .family: "any \(driver)"
    }
  }
}
