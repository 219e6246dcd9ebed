import SinewHistory
import SinewRecording

/// Notes as a table and as captions.
struct NotesTrack {
  private let notes: [TimedNote]

  init(_ notes: [TimedNote]) { self.notes = notes }

  /// `onset_s,duration_s,kind,text`; an instant has no duration.
  var csv: String {
    let rows = notes.map { note in
      [
        Figures.fixed(note.onset, 6), note.duration.map { Figures.fixed($0, 6) } ?? "", note.kind,
        "\""
          + note.text.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\"",
      ].joined(separator: ",")
    }
    return (["onset_s,duration_s,kind,text"] + rows).joined(separator: "\n") + "\n"
  }

  /// Captions of a film whose second 0 is that of the recording.
  var webVTT: String {
    FilmTrack(
      events: notes.map { note in
        FilmTrack.Event(
          start: note.onset, end: note.onset + (note.duration ?? 1), kind: note.kind, rep: nil,
          text: note.text)
      }, origin: "the start of the recording"
    ).webVTT
  }
}
