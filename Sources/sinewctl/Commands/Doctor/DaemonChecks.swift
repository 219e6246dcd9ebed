import SinewFeedback

/// The sockets, and the daemon behind them.
struct DaemonChecks {
  let view: SystemView
  let feedbackSocket: String
  let controlSocket: String

  func findings() -> [Finding] {
    [socket(feedbackSocket, unit: "sinewd-feedback.socket"), daemon(), realTime(), state()]
      .compactMap(\.self)
  }

  private func socket(_ path: String, unit: String) -> Finding {
    guard view.exists(path) else {
      return .problem(
        "sockets", "\(path) is not there: the daemon was never started",
        mend: "sudo systemctl enable --now sinewd.service")
    }
    do {
      _ = try SocketClient(path: view.root + path)
      return .ok("sockets", "\(path) can be reached")
    } catch {
      return .problem(
        "sockets", "\(path) can't be reached: \(error)", mend: "sudo systemctl restart \(unit)")
    }
  }

  /// Asks for the status; a daemon that listens answers within seconds.
  private func daemon() -> Finding {
    let isRunning = ProcessTable(view)["sinewd"] != nil
    guard view.exists(controlSocket) else {
      return .problem(
        "daemon", isRunning ? "sinewd runs without \(controlSocket)" : "sinewd does not run",
        mend: "sudo systemctl restart sinewd.service")
    }
    do {
      let answer = try SocketClient.ask(view.root + controlSocket, ["request": "status"])
      let version = answer["version"]?.string ?? "unknown"
      guard version == sinewVersion else {
        return .advice(
          "daemon", "sinewd is version \(version), sinewctl is \(sinewVersion)",
          mend: "sudo systemctl restart sinewd.service")
      }
      return .ok("daemon", "sinewd \(version) answers")
    } catch {
      return .problem("daemon", "\(error)", mend: "sudo systemctl restart sinewd.service")
    }
  }

  /// The limit of the daemon itself; nothing where it does not run.
  private func realTime() -> Finding? {
    guard let entry = ProcessTable(view)["sinewd"],
      let limits = view.text("/proc/\(entry.pid)/limits")
    else { return nil }
    func limit(_ name: String) -> Substring? {
      limits.split(separator: "\n").first { $0.hasPrefix(name) }?.dropFirst(name.count)
        .split(separator: " ").first
    }
    // 20 is what the unit asks for; the hot threads take less.
    let priority = limit("Max realtime priority").flatMap { Int($0) } ?? 0
    let isLockable = limit("Max locked memory") == "unlimited"
    guard priority < 20 || !isLockable else {
      return .ok("real time", "sinewd may have real-time priority and locked memory")
    }
    let words = "[Service]\\nLimitRTPRIO=20\\nLimitMEMLOCK=infinity\\n"
    let folder = "/etc/systemd/system/sinewd.service.d"
    return .advice(
      "real time",
      "sinewd may not have \(priority < 20 ? "real-time priority" : "locked memory"), so other"
        + " programs delay the feedback",
      mend: "sudo mkdir -p \(folder) && printf '\(words)' | sudo tee \(folder)/real-time.conf"
        + " && sudo systemctl daemon-reload && sudo systemctl restart sinewd.service")
  }

  /// A day of raw bytes of one Cyton are about 0.7 GB.
  private func state() -> Finding? {
    let folder = view.exists("/var/lib/sinew") ? "/var/lib/sinew" : "/var/lib"
    guard let free = view.freeBytes(folder) else { return nil }
    let mebibytes = free >> 20
    let look = "sudo du -ah /var/lib/sinew | sort -h | tail"
    if mebibytes < 100 {
      return .problem(
        "disk", "\(mebibytes) MiB are free for set numbers and recordings", mend: look)
    }
    if mebibytes < 1024 {
      return .advice("disk", "\(mebibytes) MiB are free for recordings", mend: look)
    }
    return .ok("disk", "\(mebibytes >> 10) GiB are free for recordings")
  }
}
