import SinewFeedback
import Testing

@testable import SinewHistory

/// Two sets with everything that can belong to one.
private func filled(_ store: HistoryStore) throws -> String {
  var change = AthleteChange()
  change.nickname = "Emi"
  let id = try store.create(change, at: 5).id
  for number in [41, 42] {
    let told = ToldSet(number: number, athlete: id, start: Double(number) * 100)
    let cue = Cue {
      $0.cue = "squeeze_top"
      $0.text = "Stretch, then squeeze."
    }
    try store.note(told.whole + [told.heard(9, .cue(cue))])
  }
  _ = try store.correct(set: 41, rep: 2, removed: true, partial: nil, by: 1000, at: 9)
  try store.store(
    StoredReference(
      athlete: id, muscle: "biceps", side: .left, chain: "cyton", kind: .mvc, value: 612,
      unit: "uV", measured: 50))
  try store.store(plan: ["goal": "rows"], of: id, at: 1)
  return id
}

private func whole(_ store: HistoryStore, _ id: String, bytes: Int = 1000) throws -> [JSONObject] {
  var parts: [JSONObject] = []
  var after: Int?
  repeat {
    let (part, next) = try store.archive(of: id, after: after, bytes: bytes)
    parts.append(part)
    after = next
  } while after != nil
  return parts
}

@Test func anArchiveGoesIntoAnotherBoxWithoutDoubles() throws {
  let here = try TemporaryHistory().open()
  let id = try filled(here)
  let parts = try whole(here, id)
  #expect(parts.count == 2)

  let there = try TemporaryHistory().open()
  try there.note(ToldSet(number: 41, athlete: "z9").whole)
  for round in 0..<2 {
    for (index, part) in parts.enumerated() {
      let archive = try AthleteArchive(json: .object(part))
      let first = 500 + round * 100 + index * 10
      let came = try there.take(archive, firstNumber: first, at: 10)
      #expect(came.sets == (round == 0 ? 1 : 0))
      #expect(came.repetitions == (round == 0 ? 8 : 0))
    }
  }
  let sets = try there.sets(of: id)
  #expect(sets.map(\.boxNumber) == [42, 41])
  #expect(sets.allSatisfy { $0.box == here.box && $0.number >= 500 })
  #expect(Set(sets.map(\.session)).count == 1)
  let taken = try #require(try there.set(sets[1].number))
  let original = try #require(try here.set(41))
  #expect(taken.repetitions == original.repetitions)
  #expect(taken.closing == original.closing)
  #expect(taken.statements.map(\.body) == original.statements.map(\.body))
  #expect(taken.corrections.map(\.before) == original.corrections.map(\.before))
  #expect(try there.references(of: id) == here.references(of: id))
  #expect(try there.plan(of: id) == here.plan(of: id))
  #expect(try there.athlete(id)?.nickname == "Emi")
  #expect(try there.set(41)?.facts.athlete == "z9")

  // Back home nothing is new.
  for part in try whole(there, id) {
    let came = try here.take(AthleteArchive(json: .object(part)), firstNumber: 900, at: 11)
    #expect(came == HistoryStore.Imported())
  }
}

@Test func whatIsWrongInAnArchiveIsSaidInOneSentenceAndStoresNothing() throws {
  let here = try TemporaryHistory().open()
  let id = try filled(here)
  let part = try #require(try whole(here, id, bytes: 1_000_000).first)
  let mutations: [(String, (inout JSONObject) -> Void)] = [
    ("sinew_archive", { $0["sinew_archive"] = nil }),
    ("version 2", { $0["sinew_archive"] = 2 }),
    ("athlete", { $0["athlete"] = 7 }),
    ("id", { $0["athlete"] = ["athlete": "../../etc"] }),
    ("sets", { $0["sets"] = 7 }),
    ("set 1", { $0["sets"] = [7] }),
    ("opening", { $0["sets"] = [["box": "b", "box_set": 1, "started": 5]] }),
    ("measured", { $0["references"] = [["muscle": "m", "reference": "mvc", "value": 1]] }),
  ]
  for (word, mutate) in mutations {
    var broken = part
    mutate(&broken)
    let error = #expect(throws: HistoryError.self) { try AthleteArchive(json: .object(broken)) }
    #expect(error?.description.contains(word) == true, "\(word): \(error?.description ?? "")")
  }
}

@Test func aSetOfSomebodyElseIsNotTakenOver() throws {
  let here = try TemporaryHistory().open()
  let id = try filled(here)
  var part = try #require(try whole(here, id, bytes: 1_000_000).first)
  part["athlete"] = ["athlete": "other"]
  let archive = try AthleteArchive(json: .object(part))
  #expect(throws: HistoryError.self) { try here.take(archive, firstNumber: 900, at: 1) }
  #expect(try here.athlete("other") == nil)
}
