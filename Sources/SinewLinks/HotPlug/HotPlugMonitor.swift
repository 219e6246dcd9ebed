internal import CUdev
internal import Glibc

/// Tells which terminals on USB there are, and which come and go, through libudev.
///
/// Open it before the first `enumerate`, so that nothing falls between the two. Not for two threads
/// at once.
@safe
package final class HotPlugMonitor: @unchecked Sendable {
  private let context: OpaquePointer
  private let monitor: OpaquePointer

  /// Events one `drain` returns at most; the rest comes with the next.
  private static let most = 256

  /// Throws `system` or `tooManyDescriptors` where not even the socket can be had. Without a
  /// running udev it opens and stays silent: `isLive` tells.
  package init() throws(LinkError) {
    guard let context = unsafe udev_new() else {
      throw LinkError(code: errno, action: "reach udev")
    }
    // "udev" and not "kernel": when udev tells, links and permissions are in place.
    guard let monitor = unsafe udev_monitor_new_from_netlink(context, "udev") else {
      let code = errno
      _ = unsafe udev_unref(context)
      throw LinkError(code: code, action: "watch for devices (AF_NETLINK must be allowed)")
    }
    _ = unsafe udev_monitor_filter_add_match_subsystem_devtype(monitor, "tty", nil)
    let result = unsafe udev_monitor_enable_receiving(monitor)
    guard result >= 0 else {
      _ = unsafe udev_monitor_unref(monitor)
      _ = unsafe udev_unref(context)
      throw LinkError(code: -result, action: "watch for devices")
    }
    unsafe self.context = context
    unsafe self.monitor = monitor
  }

  deinit {
    _ = unsafe udev_monitor_unref(monitor)
    _ = unsafe udev_unref(context)
  }

  /// Readable when `drain` has something; owned by this object.
  package var fd: CInt { unsafe udev_monitor_get_fd(monitor) }

  /// False where no udev runs, as in most containers: no event will ever come.
  package static var isLive: Bool { unsafe access("/run/udev/control", F_OK) == 0 }

  /// What happened since the last call; never waits.
  package func drain() -> [HotPlugEvent] {
    var events: [HotPlugEvent] = []
    while events.count < Self.most {
      errno = 0
      guard let device = unsafe udev_monitor_receive_device(monitor) else {
        if errno == ENOBUFS { events.append(.missed) }
        return events
      }
      defer { _ = unsafe udev_device_unref(device) }
      if let event = unsafe event(device) { events.append(event) }
    }
    return events
  }

  private func event(_ device: OpaquePointer) -> HotPlugEvent? {
    let record = unsafe UdevRecord(device)
    if unsafe text(udev_device_get_action(device)) == "remove" {
      return record.devnode.isEmpty ? nil : .removed(devnode: record.devnode)
    }
    // Everything else leaves a device that can be used: add, change, bind, move.
    return SerialDevice(record).map(HotPlugEvent.added)
  }

  /// The terminals on USB at this moment, by node; none where sysfs is not to be seen.
  package func enumerate() -> [SerialDevice] {
    guard let search = unsafe udev_enumerate_new(context) else { return [] }
    defer { _ = unsafe udev_enumerate_unref(search) }
    _ = unsafe udev_enumerate_add_match_subsystem(search, "tty")
    // Those that udev has not finished are announced later, with links and permissions.
    if Self.isLive { _ = unsafe udev_enumerate_add_match_is_initialized(search) }
    guard unsafe udev_enumerate_scan_devices(search) >= 0 else { return [] }
    var found: [SerialDevice] = []
    var entry = unsafe udev_enumerate_get_list_entry(search)
    while let present = unsafe entry {
      // A console or a pseudo-terminal is on no USB; looking into each of 70 takes milliseconds.
      if let path = unsafe text(udev_list_entry_get_name(present)),
        !path.contains("/devices/virtual/"),
        let device = unsafe udev_device_new_from_syspath(context, path)
      {
        if let serial = unsafe SerialDevice(UdevRecord(device)) { found.append(serial) }
        _ = unsafe udev_device_unref(device)
      }
      unsafe entry = udev_list_entry_get_next(present)
    }
    return found.sorted { $0.devnode < $1.devnode }
  }
}

extension UdevRecord {
  /// Copies what libudev holds about a device.
  fileprivate init(_ device: OpaquePointer) {
    var properties: [String: String] = [:]
    for name in ["ID_BUS", "ID_VENDOR_ID", "ID_MODEL_ID", "ID_MODEL_ENC", "ID_VENDOR_ENC"]
      + ["ID_SERIAL_SHORT", "ID_PATH"]
    {
      properties[name] = unsafe text(udev_device_get_property_value(device, name))
    }
    var attributes: [String: String] = [:]
    // Owned by `device`: not to be released.
    if let usb = unsafe udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_device") {
      for name in ["idVendor", "idProduct", "product", "manufacturer", "serial"] {
        attributes[name] = unsafe text(udev_device_get_sysattr_value(usb, name))
      }
    }
    var symlinks: [String] = []
    var entry = unsafe udev_device_get_devlinks_list_entry(device)
    while let present = unsafe entry {
      if let link = unsafe text(udev_list_entry_get_name(present)) { symlinks.append(link) }
      unsafe entry = udev_list_entry_get_next(present)
    }
    unsafe self.init(
      devnode: text(udev_device_get_devnode(device)) ?? "",
      sysPath: text(udev_device_get_syspath(device)) ?? "", symlinks: symlinks,
      properties: properties, attributes: attributes)
  }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  return unsafe String(cString: pointer)
}
