/// Why a link could not be opened or made to work. Each case is one sentence that says what to do.
package enum LinkError: Error, Sendable, Hashable {
  /// Nothing is there: unplugged, or the address is mistyped.
  case noSuchDevice(path: String)
  /// The file's owner does not let this process in. `group` may read and write it, when one may.
  case permission(path: String, group: String?)
  /// Another program holds the device.
  case busy(path: String)
  /// The service's own settings forbid the device (EPERM rather than EACCES).
  case forbidden(path: String)
  /// A file, but not of the kind the address says.
  case notALink(path: String)
  /// The driver can't do the speed; `got` is what it offered, 0 when it refused.
  case unsupportedBaud(path: String, asked: Int, got: Int)
  /// A Unix socket nobody listens on.
  case refused(path: String)
  /// The device went away while it was being set up.
  case gone(path: String)
  /// An address that can't be read; `why` is a clause without a full stop.
  case badAddress(text: String, why: String)
  /// Too many open descriptors in this process or in the system.
  case tooManyDescriptors
  /// A device that can't be reached by Bluetooth.
  case bluetooth(BluetoothObstacle, BluetoothAddress)
  /// Anything else: what was tried and the kernel's reason.
  case system(action: String, code: CInt)
}

extension LinkError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSuchDevice(let path):
      "\(path) does not exist: plug the device in, or correct the port in the configuration."
    case .permission(let path, .some(let group)):
      "\(path) may not be opened by this user: join the group \(group)"
        + " (sudo usermod -aG \(group) USER, then log in again)."
    case .permission(let path, .none):
      "\(path) may not be opened by this user and no group may:"
        + " install the udev rules of Sinew and plug the device in again."
    case .forbidden(let path):
      "\(path) is forbidden to this service: allow it in the unit"
        + " (DeviceAllow=char-ttyUSB rw, char-ttyACM rw)."
    case .busy(let path):
      "\(path) is in use by another program: close it (sudo fuser -v \(path) names it)."
    case .notALink(let path):
      "\(path) is not what its address says: write a terminal as /dev/..., a pipe as fifo:PATH,"
        + " a socket as unix:PATH."
    case .unsupportedBaud(let path, let asked, 0):
      "\(path) refuses \(asked) baud: set a baud rate the adapter supports."
    case .unsupportedBaud(let path, let asked, let got):
      "\(path) can't do \(asked) baud, the nearest it offers is \(got):"
        + " set a baud rate the adapter supports."
    case .refused(let path):
      "\(path) is a socket nobody listens on: start the program that serves it."
    case .gone(let path):
      "\(path) went away while it was being opened: check the cable and plug it in again."
    case .badAddress(let text, let why):
      "\"\(text)\" is no link address, \(why):"
        + " write /dev/..., fifo:PATH, unix:PATH, replay:FILE, rfcomm:ADDRESS or ble:ADDRESS."
    case .tooManyDescriptors:
      "Too many files are open: raise LimitNOFILE of the service."
    case .bluetooth(let obstacle, let peer): obstacle.sentence(peer)
    case .system(let action, let code):
      "The kernel refused to \(action): \(systemReason(code))."
    }
  }
}
