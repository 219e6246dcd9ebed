import SinewFeedback

/// The answer to `status` as lines for people, sensors apart.
struct StatusSheet {
  let status: JSONValue

  var lines: [String] {
    var lines = [
      "sinewd \(status["version"]?.string ?? "?") (sinewctl \(sinewVersion)), up \(uptime),"
        + " \(status["listeners"]?.integer ?? 0) listeners,"
        + " \(status["messages"]?.integer ?? 0) messages"
    ]
    lines += [latency, memory, watchdog].compactMap(\.self)
    lines += (status["real_time"]?.array ?? []).compactMap(\.string)
    lines += (status["bluetooth"]?.array ?? []).compactMap(\.string)
    return lines + queues + slowListeners + recordings
  }

  private var uptime: String {
    let seconds = Int(status["uptime_s"]?.number ?? 0)
    let days = seconds / 86400
    let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60]
      .map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
    return days > 0 ? "\(days) d \(clock)" : clock
  }

  private var latency: String? {
    guard let latency = status["latency"], latency["count"]?.integer ?? 0 > 0 else { return nil }
    func figure(_ name: String) -> String { Figures.fixed(latency[name]?.number, 2) }
    return "levels leave \(figure("p50_ms")) ms after their newest sample (half of them),"
      + " \(figure("p90_ms")) ms (90 %), \(figure("p99_ms")) ms (99 %)"
  }

  private var memory: String? {
    guard let process = status["process"], let own = process["anonymous_bytes"]?.number else {
      return nil
    }
    let whole = process["resident_bytes"]?.number
    return "memory \(Figures.fixed(own / 1_048_576, 1)) MiB of its own,"
      + " \(Figures.fixed(whole.map { $0 / 1_048_576 }, 1)) MiB with files;"
      + " processor time \(Figures.fixed(process["cpu_s"]?.number, 1)) s"
  }

  private var watchdog: String? {
    status["watchdog_s"]?.number.map {
      "systemd ends it when it does not answer for \(Figures.fixed($0, 0)) s"
    }
  }

  /// Those that lost something, or are filling up.
  private var queues: [String] {
    (status["queues"]?.array ?? []).compactMap { queue in
      let waiting = queue["waiting"]?.integer ?? 0
      let capacity = queue["capacity"]?.integer ?? 0
      let dropped = queue["dropped"]?.integer ?? 0
      guard dropped > 0 || waiting * 4 > capacity else { return nil }
      return "queue of \(queue["queue"]?.string ?? "?"): \(waiting) of \(capacity) waiting,"
        + " \(dropped) dropped since the start"
    }
  }

  private var slowListeners: [String] {
    let slow = (status["subscribers"]?.array ?? []).filter {
      $0["waiting_bytes"]?.integer ?? 0 > 0 || $0["dropped"]?.integer ?? 0 > 0
    }
    return slow.map {
      "a listener (\($0["scope"]?.string ?? "?")) is slow: \($0["waiting_bytes"]?.integer ?? 0)"
        + " bytes wait for it, \($0["dropped"]?.integer ?? 0) lines were dropped"
    }
  }

  private var recordings: [String] {
    (status["recording"]?.array ?? []).compactMap(\.string).map { "recording to \($0)" }
  }
}
