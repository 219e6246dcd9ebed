package import SinewFeedback

/// Side files of a filmed set (science 4.18): what happened when, counted from the latest flash
/// before or in the set, or from its start where there was none.
package struct FilmTrack {
  /// One thing that happened.
  package struct Event: Sendable, Equatable {
    /// Seconds after the beginning of the film's clock.
    package var start: Double
    package var end: Double
    /// `rep`, `phase` or `cue`.
    package var kind: String
    package var rep: Int?
    package var text: String

    package init(start: Double, end: Double, kind: String, rep: Int?, text: String) {
      self.start = start
      self.end = end
      self.kind = kind
      self.rep = rep
      self.text = text
    }
  }

  /// In order of their beginning.
  package let events: [Event]
  /// What 0 is: `sync.mark` or `set`.
  package let origin: String

  /// What happened on another clock, in order; `origin` says what 0 is.
  package init(events: [Event], origin: String) {
    self.events = events
    self.origin = origin
  }

  /// - Parameter set: as `report` answers it.
  package init(_ set: JSONValue) {
    let clock = set["clock"]?.number ?? 0
    let started = set["started"]?.number ?? 0
    let ended = set["ended"]?.number ?? started
    let flash = (set["sync_marks"]?.array ?? []).compactMap { $0["at"]?.number }
      .last { $0 <= ended }
    origin = flash == nil ? "set" : "sync.mark"
    let zero = flash ?? started
    var events: [Event] = []
    for rep in set["repetitions"]?.array ?? [] where rep["removed"]?.bool != true {
      guard let from = rep["t_start"]?.number, let to = rep["t_end"]?.number else { continue }
      let number = rep["rep"]?.integer
      let score = rep["score"]?.number.map { ", score \(Markup.fixed($0, 0))" } ?? ""
      events.append(
        Event(
          start: from + clock - zero, end: to + clock - zero, kind: "rep", rep: number,
          text: "Repetition \(number ?? 0)\(score)"))
      for phase in rep["phases"]?.array ?? [] {
        guard let from = phase["t_start"]?.number, let to = phase["t_end"]?.number else {
          continue
        }
        events.append(
          Event(
            start: from + clock - zero, end: to + clock - zero, kind: "phase", rep: number,
            text: phase["phase"]?.string ?? ""))
      }
    }
    for said in set["statements"]?.array ?? [] where said["message"]?["kind"]?.string == "cue" {
      guard let at = said["at"]?.number else { continue }
      events.append(
        Event(
          start: at - zero, end: at - zero + 3, kind: "cue", rep: nil,
          text: said["message"]?["text"]?.string ?? ""))
    }
    self.events = events.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }.map(\.element)
  }

  /// Captions for a player: repetitions, phases and cues. What lies before 0 is left out.
  package var webVTT: String {
    let cues = events.filter { $0.start > -0.001 && $0.end > $0.start }.map { event in
      "\(Self.stamp(max(0, event.start))) --> \(Self.stamp(event.end))\n\(Self.line(event.text))"
    }
    return "WEBVTT\n\nNOTE 0 is \(origin)\n\n" + cues.joined(separator: "\n\n") + "\n"
  }

  /// The same as a table.
  package var csv: String {
    let rows = events.map { event in
      [
        Markup.fixed(event.start, 3), Markup.fixed(event.end, 3), event.kind,
        event.rep.map { "\($0)" } ?? "", RepetitionTable.cell(.string(event.text)),
      ].joined(separator: ",")
    }
    return (["start_s,end_s,kind,rep,text"] + rows).joined(separator: "\r\n") + "\r\n"
  }

  /// A caption is one line of text; `<`, `>` and `&` mean something in WebVTT.
  private static func line(_ text: String) -> String {
    let flat = text.map { $0.isNewline ? " " : $0 }
    return Markup.escaped(String(flat)).replacingQuotes
  }

  private static func stamp(_ seconds: Double) -> String {
    let whole = Int64(min(seconds, 359_999_999) * 1000)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let rest = String(whole % 1000)
    return "\(two(whole / 3_600_000)):\(two(whole / 60_000 % 60)):\(two(whole / 1000 % 60))."
      + String(repeating: "0", count: 3 - rest.count) + rest
  }
}

extension String {
  /// Quotes as they are: WebVTT needs no words for them.
  fileprivate var replacingQuotes: String {
    split(separator: "&quot;", omittingEmptySubsequences: false).joined(separator: "\"")
      .split(separator: "&#39;", omittingEmptySubsequences: false).joined(separator: "'")
  }
}
