/// Programs that open serial ports which are not theirs.
enum MeddlerChecks {
  static func findings(_ view: SystemView) -> [Finding] {
    let processes = ProcessTable(view)
    return [modemManager(view, processes), brltty(view, processes)].compactMap(\.self)
  }

  /// It sends AT commands to every port that may be a modem, unless a rule says otherwise.
  private static func modemManager(_ view: SystemView, _ processes: ProcessTable) -> Finding? {
    guard processes["ModemManager"] != nil else {
      return .ok("ModemManager", "ModemManager does not run")
    }
    guard RulesCheck.installed(view)?.contains("ENV{ID_MM_DEVICE_IGNORE}=\"1\"") == true else {
      return .problem(
        "ModemManager", "ModemManager runs and no rule keeps it from talking to the sensors",
        mend: RulesCheck.command)
    }
    return .ok("ModemManager", "ModemManager runs and is told to keep off the sensors")
  }

  /// It takes CH340 and CP210x bridges for Braille displays and unbinds their serial driver.
  private static func brltty(_ view: SystemView, _ processes: ProcessTable) -> Finding? {
    let command = "sudo apt remove brltty"
    let folders = ["/etc/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"]
    let rules = folders.flatMap { folder in
      view.names(folder).filter { $0.contains("brltty") }.map { "\(folder)/\($0)" }
    }
    let taker = rules.first { path in
      (view.text(path) ?? "").split(separator: "\n").contains {
        !$0.hasPrefix("#") && ($0.contains("1a86/7523") || $0.contains("10c4/ea60"))
      }
    }
    if let taker {
      return .problem(
        "brltty", "\(taker) takes CH340 and CP210x bridges away from serial sensors",
        mend: command)
    }
    guard processes["brltty"] != nil else { return nil }
    return .advice("brltty", "brltty runs and may open serial ports", mend: command)
  }
}
