import FoundationEssentials
import SinewFeedback

/// The sensors that were paired by request rather than by the configuration: kept in a file of the
/// state directory, so that they survive a restart. The file reads like one of `conf.d`; only the
/// daemon writes it.
///
/// Used by one thread at a time: the assembly's, then the server's.
final class PairedSensors {
  private(set) var sensors: [SensorConfiguration] = []
  let path: String
  /// Why the file could not be read; it is then kept beside the new one.
  private(set) var complaint: String?

  /// Reads what was paired before. A file that can't be read is set aside rather than overwritten,
  /// and keeps nobody from starting.
  init(directory: String) {
    path = "\(directory)/paired.yaml"
    guard let data = FileManager.default.contents(atPath: path) else { return }
    do throws(DaemonError) {
      sensors = try Configuration.sensors(of: String(decoding: data, as: UTF8.self), file: path)
    } catch {
      let aside = "\(path).unreadable"
      try? FileManager.default.removeItem(atPath: aside)
      try? FileManager.default.moveItem(atPath: path, toPath: aside)
      complaint = "paired sensors were forgotten: \(error); the file is kept as \(aside)"
    }
  }

  func contains(_ name: String) -> Bool { sensors.contains { $0.name == name } }

  /// Adds a sensor, or says something else of it.
  ///
  /// - Throws: `RequestError` when it can't be written down; then nothing has changed.
  func remember(_ sensor: SensorConfiguration) throws(RequestError) {
    var changed = sensors
    if let place = changed.firstIndex(where: { $0.name == sensor.name }) {
      changed[place] = sensor
    } else {
      changed.append(sensor)
    }
    try keep(changed)
  }

  /// Throws as `remember` does.
  func forget(_ name: String) throws(RequestError) { try keep(sensors.filter { $0.name != name }) }

  private func keep(_ changed: [SensorConfiguration]) throws(RequestError) {
    var text = "# Written by sinewd: what `sinewctl pair` paired; `sinewctl forget` undoes it.\n"
    // A file without any entry would count as broken.
    text += changed.isEmpty ? "sensors: {}\n" : "sensors:\n"
    for sensor in changed {
      text += "  \(JSONValue.string(sensor.name).text): \(JSONValue.object(sensor.entry).text)\n"
    }
    do {
      // Whole or not at all, also when the power fails.
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw RequestError(.system, "\(path) can't be written: make room, or the folder writable.")
    }
    sensors = changed
  }
}

extension SensorConfiguration {
  /// The sensor as its entry in a configuration file. JSON is YAML too.
  fileprivate var entry: JSONObject {
    var entry: JSONObject = ["match": ["driver": .string(driver), "port": .string(port)]]
    entry["station"] = station.map(JSONValue.string)
    if let place {
      var seat: JSONObject = ["segment": .string(place.segment)]
      seat["side"] = place.side.map(JSONValue.string)
      entry["place"] = .object(seat)
    }
    var lanes = JSONObject()
    for (number, electrode) in channels.sorted(by: { $0.key < $1.key }) {
      var lane: JSONObject = ["muscle": .string(electrode.muscle)]
      lane["side"] = electrode.side.map(JSONValue.string)
      lane["mvc"] = electrode.mvc.map(JSONValue.number)
      lanes["\(number)"] = .object(lane)
    }
    if !lanes.isEmpty { entry["channels"] = .object(lanes) }
    return entry
  }
}

extension Configuration {
  /// The files' configuration with the paired sensors in it. What the files say of a name or of a
  /// device holds; a station that they no longer have lets its sensors go.
  func adding(_ paired: [SensorConfiguration]) -> Configuration {
    var whole = self
    for var sensor in paired {
      guard !sensors.contains(where: { $0.name == sensor.name || $0.selector == sensor.selector })
      else { continue }
      if !stations.contains(where: { $0.name == sensor.station }) { sensor.station = nil }
      whole.sensors.append(sensor)
    }
    return whole
  }
}
