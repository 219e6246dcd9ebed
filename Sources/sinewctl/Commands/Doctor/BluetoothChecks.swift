/// Adapters, switches, the system's Bluetooth daemon and its buffers.
enum BluetoothChecks {
  static func findings(_ view: SystemView) -> [Finding] {
    let adapters = view.names("/sys/class/bluetooth").filter {
      $0.hasPrefix("hci") && !$0.contains(":")
    }
    guard let first = adapters.first else {
      return [
        .advice(
          "Bluetooth", "there is no Bluetooth adapter, so wireless sensors can't be reached",
          mend: serialAdapter(view) ?? "lsusb")
      ]
    }
    return [
      .ok("Bluetooth", "the adapter \(first) is there"), rfkill(view), bluetoothd(view),
      buffers(view),
    ].compactMap(\.self)
  }

  /// A Raspberry Pi's adapter hangs on a UART, and its driver is hci_uart.
  private static func serialAdapter(_ view: SystemView) -> String? {
    let model = view.text("/proc/device-tree/model") ?? ""
    guard model.hasPrefix("Raspberry Pi") else { return nil }
    let isLoaded = (view.text("/proc/modules") ?? "").contains("hci_uart")
    return isLoaded ? "sudo systemctl restart hciuart bluetooth" : "sudo modprobe hci_uart"
  }

  private static func rfkill(_ view: SystemView) -> Finding? {
    for name in view.names("/sys/class/rfkill") {
      let folder = "/sys/class/rfkill/\(name)"
      guard view.line("\(folder)/type") == "bluetooth" else { continue }
      if view.number("\(folder)/hard") == 1 {
        return .problem(
          "Bluetooth", "a switch on the computer turns Bluetooth off", mend: "rfkill list bluetooth"
        )
      }
      if view.number("\(folder)/soft") == 1 {
        return .problem(
          "Bluetooth", "Bluetooth is turned off by software",
          mend: "sudo rfkill unblock bluetooth")
      }
    }
    return nil
  }

  private static func bluetoothd(_ view: SystemView) -> Finding {
    guard ProcessTable(view)["bluetoothd"] != nil else {
      return .problem(
        "Bluetooth", "bluetoothd does not run, so no sensor can be paired",
        mend: "sudo systemctl enable --now bluetooth.service")
    }
    return .ok("Bluetooth", "bluetoothd runs")
  }

  /// What a socket may hold while the daemon is kept waiting: 4 MiB hold seconds of several sensors.
  private static func buffers(_ view: SystemView) -> Finding? {
    guard let bytes = view.number("/proc/sys/net/core/rmem_max") else { return nil }
    guard bytes < 4 << 20 else { return .ok("Bluetooth", "socket buffers may be 4 MiB") }
    return .advice(
      "Bluetooth",
      "socket buffers may be \(bytes >> 10) KiB only, so a busy computer loses samples",
      mend: "echo net.core.rmem_max=4194304 | sudo tee /etc/sysctl.d/60-sinew.conf"
        + " && sudo sysctl --system")
  }
}
