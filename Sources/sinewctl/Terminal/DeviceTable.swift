import SinewDevices
import SinewFeedback

/// Sensors as lines for people.
enum DeviceTable {
  /// The `devices` of an answer.
  static func lines(_ devices: JSONValue?) -> [String] {
    (devices?.array ?? []).flatMap { device in
      var lines = [
        Figures.padded(device["device"]?.string ?? "?", 26)
          + Figures.padded(device["model"]?.string ?? "?", 29)
          + Figures.padded(device["state"]?.string ?? "?", 12)
          + Figures.padded(device["station"]?.string ?? "no station", 12)
          + (device["port"]?.string ?? "")
      ]
      if let why = device["why"]?.string { lines.append("  \(why)") }
      for stream in device["streams"]?.array ?? [] { lines.append("  " + describe(stream)) }
      let faults = device["faults"]?.object?.members ?? []
      if !faults.isEmpty {
        let list = faults.map { "\($0.name) \($0.value.integer ?? 0)" }
        lines.append("  faults: " + list.joined(separator: ", "))
      }
      return lines
    }
  }

  /// The families that drivers exist for.
  static func printCatalogue(json: Bool) {
    for family in deviceCatalog {
      let profile = family.profile
      if json {
        let entry: JSONObject = [
          "id": .string(profile.id), "name": .string(profile.name),
          "links": .array(profile.links.map { .string($0.rawValue) }),
        ]
        Screen.write(JSONValue.object(entry).text + "\n")
      } else {
        let links = profile.links.map(\.rawValue).joined(separator: ", ")
        Screen.write(
          Figures.padded(profile.id, 22) + Figures.padded(profile.name, 44) + links + "\n")
      }
    }
  }

  private static func describe(_ stream: JSONValue) -> String {
    let rate = stream["rate_hz"]?.number ?? stream["nominal_hz"]?.number
    var line =
      Figures.padded(stream["stream"]?.string ?? "?", 14)
      + "\(stream["channels"]?.integer ?? 0) channels, \(Figures.fixed(rate, 2)) Hz"
    if let skew = stream["skew_ppm"]?.number { line += ", skew \(Figures.fixed(skew, 0)) ppm" }
    if let lost = stream["lost"]?.integer, lost > 0 { line += ", \(lost) samples lost" }
    if let pauses = stream["pauses"]?.integer, pauses > 0 {
      line += ", \(pauses) \(pauses == 1 ? "pause" : "pauses") without a known loss"
    }
    if let delay = stream["typical_delay_ms"]?.number, delay > 0 {
      line += ", \(Figures.fixed(delay, 1)) ms typical delay"
    }
    return line
  }
}
