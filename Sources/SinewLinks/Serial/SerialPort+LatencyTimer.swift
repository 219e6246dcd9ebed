internal import Glibc

extension SerialPort {
  /// How long the adapter of `path` holds bytes back, in ms, as the ftdi_sio driver tells it
  /// (`latency_timer`); nil where the driver has no timer, which is so for all others.
  package static func latencyTimerMs(path: String) -> Int? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    guard let name = unsafe String(cString: resolved).split(separator: "/").last else {
      return nil
    }
    return latencyTimerMs(file: "/sys/bus/usb-serial/devices/\(name)/latency_timer")
  }

  /// The number in a sysfs file; nil when it is absent or holds none.
  static func latencyTimerMs(file: String) -> Int? {
    let raw = unsafe Glibc.open(file, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { return nil }
    let opened = Descriptor(owning: raw)
    var text = [UInt8](repeating: 0, count: 16)
    let count = unsafe text.withUnsafeMutableBytes { unsafe read(opened.raw, $0.baseAddress, 16) }
    var value: Int?
    for byte in text.prefix(max(0, count)) {
      guard byte >= 0x30, byte <= 0x39 else { break }
      value = (value ?? 0) * 10 + Int(byte - 0x30)
    }
    return value.flatMap { $0 < 1_000_000 ? $0 : nil }
  }
}
