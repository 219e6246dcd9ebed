import SinewDevices

/// The udev rules: there, and those of this version.
enum RulesCheck {
  /// Installs the rules that this program has in it.
  static let command =
    "sinewctl doctor --print-rules | sudo tee /etc/udev/rules.d/60-sinew.rules >/dev/null"
    + " && sudo udevadm control --reload && sudo udevadm trigger"

  /// The rules of this version.
  static var text: String { UdevRules.text(deviceCatalog.map { $0.profile }) }

  /// The rules in force; a folder before hides the same name in those behind (udev(7)).
  static func installed(_ view: SystemView) -> String? {
    ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].lazy.compactMap {
      view.text("\($0)/udev/rules.d/60-sinew.rules")
    }.first
  }

  static func finding(_ view: SystemView) -> Finding {
    guard let rules = installed(view) else {
      return .problem(
        "udev rules", "the udev rules are not installed, so the daemon may not open its sensors",
        mend: command)
    }
    guard rules == text else {
      return .advice("udev rules", "the udev rules are of another version", mend: command)
    }
    return .ok("udev rules", "the udev rules are those of this version")
  }
}
