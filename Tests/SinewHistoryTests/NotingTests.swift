import SinewFeedback
import Testing

@testable import SinewHistory

@Test func everyWordOfARepetitionComesBack() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  let told = ToldSet()
  try store.note(told.whole)
  let set = try #require(try store.set(41))
  #expect(set.repetitions.map(\.rep.rep) == Array(1...8))
  guard case .rep(let rep) = told.rep(3).message.body else { return }
  #expect(set.repetitions[2].rep == rep)
  #expect(set.opening.loadKg == 12.5)
  #expect(set.closing?.summary.score?.value == 80)
  #expect(set.facts.level == 0.55)
}

@Test func aRevisionKeepsTheOriginal() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  let told = ToldSet()
  try store.note(told.whole)
  let revision = RepRevised {
    $0.rep = 8
    $0.removed = true
    $0.why = "not_a_lift"
  }
  try store.note([told.heard(50, .repRevised(revision))])
  let set = try #require(try store.set(41))
  #expect(set.repetitions.last?.isRemoved == true)
  #expect(set.corrections.map(\.what) == ["not_a_lift"])
  #expect(set.corrections.first?.before.contains("\"rep\":8") == true)
}

@Test func setsWithinThreeHoursAreOneSession() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  for (number, start) in [(1, 0.0), (2, 3600), (3, 4 * 3600 + 120)] {
    try store.note(ToldSet(number: number, start: start).whole)
  }
  let sessions = try (1...3).map { try store.set($0)?.facts.session }
  #expect(sessions == [1, 1, 3])
}

@Test func anOutcomeStandsBesideItsCue() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  let told = ToldSet()
  let cue = Cue {
    $0.cue = "squeeze_top"
    $0.text = "Stretch, then squeeze."
  }
  let outcome = CueOutcome {
    $0.cue = "squeeze_top"
    $0.outcome = .worked
  }
  try store.note(
    [told.started, told.heard(9, .cue(cue)), told.heard(24, .cueOutcome(outcome)), told.ended])
  let said = try #require(try store.set(41)).statements
  #expect(said.first { $0.kind == .cue }?.outcome == .worked)
}

@Test func aSetCutOffByARestartEndsWhereItsLastRepetitionDid() throws {
  let place = try TemporaryHistory()
  var store: HistoryStore? = try place.open()
  let told = ToldSet()
  try store?.note([told.started, told.rep(1), told.rep(2)])
  store = nil
  let again = try place.open()
  let cutOff = try again.endInterruptedSets(at: 1_700_001_000)
  #expect(cutOff.map(\.envelope.set) == [41])
  guard case .setEnded(let end) = try #require(cutOff.first).body else {
    Issue.record("no end is told")
    return
  }
  #expect(end.why == "restart" && cutOff.first?.envelope.tSignal == nil)
  let set = try #require(try again.set(41))
  #expect(set.closing?.why == "restart")
  #expect(set.closing?.summary.reps.counted == 2)
  #expect(set.facts.ended == told.clock + 114)
  #expect(try again.endInterruptedSets(at: 1_700_001_000).isEmpty)
}

@Test func aSetThatAMovementOpenedForNothingIsForgotten() throws {
  let store = try TemporaryHistory().open()
  for (number, starter) in [(41, SetStarted.StartedBy.movement), (42, .coach)] {
    var told = ToldSet(number: number)
    told.repetitions = 1
    let started = SetStarted { $0.startedBy = starter }
    let removal = RepRevised {
      $0.rep = 1
      $0.removed = true
    }
    try store.note([
      told.heard(0, .setStarted(started)), told.rep(1), told.heard(9, .repRevised(removal)),
      told.ended,
    ])
  }
  #expect(try store.set(41) == nil)
  #expect(try store.set(42) != nil)
}
