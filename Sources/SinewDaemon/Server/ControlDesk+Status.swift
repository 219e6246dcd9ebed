import SinewFeedback
import SinewLinks
import SinewSignal

/// How the daemon is, for whoever looks after it.
extension ControlDesk {
  func status() -> JSONObject {
    let hub = server.hub
    var answer: JSONObject = [
      "version": .string(hub.version), "boot": .string(hub.boot),
      "uptime_s": .number(MonotonicClock.now().seconds(since: server.began)),
      "real_time": .array(server.granted.map(JSONValue.string)),
      "bluetooth": .array(server.bluetoothProblems.map { .string("\($0)") }),
      "listeners": .integer(Int64(hub.subscribers.count)),
      "messages": .integer(Int64(clamping: hub.sequence)),
      "dropped": .object(server.engine.dropped),
      "queues": .array(server.engine.queues),
      "latency": server.latency.json,
      "subscribers": .array(hub.subscribers.map(Self.describe)),
      "dropped_lines": .integer(
        Int64(clamping: hub.subscribers.reduce(hub.droppedBefore) { $0 + $1.droppedLines })),
      "process": .object(ProcessFigures.now),
      "history": .object(server.history.condition),
      "recording": .array(server.recorder.running.map(JSONValue.string)),
      "devices": .array(server.floor.sensors.map { .object(Self.describe($0)) }),
    ]
    answer["watchdog_s"] = Systemd.watchdogSeconds.map(JSONValue.number)
    return answer
  }

  private static func describe(_ subscriber: Subscriber) -> JSONValue {
    [
      "scope": .string(subscriber.scope.rawValue),
      "waiting_bytes": .integer(Int64(subscriber.waitingBytes)),
      "dropped": .integer(Int64(clamping: subscriber.droppedLines)),
    ]
  }
}
