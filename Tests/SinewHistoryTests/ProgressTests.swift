import SinewFeedback
import Testing

@testable import SinewHistory

@Test func progressCountsWorkSetsBySession() throws {
  let store = try TemporaryHistory().open()
  for session in 0..<3 {
    for set in 0..<2 {
      try store.note(
        ToldSet(
          number: session * 10 + set + 1, start: Double(session) * 86_400 + Double(set) * 200,
          loadKg: 10 + Double(session), score: session == 0 ? 50 : 80
        ).whole)
    }
  }
  _ = try store.discard(2, by: 0, at: 0)
  _ = try store.correct(set: 11, rep: 1, removed: true, partial: nil, by: 0, at: 0)
  let points = try store.progress(of: "a17")
  #expect(points.map(\.sets) == [1, 2, 2])
  #expect(points.map(\.reps) == [8, 15, 16])
  #expect(points.map(\.good) == [0, 15, 16])
  #expect(points.map(\.loadKg) == [10, 11, 12])
  #expect(points.map(\.score) == [50, 80, 80])
  #expect(try store.progress(of: "a17", exercise: "back_squat") == [])
  #expect(try store.goodRepetitions(since: 0) == ["a17": 31])
}

@Test func aCorrectionTellsEverybodyAndKeepsWhatStood() throws {
  let store = try TemporaryHistory().open()
  try store.note(ToldSet().whole)
  var change = SetAmendment()
  change.loadKg = 15
  change.rpe = 8.5
  let news = try store.amend(41, change, by: 1000, at: 7)
  guard case .setRevised(let revised) = news.body else { throw HistoryError.failed("kind") }
  #expect(revised.loadKg == 15 && revised.why == "amended" && news.envelope.set == 41)
  let more = try store.correct(set: 41, rep: 3, removed: nil, partial: true, by: 1000, at: 8)
  guard case .setRevised(let after) = more.last?.body else { throw HistoryError.failed("kind") }
  #expect(after.summary?.reps == .init(counted: 7, valid: 7, partial: 1))
  let set = try #require(try store.set(41))
  #expect(set.facts.loadKg == 15 && set.facts.rpe == 8.5)
  #expect(set.corrections.map(\.what) == ["amended", "coach", "rep_corrected"])
  #expect(set.corrections[0].before.contains("\"load_kg\":12.5"))
  #expect(set.corrections[0].uid == 1000)
  #expect(set.closing?.summary.score?.value == 80)
  #expect(throws: HistoryError.unknownSet(5)) { try store.discard(5, by: 0, at: 0) }
  #expect(throws: HistoryError.unknownRepetition(set: 41, rep: 99)) {
    try store.correct(set: 41, rep: 99, removed: true, partial: nil, by: 0, at: 0)
  }
}
