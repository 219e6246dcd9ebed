import SinewFeedback

/// What `top` shows of two answers to `status`: the state, and what has happened between them.
struct TopPicture {
  let now: JSONValue
  /// Nil at the first look, or after a restart of the daemon: there are no rates then.
  let before: JSONValue?

  init(now: JSONValue, before: JSONValue?) {
    self.now = now
    self.before = before?["boot"] == now["boot"] ? before : nil
  }

  var lines: [String] {
    StatusSheet(status: now).lines
      + ["\(rate(now["messages"], before?["messages"])) messages/s, processor \(processor)", ""]
      + [head] + (now["devices"]?.array ?? []).flatMap(row)
  }

  private var head: String {
    Figures.padded("sensor", 20) + Figures.padded("state", 11) + Figures.padded("station", 12)
      + Figures.right("frames/s", 9) + Figures.right("kB/s", 8) + Figures.right("lost", 8)
      + Figures.right("faults", 8) + Figures.right("battery", 9)
  }

  private func row(_ device: JSONValue) -> [String] {
    let earlier = (before?["devices"]?.array ?? []).first { $0["device"] == device["device"] }
    let lost = (device["streams"]?.array ?? []).compactMap { $0["lost"]?.integer }.reduce(0, +)
    let faults = (device["faults"]?.object?.members ?? []).compactMap(\.value.integer)
    let kilobytes = perSecond(device["bytes"], earlier?["bytes"]).map { $0 / 1000 }
    let line =
      Figures.padded(device["device"]?.string ?? "?", 19) + " "
      + Figures.padded(device["state"]?.string ?? "?", 11)
      + Figures.padded(device["station"]?.string ?? "-", 12)
      + Figures.right(rate(device["frames"], earlier?["frames"]), 9)
      + Figures.right(Figures.fixed(kilobytes, 1), 8) + Figures.right("\(lost)", 8)
      + Figures.right("\(faults.reduce(0, +))", 8)
      + Figures.right(Figures.percent(device["battery"]?.number), 9)
    return [line] + (device["why"]?.string.map { ["  \($0)"] } ?? [])
  }

  private var processor: String {
    let used = perSecond(now["process"]?["cpu_s"], before?["process"]?["cpu_s"])
    return Figures.fixed(used.map { $0 * 100 }, 1) + " % of a core"
  }

  private func rate(_ value: JSONValue?, _ former: JSONValue?) -> String {
    Figures.fixed(perSecond(value, former), 0)
  }

  private func perSecond(_ value: JSONValue?, _ former: JSONValue?) -> Double? {
    guard let value = value?.number, let former = former?.number,
      let seconds = now["uptime_s"]?.number, let earlier = before?["uptime_s"]?.number,
      seconds > earlier
    else { return nil }
    return (value - former) / (seconds - earlier)
  }
}
