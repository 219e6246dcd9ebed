import FoundationEssentials
import SinewFeedback
import SinewRecording

/// What happened, from a set of the history or from feedback lines, as notes of a recording.
struct ExportNotes {
  /// With instants of CLOCK_MONOTONIC, of UTC, or seconds of the recording.
  enum Clock { case monotonic, utc, recording }

  private(set) var notes: [TimedNote] = []
  private var clock: Clock
  /// To add to the instants for UTC; nil where nobody told.
  private var utcOffset: Double?
  /// Repetitions by set and number, for they are corrected.
  private var repetitions: [[Int]: [TimedNote]] = [:]

  // MARK: From the history

  /// - Parameter set: as `report` answers it.
  init(set: JSONValue) {
    clock = .monotonic
    utcOffset = set["clock"]?.number
    let number = set["set"]?.integer
    for rep in set["repetitions"]?.array ?? [] where rep["removed"]?.bool != true {
      notes += Self.repetition(rep)
    }
    if let started = set["started"]?.number, let utcOffset {
      let ended = set["ended"]?.number
      let words = ["set", number.map { "\($0)" }, set["exercise"]?.string].compactMap(\.self)
      notes.append(
        TimedNote(
          onset: started - utcOffset, duration: ended.map { $0 - started }, kind: "set",
          text: words.joined(separator: " ")))
    }
    for said in set["statements"]?.array ?? [] {
      guard let message = said["message"], let kind = message["kind"]?.string else { continue }
      let at =
        message["t_signal"]?.number
        ?? said["at"]?.number.flatMap { at in
          utcOffset.map { at - $0 }
        }
      if let at, let note = Self.statement(kind, message, at: at) { notes.append(note) }
    }
    for mark in set["sync_marks"]?.array ?? [] {
      guard let at = mark["at"]?.number, let utcOffset else { continue }
      notes.append(TimedNote(onset: at - utcOffset, kind: "mark", text: "sync.mark"))
    }
  }

  // MARK: From feedback lines

