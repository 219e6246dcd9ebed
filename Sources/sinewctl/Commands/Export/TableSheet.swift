import SinewFeedback
import SinewRecording
import SinewSignal

extension SampledTable {
  /// What is known of the table, for what stands beside a CSV file.
  func sheet(_ facts: RecordingFacts) -> JSONValue {
    var sheet: JSONObject = [
      "table": .string(name), "kind": .string(kind.rawValue), "sensor": .string(device),
      "device": .string(model), "rows": .integer(Int64(rows)),
      "filters": .string(filters), "clock": clockSheet(facts),
    ]
    sheet["nominal_rate_hz"] = nominalRateHz.map(JSONValue.number)
    sheet["start_utc"] = facts.startUTC.flatMap { CivilTime.iso($0) }.map(JSONValue.string)
    sheet["start_monotonic_s"] = facts.startMonotonic.map(JSONValue.number)
    sheet["athlete"] = facts.athlete.map(JSONValue.string)
    sheet["consent"] = facts.consent.map(JSONValue.string)
    sheet["licence"] = facts.licence.map(JSONValue.string)
    sheet["columns"] = .array(
      zip(channels, CSVWriter.columns(self)).map { channel, column in
        var entry: JSONObject = [
          "column": .string(column), "channel": .string(channel.name),
          "unit": .string(channel.unit.rawValue),
        ]
        entry["muscle"] = channel.muscle.map(JSONValue.string)
        entry["side"] = channel.side.map(JSONValue.string)
        if channel.resolution > 0 { entry["resolution"] = .number(channel.resolution) }
        return .object(entry)
      })
    return .object(sheet)
  }

  private func clockSheet(_ facts: RecordingFacts) -> JSONValue {
    var sheet: JSONObject = [
      "rate_hz": .number(clock.rateHz), "scatter_ms": .number(clock.scatterMs),
      "lost": .integer(Int64(clock.lost)), "gaps": .integer(Int64(clock.gaps)),
      "utc": .string(facts.utcWord),
    ]
    sheet["skew_ppm"] = clock.skewPPM(nominal: nominalRateHz).map(JSONValue.number)
    return .object(sheet)
  }

  /// The same in a line, for formats whose headers have no place for it.
  func clockNote(_ facts: RecordingFacts) -> TimedNote {
    var words = ["clock", "rate_hz=\(Figures.fixed(clock.rateHz, 6))"]
    if let skew = clock.skewPPM(nominal: nominalRateHz) {
      words.append("skew_ppm=\(Figures.fixed(skew, 1))")
    }
    words += [
      "scatter_ms=\(Figures.fixed(clock.scatterMs, 3))", "lost=\(clock.lost)",
      "gaps=\(clock.gaps)", "utc=\(facts.utcWord)",
    ]
    return TimedNote(onset: clock.first, kind: "clock", text: words.joined(separator: " "))
  }
}
