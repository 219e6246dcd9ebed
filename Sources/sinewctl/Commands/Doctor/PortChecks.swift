import SinewDevices

/// The serial ports of sensors: whose they are, who holds them, how long they hold bytes back.
struct PortChecks {
  let view: SystemView
  let person: Person

  func findings() -> [Finding] {
    let owners = PortOwners(view)
    let ports = view.names("/dev").filter { $0.hasPrefix("ttyUSB") || $0.hasPrefix("ttyACM") }
    let sensors = ports.filter { isSensor($0) }
    guard !sensors.isEmpty else {
      return [
        .ok("ports", ports.isEmpty ? "no serial port on USB" : "no port looks like a sensor's")
      ]
    }
    return sensors.flatMap { port in
      [access(port), hold(port, owners), latency(port)].compactMap(\.self)
    }
  }

  /// True when the USB ids are those of a family.
  private func isSensor(_ port: String) -> Bool {
    guard let ids = ids(port) else { return false }
    return deviceCatalog.contains { family in
      family.profile.usb.contains { $0.vendorID == ids.0 && $0.productID == ids.1 }
    }
  }

  /// The ids stand one folder above a board's interface, and two above a bridge's port.
  private func ids(_ port: String) -> (UInt16, UInt16)? {
    for above in ["..", "../.."] {
      let folder = "/sys/class/tty/\(port)/device/\(above)"
      if let vendor = view.line("\(folder)/idVendor").flatMap({ UInt16($0, radix: 16) }),
        let product = view.line("\(folder)/idProduct").flatMap({ UInt16($0, radix: 16) })
      {
        return (vendor, product)
      }
    }
    return nil
  }

  private func access(_ port: String) -> Finding? {
    guard let status = view.status("/dev/\(port)") else { return nil }
    let isOpen = status.mode & 0o060 == 0o060
    guard status.group == person.groups["sinew"], isOpen else {
      let group = person.groups.first { $0.value == status.group }?.key ?? "\(status.group)"
      return .problem(
        "ports",
        "/dev/\(port) belongs to the group \(group)\(isOpen ? "" : ", which may not write"), so"
          + " sinewd can't open it",
        mend: "sudo udevadm control --reload && sudo udevadm trigger --action=add /dev/\(port)")
    }
    return .ok("ports", "/dev/\(port) is open to sinewd")
  }

  private func hold(_ port: String, _ owners: PortOwners) -> Finding? {
    guard let owner = owners.entry(of: "/dev/\(port)") else { return nil }
    if owner.name == "sinewd" { return .ok("ports", "/dev/\(port) is read by sinewd") }
    return .problem(
      "ports", "/dev/\(port) is in use by \(owner.name), process \(owner.pid)",
      mend: "sudo kill \(owner.pid)")
  }

  /// Only FTDI's driver has the timer.
  private func latency(_ port: String) -> Finding? {
    let file = "/sys/bus/usb-serial/devices/\(port)/latency_timer"
    guard let milliseconds = view.number(file) else { return nil }
    guard milliseconds > 1 else { return .ok("latency", "/dev/\(port) hands bytes on at once") }
    return .advice(
      "latency", "/dev/\(port) holds bytes back for up to \(milliseconds) ms",
      mend: "echo 1 | sudo tee \(file)")
  }
}
