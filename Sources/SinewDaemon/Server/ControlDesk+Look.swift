import SinewCoaching
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal
import Synchronization

/// Requests that change nothing.
extension ControlDesk {
  func devices() -> JSONObject {
    ["devices": .array(server.floor.sensors.map { .object(Self.describe($0)) })]
  }

  func stations() -> JSONObject {
    let stations = server.floor.openStations.map { desk -> JSONValue in
      var entry: JSONObject = [
        "station": .string(desk.name), "lang": .string(desk.setup.lang),
        "private": .bool(desk.configuration.isPrivate),
      ]
      entry["nickname"] = desk.setup.nickname.map(JSONValue.string)
      entry["athlete"] = desk.setup.athlete.map(JSONValue.string)
      entry["exercise"] = desk.setup.exercise.map { .string($0.id) }
      if desk.pipeline.isCalibrating { entry["calibrating"] = true }
      entry["set"] = desk.pipeline.currentSet.map { .integer(Int64($0)) }
      let worn = server.floor.sensors.filter { $0.station == desk.name }
      entry["devices"] = .array(worn.map { .string($0.name) })
      return .object(entry)
    }
    return ["stations": .array(stations)]
  }

  static func describe(_ sensor: SensorDesk) -> JSONObject {
    let counters = sensor.counters
    var entry: JSONObject = [
      "device": .string(sensor.name), "model": .string(sensor.configuration.driver),
      "port": .string(sensor.configuration.port), "state": .string(sensor.phase.rawValue),
      "bytes": .integer(Int64(clamping: counters.bytes.load(ordering: .relaxed))),
      "frames": .integer(Int64(clamping: counters.frames.load(ordering: .relaxed))),
      "dropped": .integer(Int64(clamping: counters.dropped.load(ordering: .relaxed))),
      "streams": .array(sensor.streams.enumerated().map { describe($1, $0, sensor) }),
    ]
    entry["battery"] = sensor.battery.map(JSONValue.number)
    entry["isolation"] = sensor.isolation.map { .string($0.rawValue) }
    entry["why"] = sensor.why.map(JSONValue.string)
    entry["station"] = sensor.station.map(JSONValue.string)
    var faults = JSONObject()
    for fault in counters.faults {
      faults["\(fault.kind)"] = .integer(Int64(clamping: fault.count))
    }
    entry["faults"] = .object(faults)
    return entry
  }

  private static func describe(
    _ profile: StreamProfile, _ index: Int, _ sensor: SensorDesk
  ) -> JSONValue {
    var entry: JSONObject = [
      "stream": .string(profile.name), "kind": .string(profile.kind.rawValue),
      "channels": .integer(Int64(profile.channels.count)),
      "typical_delay_ms": .number(profile.typicalDelayMs),
    ]
    entry["nominal_hz"] = profile.rateHz.map(JSONValue.number)
    if let clock = sensor.clocks[index] {
      entry["rate_hz"] = .number(clock.rateHz)
      entry["skew_ppm"] = .number(clock.skewPPM)
      entry["gaps"] = .integer(Int64(clamping: clock.gaps))
      entry["pauses"] = .integer(Int64(clamping: clock.pauses))
      entry["lost"] = .integer(Int64(clamping: clock.lostSamples))
    }
    return .object(entry)
  }
}
