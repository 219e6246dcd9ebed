internal import Glibc

/// Why a wearable can't be reached or its link has ended. Each case is one sentence that says what
/// to do.
package enum BLEError: Error, Sendable, Hashable {
  /// No driver, a container with a network of its own, or a service that may not use it.
  case noKernelSupport
  /// No adapter, or it is switched off.
  case adapterOff
  /// The adapter has the low-energy half of Bluetooth switched off.
  case lowEnergyOff
  /// It did not advertise while the kernel listened for it.
  case notHeard(BLEAddress)
  /// Another program, mostly the Bluetooth service itself, has the connection.
  case owned(BLEAddress)
  /// The adapter holds as many connections as it can.
  case adapterFull
  /// It wants a key that this computer does not have.
  case pairingWanted(BLEAddress)
  /// It was heard, and the connection failed all the same.
  case notEstablished(BLEAddress)
  /// A connection that was made has ended.
  case ended(LinkEnd)
  /// The wearable does not behave, or is another model.
  case fault(GATTFault)
  /// Anything that has nothing to do with Bluetooth.
  case system(LinkError)

  /// The error for an errno of socket(2), bind(2) or connect(2), or of SO_ERROR once the connecting
  /// has ended. The kernel's `bt_to_errno` (net/bluetooth/lib.c) makes these of HCI status codes.
  ///
  /// - Parameter isAtOnce: the errno came from a call itself, before anything was tried.
  package init(code: CInt, connecting peer: BLEAddress, isAtOnce: Bool) {
    switch code {
    case EAFNOSUPPORT, EPFNOSUPPORT, EPROTONOSUPPORT, ESOCKTNOSUPPORT: self = .noKernelSupport
    case EHOSTUNREACH, ENODEV, ENETDOWN, ERFKILL: self = .adapterOff
    // The same errno: refused before trying is an adapter without LE, afterwards it is the end of
    // the connect timer.
    case ECONNREFUSED: self = isAtOnce ? .lowEnergyOff : .notHeard(peer)
    case EHOSTDOWN: self = .notHeard(peer)
    case EBUSY: self = .owned(peer)
    case EMLINK, EUSERS, ENOMEM: self = .adapterFull
    case EACCES, EBADE: self = .pairingWanted(peer)
    // What the kernel has no errno for, notably "failed to be established" (HCI 0x3E).
    case ENOSYS: self = .notEstablished(peer)
    case ETIMEDOUT, ECONNRESET, ECONNABORTED, ENOTCONN:
      self = LinkEnd(code: code).map { .ended($0) } ?? .notEstablished(peer)
    default: self = .system(LinkError(code: code, action: "connect to \(peer)"))
    }
  }

  /// True where the attempt itself was the wait: the next may begin at once, so that a wearable is
  /// back as soon as it advertises.
  package var isWorthRetryingAtOnce: Bool {
    switch self {
    case .notHeard, .notEstablished, .ended(.reset), .ended(.outOfRange), .fault(.tableChanged):
      true
    default: false
    }
  }

  /// True where the table kept for the wearable must not be used again.
  package var voidsTable: Bool {
    switch self {
    case .fault(.tableChanged), .fault(.anotherModel): true
    default: false
    }
  }
}

extension BLEError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noKernelSupport:
      "There is no Bluetooth here for this service: load the kernel's modules (sudo modprobe"
        + " bluetooth), and give a container the network of its host."
    case .adapterOff:
      "No Bluetooth adapter is there and switched on: plug one in or switch it on"
        + " (bluetoothctl power on, and rfkill list shows whether it is blocked)."
    case .lowEnergyOff:
      "The Bluetooth adapter has low energy switched off: switch it on (sudo btmgmt le on)."
    case .notHeard(let peer):
      "\(peer) is not heard: switch the sensor on, bring it near, and end its connection to any"
        + " phone or other computer."
    case .owned(let peer):
      "Another program owns this sensor: close it, or let the sensor go"
        + " (bluetoothctl disconnect \(peer.address))."
    case .adapterFull:
      "The Bluetooth adapter holds no further connection: disconnect something, or add an adapter."
    case .pairingWanted(let peer):
      "\(peer) wants to be paired first, which Sinew can not do: allow connections without pairing"
        + " in the maker's application."
    case .notEstablished(let peer):
      "\(peer) was heard but could not be connected: bring it closer, or switch it off and on."
    case .ended(let end): end.description
    case .fault(let fault): fault.description
    case .system(let error): error.description
    }
  }
}
