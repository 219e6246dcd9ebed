import SinewDevices
import SinewFeedback
import SinewLinks
import SinewSignal

/// What was found and what becomes of it.
struct SetupOutcome {
  private(set) var file: SensorFile
  /// What the sensor can't do, a sentence each.
  let limits: [String]
  private let found: FoundSensor
  private let guess: ColumnGuess?
  private let kind: StreamKind

  init(
    _ found: FoundSensor, address: LinkAddress, usb: SerialDevice?, startText: String,
    interview: SetupInterview
  ) throws(SetupAnswers.Missing) {
    self.found = found
    let isLines = found.family.id == GenericLines.profile.id
    let answers = interview.answers
    var guess: ColumnGuess?
    if isLines {
      guess = ColumnGuess(PrintedTable(found.heard), isOnMuscle: answers.muscle != nil)
      guard guess != nil else {
        throw SetupAnswers.Missing(
          description: "\(address) prints lines, but no columns of numbers that stay the same")
      }
    }
    if let unit = answers.unit { guess?.settle(unit: unit, scale: answers.scale) }
    self.guess = guess
    let kind = try interview.kind(found, guess)
    self.kind = kind
    let stream = found.streams.first { $0.profile.kind == kind } ?? found.streams.first
    var file = SensorFile(
      name: "", driver: found.family.id, match: .init(address, usb), baud: nil)
    // Where one speed is usual the daemon tries it first by itself.
    if let baud = found.baud, baud != found.family.baudRates.first { file.baud = baud }
    if let guess {
      file.lines = LineSettings(kind: kind, columns: guess.columns, startText: startText)
      limits =
        SensorLimits.sentences(kind, rateHz: guess.rateHz) + SensorLimits.withoutTime(guess)
    } else {
      limits = SensorLimits.sentences(kind, rateHz: stream?.rateHz)
    }
    let names = guess?.channels.map(\.name) ?? stream?.profile.channels.map(\.name) ?? []
    if let why = Self.objection(kind, channels: names.count, isLines: isLines) {
      throw SetupAnswers.Missing(description: why)
    }
    try interview.complete(&file, kind: kind, channelNames: names)
    self.file = file
  }

  /// Why lines with so many channels can't be of this kind.
  private static func objection(_ kind: StreamKind, channels: Int, isLines: Bool) -> String? {
    let needed: Int? =
      switch kind {
      case .motion: 6
      case .acceleration: 3
      case .emg, .envelope, .auxiliary: nil
      }
    guard isLines, let needed, needed != channels else { return nil }
    return "\(kind.rawValue) needs \(needed) columns of values, the lines have \(channels)"
  }

  /// For people.
  var words: String {
    var lines = [found.family.name + (found.baud.map { " at \($0) baud" } ?? "")]
    if let guess {
      let time = guess.hasTime ? "with a time" : "without a time"
      lines.append(
        "  \(guess.channels.map(\.name).joined(separator: ", ")): looks like"
          + " \(guess.kind.rawValue), \(Figures.fixed(guess.rateHz, 1)) a second, \(time)")
    } else {
      for stream in found.streams {
        lines.append(
          "  \(stream.profile.name): \(stream.profile.channels.count) channels,"
            + (stream.rateHz.map { " \(Figures.fixed($0, 1)) a second" } ?? " nothing came"))
      }
    }
    lines += limits.map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For programs.
  var json: JSONValue {
    var whole: JSONObject = [
      "driver": .string(found.family.id), "kind": .string(kind.rawValue),
      "name": .string(file.name), "limits": .array(limits.map(JSONValue.string)),
      "configuration": .string(file.text),
    ]
    whole["baud"] = found.baud.map { .integer(Int64($0)) }
    whole["rate_hz"] = guess.map { .number($0.rateHz) }
    whole["columns"] = guess.map { .array($0.columns.map { .string($0.name) }) }
    whole["has_time"] = guess.map { .bool($0.hasTime) }
    whole["looks_like"] = guess.map { .string($0.kind.rawValue) }
    if guess == nil {
      whole["streams"] = .array(
        found.streams.map { stream in
          var entry: JSONObject = [
            "name": .string(stream.profile.name), "kind": .string(stream.profile.kind.rawValue),
            "channels": .integer(Int64(stream.profile.channels.count)),
          ]
          entry["rate_hz"] = stream.rateHz.map(JSONValue.number)
          return .object(entry)
        })
    }
    return .object(whole)
  }
}
