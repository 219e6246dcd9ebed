internal import CLinux
internal import Glibc

/// Opens terminals: USB serial adapters, CDC-ACM boards, `/dev/rfcommN`, pseudo-terminals.
package enum SerialPort {
  /// Opens `path` without blocking, takes it for this process alone, makes it raw and sets its
  /// speed. Bytes that arrived before, at whatever speed, are thrown away.
  ///
  /// What would be nice but can't be had (low latency on a driver without it, a rounded speed) is
  /// told to `warn` as one sentence each. Opening raises DTR and RTS, which the kernel does by
  /// itself: Arduino-like boards restart and need up to 2 s before they listen.
  package static func open(
    path: String, settings: SerialSettings, warn: (String) -> Void = { _ in }
  ) throws(LinkError) -> Descriptor {
    guard SerialSettings.baudRange.contains(settings.baud) else {
      throw .unsupportedBaud(path: path, asked: settings.baud, got: 0)
    }
    // NOCTTY: no ^C byte of the wire may interrupt the daemon. NONBLOCK: do not wait for carrier.
    let port = try openFile(path, flags: O_RDWR | O_NOCTTY)
    guard isatty(port.raw) == 1 else { throw .notALink(path: path) }
    if settings.exclusive { try claim(port, path: path) }
    try makeRaw(port, path: path, hangUpOnClose: settings.hangUpOnClose)
    try setBaud(port, path: path, baud: settings.baud, warn: warn)
    if settings.lowLatency { askLowLatency(port, path: path, warn: warn) }
    // Last: what came in at the wrong speed is garbage.
    _ = tcflush(port.raw, TCIOFLUSH)
    return port
  }

  /// TIOCEXCL makes a later `open` fail with EBUSY, except for root; `flock` is the convention
  /// other serial programs keep, and catches root too.
  private static func claim(_ port: borrowing Descriptor, path: String) throws(LinkError) {
    guard flock(port.raw, LOCK_EX | LOCK_NB) == 0 else {
      throw LinkError(code: errno, opening: path)
    }
    // The mark goes with the terminal's last user, and the far end of a pseudo-terminal is one: it
    // would keep us out ourselves when we come back.
    guard !isPseudoTerminal(port) else { return }
    guard ioctl(port.raw, UInt(TIOCEXCL)) == 0 else { throw LinkError(code: errno, opening: path) }
  }

  /// The majors 136 to 143 (Linux, Documentation/admin-guide/devices.txt).
  private static func isPseudoTerminal(_ port: borrowing Descriptor) -> Bool {
    var status = stat()
    guard unsafe fstat(port.raw, &status) == 0 else { return false }
    return (136...143).contains((status.st_rdev >> 8) & 0xFFF)
  }

  private static func makeRaw(
    _ port: borrowing Descriptor, path: String, hangUpOnClose: Bool
  ) throws(LinkError) {
    var settings = termios()
    guard unsafe tcgetattr(port.raw, &settings) == 0 else {
      throw LinkError(code: errno, opening: path)
    }
    // Any of ICRNL, ISTRIP, IXON left on would spoil binary frames (0x0D, bit 7, 0x11 and 0x13).
    unsafe cfmakeraw(&settings)
    settings.c_iflag &= ~tcflag_t(IXOFF | IXANY | INPCK)
    settings.c_cflag &= ~(tcflag_t(PARENB) | tcflag_t(CSTOPB) | tcflag_t(CRTSCTS))
    settings.c_cflag |= tcflag_t(CS8) | tcflag_t(CREAD) | tcflag_t(CLOCAL)
    if hangUpOnClose {
      settings.c_cflag |= tcflag_t(HUPCL)
    } else {
      settings.c_cflag &= ~tcflag_t(HUPCL)
    }
    // VMIN 1, not 0: with 0 a `read` of nothing returns 0, the very thing it returns for ever after
    // an unplug. With 1 nothing is EAGAIN, since the descriptor does not block.
    settings.c_cc.6 = 1  // VMIN
    settings.c_cc.5 = 0  // VTIME
    guard unsafe tcsetattr(port.raw, TCSANOW, &settings) == 0 else {
      throw LinkError(code: errno, opening: path)
    }
  }

  private static func setBaud(
    _ port: borrowing Descriptor, path: String, baud: Int, warn: (String) -> Void
  ) throws(LinkError) {
    let code = sinew_baud_set(port.raw, UInt32(clamping: baud))
    guard code != -EINVAL else { throw .unsupportedBaud(path: path, asked: baud, got: 0) }
    guard code == 0 else { throw LinkError(code: -code, opening: path) }
    let got = try Self.baud(of: port, path: path)
    guard got != baud else { return }
    guard abs(Double(got - baud)) <= Double(baud) * SerialSettings.baudTolerance else {
      throw .unsupportedBaud(path: path, asked: baud, got: got)
    }
    warn("\(path) runs at \(got) baud instead of \(baud), near enough to be read.")
  }

  /// The speed the driver says it receives at, bits a second.
  package static func baud(
    of port: borrowing Descriptor, path: String
  ) throws(LinkError) -> Int {
    var input: UInt32 = 0
    var output: UInt32 = 0
    let code = unsafe sinew_baud_get(port.raw, &input, &output)
    guard code == 0 else { throw LinkError(code: -code, opening: path) }
    return Int(input)
  }

  private static func askLowLatency(
    _ port: borrowing Descriptor, path: String, warn: (String) -> Void
  ) {
    let code = -sinew_low_latency_set(port.raw)
    // CDC-ACM, ptys and many bridges have no such thing, and no timer to shorten either.
    guard code != 0, code != ENOTTY, code != EINVAL, code != EOPNOTSUPP else { return }
    warn(
      "\(path) keeps its own latency, bytes may come in lumps of 16 ms:"
        + " install the udev rules of Sinew (\(systemReason(code))).")
  }
}
