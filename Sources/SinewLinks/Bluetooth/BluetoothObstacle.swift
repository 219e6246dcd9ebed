internal import Glibc

/// Why a Bluetooth device can't be reached, by what a person can do about it.
package enum BluetoothObstacle: Sendable, Hashable, CaseIterable {
  /// No driver, a container with a network of its own, or a service that may not use it.
  case noKernelSupport
  /// No adapter, or it is switched off.
  case adapterOff
  /// The adapter knows Bluetooth LE only.
  case adapterWithoutClassic
  /// Nobody answered the page.
  case noAnswer
  /// It answers and wants nothing to do with us on this channel: most often it is not paired.
  case refused
  /// It asks for a key that this computer does not have, or has another.
  case notPaired
  /// Another program has the connection.
  case busy
  /// It went away between the first answer and the end of the connecting.
  case dropped
  /// The adapter holds as many connections as it can.
  case adapterFull
  /// It says that it has no serial port.
  case noSerialPort
  /// What it says about its services can't be understood.
  case unreadableServices
  /// The configured channel is not where it serves.
  case wrongChannel

  /// The obstacle behind an errno of socket(2), connect(2) or SO_ERROR on a Bluetooth socket; nil
  /// for those that say nothing about Bluetooth. HCI status codes become these in `bt_to_errno` of
  /// the kernel (net/bluetooth/lib.c).
  package init?(code: CInt) {
    switch code {
    case EAFNOSUPPORT, EPFNOSUPPORT, EPROTONOSUPPORT, ESOCKTNOSUPPORT: self = .noKernelSupport
    case EHOSTUNREACH, ENODEV, ENETDOWN, ENETUNREACH, ERFKILL: self = .adapterOff
    case EOPNOTSUPP: self = .adapterWithoutClassic
    case EHOSTDOWN, ETIMEDOUT: self = .noAnswer
    case ECONNREFUSED: self = .refused
    case EACCES, EBADE: self = .notPaired
    case EBUSY, EALREADY: self = .busy
    case ECONNRESET, ECONNABORTED, ENOTCONN, EPIPE: self = .dropped
    case EMLINK, EUSERS: self = .adapterFull
    default: return nil
    }
  }

  /// One sentence that says what to do about `peer`.
  package func sentence(_ peer: BluetoothAddress) -> String {
    switch self {
    case .noKernelSupport:
      "This kernel has no Bluetooth for this process: load its modules"
        + " (sudo modprobe -a bluetooth rfcomm), and give a container the network of its host."
    case .adapterOff:
      "No Bluetooth adapter is there and switched on: plug one in, or switch it on"
        + " (bluetoothctl power on, and rfkill list shows whether it is blocked)."
    case .adapterWithoutClassic:
      "The Bluetooth adapter speaks LE only: \(peer) needs one that speaks Classic (BR/EDR) too."
    case .noAnswer:
      "\(peer) does not answer: switch the sensor on, bring it near, and end its connection to"
        + " any phone or other computer."
    case .refused:
      "\(peer) refuses the connection: pair it once (bluetoothctl, then pair \(peer)), and switch"
        + " the sensor off and on if it is paired."
    case .notPaired:
      "\(peer) is not paired with this computer, or has forgotten it: pair it anew"
        + " (bluetoothctl, then remove \(peer), scan on, pair \(peer))."
    case .busy:
      "\(peer) is connected to another program: close that, or let go of it"
        + " (bluetoothctl disconnect \(peer))."
    case .dropped:
      "\(peer) ended the connection while it was being made: switch the sensor off and on."
    case .adapterFull:
      "The Bluetooth adapter holds no further connection: disconnect something, or add an adapter."
    case .noSerialPort:
      "\(peer) offers no serial port: correct the address in the configuration, or set the device"
        + " to its serial port mode."
    case .unreadableServices:
      "\(peer) describes its services in a way that can't be read: name the channel in the"
        + " configuration (port: rfcomm:\(peer)/1)."
    case .wrongChannel:
      "\(peer) refuses the channel that the configuration names: leave the channel out, and pair"
        + " the sensor if it is not (bluetoothctl, then pair \(peer))."
    }
  }
}

extension LinkError {
  /// The error for an errno that came of connecting to `peer`.
  package init(code: CInt, connecting peer: BluetoothAddress) {
    if let obstacle = BluetoothObstacle(code: code) {
      self = .bluetooth(obstacle, peer)
    } else {
      self.init(code: code, action: "connect to \(peer)")
    }
  }
}
