internal import SinewSignal

/// The header of a new file, whose fields are ASCII of fixed width.
struct EDFHeaderText {
  private var bytes: [UInt8] = []

  /// Where the number of records stands, and where `EDF+C`.
  static let recordsOffset = 236
  static let reservedOffset = 192

  static func bytes(
    _ format: EDFFormat, table: SampledTable, facts: RecordingFacts, start: Double?,
    scales: [EDFScale], timing: EDFTiming, annotationSamples: Int
  ) -> [UInt8] {
    var header = EDFHeaderText()
    let channels = table.channels
    header.bytes = format.signature
    let civil = start.flatMap { CivilTime(secondsSince1970: $0) }
    header.put("\(word(facts.athlete ?? "X")) X X X", 80)
    header.put(recording(table, facts, civil), 80)
    header.put(date(civil), 8)
    header.put(civil.map { time($0) } ?? "00.00.00", 8)
    header.put("\(256 * (channels.count + 2))", 8)
    header.put(format.reserved(isDiscontinuous: false), 44)
    header.put("-1", 8)
    header.put(timing.text, 8)
    header.put("\(channels.count + 1)", 4)
    let labels = EDFLabels(table).labels
    for label in labels + [format.annotationLabel] { header.put(label, 16) }
    for index in channels.indices { header.put(transducer(table, index), 80) }
    header.put("", 80)
    for channel in channels { header.put(EDFFormat.dimension(channel.unit), 8) }
    header.put("", 8)
    header.put(scales.map(\.physicalMinimum.text) + ["-1"], 8)
    header.put(scales.map(\.physicalMaximum.text) + ["1"], 8)
    header.put(scales.map { "\($0.digitalMinimum)" } + ["\(format.lowestDigital)"], 8)
    header.put(scales.map { "\($0.digitalMaximum)" } + ["\(format.highestDigital)"], 8)
    for _ in channels { header.put(table.filters, 80) }
    header.put("", 80)
    for _ in channels { header.put("\(timing.rows)", 8) }
    header.put("\(annotationSamples)", 8)
    for _ in 0...channels.count { header.put("", 32) }
    return header.bytes
  }

  private mutating func put(_ texts: [String], _ width: Int) {
    for text in texts { put(text, width) }
  }

  /// Printable ASCII, cut or filled with blanks.
  private mutating func put(_ text: String, _ width: Int) {
    var field = text.unicodeScalars.prefix(width).map {
      $0.value >= 0x20 && $0.value < 0x7F ? UInt8($0.value) : UInt8(ascii: "?")
    }
    field += [UInt8](repeating: 0x20, count: width - field.count)
    bytes += field
  }

  /// `Startdate 01-DEC-2026 X X Sinew_0.1.0 utc=synchronised`; without a date where none is known.
  private static func recording(
    _ table: SampledTable, _ facts: RecordingFacts, _ civil: CivilTime?
  ) -> String {
    let day =
      civil.map {
        "\(CivilTime.two($0.day))-\(months[min(max($0.month - 1, 0), 11)])-\($0.year)"
      } ?? "X"
    let device = table.device.isEmpty ? "X" : word(table.device)
    return "Startdate \(day) X X Sinew_\(word(facts.version))"
      + " utc=\(facts.utcWord) device=\(device)"
  }

  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  /// Two digits of the year: 85...99 are 1985...1999 (Kemp and Olivan); `01.01.85` where unknown.
  private static func date(_ civil: CivilTime?) -> String {
    guard let civil, (1985...2084).contains(civil.year) else { return "01.01.85" }
    return "\(CivilTime.two(civil.day)).\(CivilTime.two(civil.month))."
      + CivilTime.two(civil.year % 100)
  }

  private static func time(_ civil: CivilTime) -> String {
    "\(CivilTime.two(civil.hour)).\(CivilTime.two(civil.minute)).\(CivilTime.two(civil.second))"
  }

  /// A subfield has no blanks.
  private static func word(_ text: String) -> String {
    let word = String(text.map { $0 == " " ? "_" : $0 })
    return word.isEmpty ? "X" : word
  }

  /// `openbci-cyton ch1 on biceps left`.
  private static func transducer(_ table: SampledTable, _ index: Int) -> String {
    let channel = table.channels[index]
    let place = [channel.muscle, channel.side].compactMap(\.self).joined(separator: " ")
    let device = table.model.isEmpty ? table.device : table.model
    return [device, channel.name, place.isEmpty ? "" : "on \(place)"].filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}

/// Labels of sixteen characters: what kind of signal, then where it comes from.
struct EDFLabels {
  let labels: [String]

  init(_ table: SampledTable) {
    var taken: Set<String> = []
    labels = table.channels.map { channel in
      var label = Self.label(channel, table.kind)
      var number = 2
      while !taken.insert(label).inserted {
        let suffix = " \(number)"
        label = String(Self.label(channel, table.kind).prefix(16 - suffix.count)) + suffix
        number += 1
      }
      return label
    }
  }

  private static func label(_ channel: SampledTable.Channel, _ kind: StreamKind) -> String {
    switch channel.unit {
    case .gravities where axis(channel.name) != nil: return "ACC \(axis(channel.name) ?? "")"
    case .degreesPerSecond where axis(channel.name) != nil:
      return "GYR \(axis(channel.name) ?? "")"
    default: break
    }
    guard kind == .emg || kind == .envelope else { return String(channel.name.prefix(16)) }
    let prefix = kind == .emg ? "EMG" : "ENV"
    guard let muscle = channel.muscle else {
      return "\(prefix) \(channel.name.prefix(12))"
    }
    let side = channel.side.map { " \($0.prefix(1).uppercased())" } ?? ""
    return "\(prefix) \(muscle.prefix(12 - side.count))\(side)"
  }

  /// `X` of `ax_g`, `ax` or `acceleration_x`.
  private static func axis(_ name: String) -> String? {
    let stem = name.split(separator: "_").filter { $0 != "g" && $0 != "dps" }
    guard let last = stem.last?.last, "xyz".contains(last.lowercased()) else { return nil }
    return last.uppercased()
  }
}