  /// Lines of `sinewctl watch --json` or of `sinewctl analyze`; or what `sinewctl report --json`
  /// printed.
  static func read(file: String) throws -> ExportNotes {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ExportProblem("\(file) can't be read")
    }
    let bytes = Array(data)
    if bytes.first == UInt8(ascii: "[") {
      guard let sets = try? JSONValue(parsing: bytes, limits: .file), let set = sets.array?.first
      else { throw ExportProblem("\(file) is no report of a set") }
      return ExportNotes(set: set)
    }
    var notes = ExportNotes()
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard !line.isEmpty else { continue }
      guard let message = try? JSONValue(parsing: Array(line)) else {
        throw ExportProblem("\(file):\(number): this is no feedback line")
      }
      notes.take(message)
    }
    notes.notes += notes.repetitions.values.flatMap(\.self)
    return notes
  }

  /// The notes of one feedback line, on its own clock: for whoever passes them on as they come.
  static func notes(of message: JSONValue) -> [TimedNote] {
    let kind = message["kind"]?.string ?? ""
    if kind == "rep" { return repetition(message) }
    guard let at = message["t_signal"]?.number else { return [] }
    return statement(kind, message, at: at).map { [$0] } ?? []
  }

  private init() { clock = .recording }

  private mutating func take(_ message: JSONValue) {
    let kind = message["kind"]?.string ?? ""
    switch kind {
    case "hello", "clock":
      let state = kind == "hello" ? message["clock"] : message
      guard let monotonic = state?["monotonic"]?.number else { return }
      clock = .monotonic
      if let utc = state?["utc"]?.string.flatMap({ CivilTime.seconds(ofISO: $0) }) {
        utcOffset = utc - monotonic
      }
    case "rep":
      repetitions[Self.key(message)] = Self.repetition(message)
    case "rep.revised":
      let key = Self.key(message)
      if message["removed"]?.bool == true {
        repetitions[key] = nil
      } else if message["t_start"] != nil, message["t_end"] != nil {
        repetitions[key] = Self.repetition(message)
      }
    default:
      guard let at = message["t_signal"]?.number else { return }
      if let note = Self.statement(kind, message, at: at) { notes.append(note) }
    }
  }

  private static func key(_ message: JSONValue) -> [Int] {
    [message["set"]?.integer ?? 0, message["rep"]?.integer ?? 0]
  }

  private static func repetition(_ rep: JSONValue) -> [TimedNote] {
    guard let from = rep["t_start"]?.number, let to = rep["t_end"]?.number, to >= from else {
      return []
    }
    let words = [
      "rep \(rep["rep"]?.integer ?? 0)", rep["side"]?.string,
      rep["partial"]?.bool == true ? "partial" : nil,
    ]
    var notes = [
      TimedNote(
        onset: from, duration: to - from, kind: "rep",
        text: words.compactMap(\.self).joined(separator: " "))
    ]
    for phase in rep["phases"]?.array ?? [] {
      guard let from = phase["t_start"]?.number, let to = phase["t_end"]?.number, to >= from else {
        continue
      }
      notes.append(
        TimedNote(
          onset: from, duration: to - from, kind: "phase",
          text: "phase \(phase["phase"]?.string ?? "")"))
    }
    return notes
  }

  private static func statement(_ kind: String, _ message: JSONValue, at: Double) -> TimedNote? {
    let muscle = [message["muscle"]?.string, message["side"]?.string].compactMap(\.self)
      .joined(separator: " ")
    switch kind {
    case "onset", "offset":
      return TimedNote(onset: at, kind: kind, text: "\(kind) \(muscle)")
    case "cue":
      return TimedNote(onset: at, kind: kind, text: "cue: \(message["text"]?.string ?? "")")
    case "mark":
      let words = ["mark", message["mark"]?.string, muscle, message["text"]?.string]
      return TimedNote(
        onset: at, kind: kind,
        text: words.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " "))
    case "sync.mark": return TimedNote(onset: at, kind: "mark", text: kind)
    case "set.started":
      let words = ["set.started", message["exercise"]?.string].compactMap(\.self)
      return TimedNote(onset: at, kind: "set", text: words.joined(separator: " "))
    case "set.ended":
      return TimedNote(onset: at, kind: "set", text: "set.ended \(message["why"]?.string ?? "")")
    default: return nil
    }
  }

  // MARK: On the clock of a recording

  /// The notes in seconds of a recording, in their order.
  ///
  /// - Throws: where the recording does not say when it was made.
  func notes(on facts: RecordingFacts, file: String) throws -> [TimedNote] {
    let zero: Double
    switch clock {
    case .recording: zero = 0
    case .monotonic, .utc: zero = try origin(facts, file)
    }
    return notes.map { note in
      var note = note
      note.onset -= zero
      return note
    }.sorted { ($0.onset, $0.text) < ($1.onset, $1.text) }
  }

  /// CLOCK_MONOTONIC at second 0. It begins anew when the machine does: where both sides know the
  /// time of day and it disagrees by more than a minute, the time of day holds.
  private func origin(_ facts: RecordingFacts, _ file: String) throws -> Double {
    let byDay = facts.startUTC.flatMap { start in utcOffset.map { start - $0 } }
    if let monotonic = facts.startMonotonic {
      guard let byDay, facts.isSynchronised == true, abs(byDay - monotonic) > 60 else {
        return monotonic
      }
    }
    guard let byDay else {
      throw ExportProblem(
        "\(file) does not say when it was recorded: the events can't be put to its samples")
    }
    return byDay
  }

  /// Notes alone: their own beginning is second 0.
  func alone() -> (notes: [TimedNote], startUTC: Double?) {
    let zero = notes.map(\.onset).min() ?? 0
    let moved = notes.map { note in
      var note = note
      note.onset -= zero
      return note
    }.sorted { ($0.onset, $0.text) < ($1.onset, $1.text) }
    return (moved, utcOffset.map { $0 + zero })
  }
}
