internal import SinewSignal

/// What stands about a stream in its header.
enum XDFHeaderText {
  static func file(_ facts: RecordingFacts) -> String {
    var text = "<?xml version=\"1.0\"?><info><version>1.0</version>"
    if let start = facts.startUTC, let iso = CivilTime.iso(start) {
      text += XDFMarkup.element("datetime", iso)
    }
    text += XDFMarkup.element("utc", facts.utcWord)
    if let athlete = facts.athlete { text += XDFMarkup.element("subject", athlete) }
    if let consent = facts.consent { text += XDFMarkup.element("consent", consent) }
    if let licence = facts.licence { text += XDFMarkup.element("licence", licence) }
    return text + "</info>"
  }

  static func stream(_ table: SampledTable, _ facts: RecordingFacts, id: UInt32) -> String {
    var text = "<?xml version=\"1.0\"?><info>"
    let device = table.device.isEmpty ? "" : "\(table.device) "
    text += XDFMarkup.element("name", device + table.name)
    text += XDFMarkup.element("type", type(table.kind))
    text += XDFMarkup.element("channel_count", "\(table.channels.count)")
    text += XDFMarkup.element("channel_format", "float32")
    text += XDFMarkup.element("nominal_srate", "\(table.nominalRateHz ?? table.clock.rateHz)")
    text += XDFMarkup.element("source_id", "sinew-\(table.device)-\(table.name)")
    text += XDFMarkup.element("created_at", "\(facts.startMonotonic ?? 0)")
    text += "<desc><channels>"
    for channel in table.channels { text += self.channel(channel, table) }
    text += "</channels><acquisition>"
    text += XDFMarkup.element("model", table.model)
    text += XDFMarkup.element("device", table.device)
    text += "</acquisition>" + clock(table, facts)
    return text + "</desc></info>"
  }

  static func markers(_ facts: RecordingFacts) -> String {
    "<?xml version=\"1.0\"?><info><name>sinew markers</name><type>Markers</type>"
      + "<channel_count>1</channel_count><channel_format>string</channel_format>"
      + "<nominal_srate>0</nominal_srate><source_id>sinew-markers</source_id>"
      + XDFMarkup.element("created_at", "\(facts.startMonotonic ?? 0)") + "<desc></desc></info>"
  }

  /// Content types of the XDF meta-data conventions.
  private static func type(_ kind: StreamKind) -> String {
    switch kind {
    case .emg: "EMG"
    case .envelope: "EMG_envelope"
    case .motion, .acceleration: "MoCap"
    case .auxiliary: "Misc"
    }
  }

  private static func channel(_ channel: SampledTable.Channel, _ table: SampledTable) -> String {
    var text = "<channel>" + XDFMarkup.element("label", channel.name)
    text += XDFMarkup.element("unit", unit(channel.unit))
    text += XDFMarkup.element("type", type(table.kind))
    if let muscle = channel.muscle { text += XDFMarkup.element("muscle", muscle) }
    if let side = channel.side { text += XDFMarkup.element("side", side) }
    if channel.resolution > 0 {
      text += XDFMarkup.element("resolution", "\(channel.resolution)")
    }
    text += "<filtering>" + XDFMarkup.element("description", table.filters) + "</filtering>"
    return text + "</channel>"
  }

  private static func clock(_ table: SampledTable, _ facts: RecordingFacts) -> String {
    let clock = table.clock
    var text = "<clock>" + XDFMarkup.element("rate_hz", "\(clock.rateHz)")
    if let skew = clock.skewPPM(nominal: table.nominalRateHz) {
      text += XDFMarkup.element("skew_ppm", "\(skew)")
    }
    text += XDFMarkup.element("scatter_ms", "\(clock.scatterMs)")
    text += XDFMarkup.element("lost", "\(clock.lost)") + XDFMarkup.element("gaps", "\(clock.gaps)")
    text += XDFMarkup.element("utc", facts.utcWord)
    return text + "</clock>"
  }

  private static func unit(_ unit: SignalUnit) -> String {
    switch unit {
    case .microvolts: "microvolts"
    case .degreesPerSecond: "deg/s"
    default: unit.rawValue
    }
  }
}
