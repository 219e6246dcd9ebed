/// What happened to the terminals on USB.
package enum HotPlugEvent: Sendable, Hashable {
  /// Plugged in and ready to be opened, or told about anew (`udevadm trigger`).
  case added(SerialDevice)
  /// Pulled out.
  case removed(devnode: String)
  /// More happened than the kernel could keep for us: enumerate again.
  case missed
}
