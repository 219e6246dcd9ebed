/// What stands in the way of finding wearables, or of meeting them as often as they want. Each case
/// is one sentence that says what is missing and what to do.
package enum RadioProblem: Sendable, Hashable, CaseIterable {
  /// There is no management socket at all.
  case noBluetooth
  case noAdapter
  case noLowEnergy
  case switchedOff
  case blocked
  /// The socket was bound without CAP_NET_ADMIN.
  case noPrivilege
  /// Somebody else scans all the time, or the adapter refuses to.
  case scanRefused
}

extension RadioProblem {
  /// False where a scan may still begin, or hears what another program's hears.
  package var preventsScan: Bool { self != .scanRefused }
}

extension RadioProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noBluetooth:
      "There is no Bluetooth here for this service: load the kernel's modules (sudo modprobe"
        + " bluetooth), and give a container the network of its host."
    case .noAdapter:
      "There is no Bluetooth adapter: plug one in."
    case .noLowEnergy:
      "The Bluetooth adapter does not know low energy: use another one."
    case .switchedOff:
      "The Bluetooth adapter is switched off: switch it on (bluetoothctl power on)."
    case .blocked:
      "The Bluetooth adapter is blocked: unblock it (rfkill unblock bluetooth)."
    case .noPrivilege:
      "Sinew may not scan or set the pace of connections, while sensors whose address is configured"
        + " still work: start the service by its launcher, which has CAP_NET_ADMIN."
    case .scanRefused:
      "The Bluetooth adapter can not scan now, because another program does or it is at its limit:"
        + " end other scans (bluetoothctl scan off)."
    }
  }
}
