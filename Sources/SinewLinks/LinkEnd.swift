internal import Glibc

/// Why a link that worked has ended. Whatever the reason, close the descriptor at once: while it is
/// open, a device that is plugged in again gets another number.
package enum LinkEnd: Sendable, Hashable, BitwiseCopyable {
  /// A read gave 0 bytes. A terminal does that for ever after an unplug, a pipe or socket after its
  /// other end closed; it never means "no data yet".
  case closed
  /// The driver says the device is gone (EIO, ENODEV, ENXIO).
  case unplugged
  /// The peer ended the connection (ECONNRESET, EPIPE, ENOTCONN).
  case reset
  /// The radio heard nothing any more (ETIMEDOUT, EHOSTDOWN).
  case outOfRange
  /// The Bluetooth adapter was pulled out or switched off (ECONNABORTED, ENETDOWN).
  case adapterGone
  /// Any other errno.
  case failed(code: CInt)

  /// The reason for an errno of `read` or `write`; nil for those that only say "not now".
  package init?(code: CInt) {
    switch code {
    case EAGAIN, EINTR: return nil
    case EIO, ENODEV, ENXIO: self = .unplugged
    case ECONNRESET, EPIPE, ENOTCONN: self = .reset
    case ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH: self = .outOfRange
    case ECONNABORTED, ENETDOWN: self = .adapterGone
    default: self = .failed(code: code)
    }
  }
}

extension LinkEnd: CustomStringConvertible {
  /// One sentence that says what to do.
  package var description: String {
    switch self {
    case .closed, .unplugged:
      "The device was unplugged or switched off: plug it in again or switch it on."
    case .reset: "The device ended the connection: switch it on again."
    case .outOfRange: "The device is out of range or its battery is empty: bring it closer."
    case .adapterGone: "The Bluetooth adapter is gone: plug it in or switch it on."
    case .failed(let code): "The link failed: \(systemReason(code))."
    }
  }
}
