/// Drivers of the kernel that sensors need.
enum ModuleChecks {
  private static let needed = [
    ("ftdi_sio", "FTDI bridges"), ("cdc_acm", "boards with USB of their own"),
    ("cp210x", "CP210x bridges"), ("ch341", "CH340 bridges"), ("bluetooth", "Bluetooth"),
  ]

  static func findings(_ view: SystemView) -> [Finding] {
    let release = view.line("/proc/sys/kernel/osrelease") ?? "unknown"
    let lists = ["modules.builtin", "modules.dep"].compactMap {
      view.text("/lib/modules/\(release)/\($0)")
    }
    let loaded = Set(
      (view.text("/proc/modules") ?? "").split(separator: "\n").compactMap {
        $0.split(separator: " ").first.map(String.init)
      })
    let known = lists.reduce(into: Set<String>()) { $0.formUnion(names($1)) }
    if known.isEmpty, loaded.isDisjoint(with: needed.map(\.0)) {
      return [
        .advice(
          "kernel", "the list of drivers of kernel \(release) is not to be seen here",
          mend: "ls /lib/modules/\(release)")
      ]
    }
    let findings = needed.compactMap { module, purpose -> Finding? in
      if let file = ban(view, module) {
        return .problem(
          "kernel", "\(file) forbids the driver \(module), which \(purpose) need",
          mend: "sudo sed -i '/^blacklist \(module)$/d' \(file) && sudo modprobe \(module)")
      }
      guard !loaded.contains(module), !known.contains(module) else { return nil }
      return .advice(
        "kernel", "kernel \(release) has no driver \(module), which \(purpose) need",
        mend: "sudo apt install linux-image-$(dpkg --print-architecture)")
    }
    return findings.isEmpty
      ? [.ok("kernel", "the kernel has every driver that is needed")] : findings
  }

  /// `kernel/drivers/usb/serial/cp210x.ko.xz: ...` is cp210x; dashes count as underscores.
  private static func names(_ list: String) -> [String] {
    list.split(separator: "\n").compactMap { line in
      let path = line.prefix { $0 != ":" }
      return path.split(separator: "/").last.map { file in
        String(file.prefix { $0 != "." }.map { $0 == "-" ? "_" : $0 })
      }
    }
  }

  /// The file that blacklists a module.
  private static func ban(_ view: SystemView, _ module: String) -> String? {
    view.names("/etc/modprobe.d").filter { $0.hasSuffix(".conf") }.map { "/etc/modprobe.d/\($0)" }
      .first { path in
        (view.text(path) ?? "").split(separator: "\n").contains { $0 == "blacklist \(module)" }
      }
  }
}
