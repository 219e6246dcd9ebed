import SinewFeedback
import Testing

@testable import SinewHistory

private let hostile = #"<script>alert(1)</script>"'&"#

private func report() throws -> JSONValue {
  let store = try TemporaryHistory().open()
  let told = ToldSet(exercise: hostile)
  let cue = Cue {
    $0.cue = "x"
    $0.text = hostile + "\n--> =1+1"
  }
  let flash = FeedbackMessage(
    envelope: Envelope(tSignal: 95, tEmit: 95, station: "rack-2"),
    body: .syncMark(SyncMark { $0.number = 1 }))
  try store.note(
    [HeardMessage(flash, clock: told.clock)] + told.whole + [told.heard(9.5, .cue(cue))])
  return .object(try #require(try store.setReport(41)))
}

@Test func aHostileNameStaysTextOnThePage() throws {
  let set = try report()
  for lang in ["en", "de"] {
    let page = TrainingReport.page(sets: [set], title: hostile, lang: lang)
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
    #expect(page.contains("<html lang=\"\(lang)\">"))
    #expect(page.contains("<svg"))
  }
  let athlete: JSONValue = [
    "athlete": "a17", "nickname": .string(hostile),
    "sessions": .array(
      (0..<5).map { number -> JSONValue in
        [
          "exercise": .string(hostile), "session": .integer(number), "sets": 2, "reps": 20,
          "good": 10, "started": .number(1_700_000_000 + Double(number) * 86_400), "score": 70,
        ]
      }),
  ]
  let trend = TrainingReport.Trend(slope: 0.4, interval: -0.9...1.7)
  let page = TrainingReport.page(athlete: athlete, trends: [hostile: trend], lang: "en")
  #expect(!page.contains("<script"))
  #expect(page.contains("class=\"band\""))
}

@Test func aFilmsTrackCountsFromTheFlash() throws {
  let track = FilmTrack(try report())
  #expect(track.origin == "sync.mark")
  // The flash was at 95, the first repetition at 105.
  #expect(track.events.first { $0.kind == "rep" }?.start == 10)
  let lines = track.webVTT.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines.first == "WEBVTT")
  #expect(lines.contains("00:00:10.000 --> 00:00:14.000"))
  #expect(lines.contains("Repetition 1, score 80"))
  #expect(!track.webVTT.contains("<script"))
  #expect(lines.count { $0.contains("-->") } == lines.count { $0.contains(" --> ") })
  #expect(track.csv.contains("concentric"))
}

@Test func aTableHasAHeadingAndNoFormulas() throws {
  let table = RepetitionTable([try report()]).text
  let lines = table.split(separator: "\r\n")
  #expect(lines.count == 9)
  #expect(lines[0].hasPrefix("box,set,"))
  #expect(RepetitionTable.cell("=1+1") == "'=1+1")
  #expect(RepetitionTable.cell("a,\"b\"") == "\"a,\"\"b\"\"\"")
}

@Test func aLongArchiveComesInPartsThatFitALine() throws {
  let here = try TemporaryHistory().open()
  var told = ToldSet(athlete: "a17")
  told.repetitions = 150
  try here.note(told.whole)
  let whole = JSONValue.object(try here.archive(of: "a17", after: nil, bytes: .max).part)
  let parts = try ArchiveParts(whole).parts
  #expect(parts.count > 1)
  #expect(parts.allSatisfy { JSONValue.object($0).text.utf8.count < 65_000 })
  let there = try TemporaryHistory().open()
  for (index, part) in parts.enumerated() {
    _ = try there.take(
      AthleteArchive(json: .object(part)), firstNumber: 100 + index * 10, at: 0)
  }
  #expect(try there.set(100)?.repetitions == here.set(41)?.repetitions)
}
