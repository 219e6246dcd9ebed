import FoundationEssentials
import GRDB
import SinewFeedback
import Testing

@testable import SinewHistory

@Test func aPinIsKeptAsAHashOnly() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  var change = AthleteChange()
  change.nickname = "Emi"
  change.pin = "48151623"
  let athlete = try store.create(change, at: 0)
  #expect(athlete.hasPin)
  #expect(try store.check(pin: "48151623", of: athlete.id, at: 0) == .right)
  #expect(try store.check(pin: "48151624", of: athlete.id, at: 0) == .wrong)
  #expect(try store.check(pin: nil, of: athlete.id, at: 0) == .missing)
  try store.scrub()
  #expect(!place.bytes().contains("48151623"))
  var none = AthleteChange()
  none.pin = ""
  #expect(try store.update(athlete.id, none, at: 0).hasPin == false)
  #expect(try store.check(pin: nil, of: athlete.id, at: 0) == .right)
  var short = AthleteChange()
  short.pin = "12"
  #expect(throws: HistoryError.self) { try store.update(athlete.id, short, at: 0) }
}

@Test func twoAthletesOfOneNicknameHaveTwoIds() throws {
  let store = try TemporaryHistory().open()
  var change = AthleteChange()
  change.nickname = "Emi"
  let ids = try (0..<50).map { _ in try store.create(change, at: 0).id }
  #expect(Set(ids).count == 50)
  #expect(ids.allSatisfy { !$0.lowercased().contains("emi") && AthleteArchive.isID($0) })
}

@Test func consentIsGivenOnceAndTakenBack() throws {
  let store = try TemporaryHistory().open()
  let id = try store.create(AthleteChange(), at: 0).id
  #expect(try store.athlete(id)?.rawConsent == nil)
  var yes = AthleteChange()
  yes.consentsToRaw = true
  #expect(try store.update(id, yes, at: 100).rawConsent == 100)
  #expect(try store.update(id, yes, at: 200).rawConsent == 100)
  var no = AthleteChange()
  no.consentsToRaw = false
  #expect(try store.update(id, no, at: 300).rawConsent == nil)
}

@Test func anErasedAthleteIsNowhereInTheBytes() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  var change = AthleteChange()
  change.nickname = "Wilhelmine-Q"
  let id = try store.create(change, at: 0).id
  let note = Mark { $0.text = "elbow-drifts-left" }
  for number in 1...40 {
    let told = ToldSet(number: number, athlete: id, start: Double(number) * 100)
    try store.note(told.whole + [told.heard(30, .mark(note))])
  }
  try store.note(ToldSet(number: 99, athlete: "a17").whole)
  try store.store(
    StoredReference(
      athlete: id, muscle: "biceps", side: .left, chain: "cyton/24/seniam", kind: .mvc,
      value: 612, unit: "uV", measured: 50))
  try store.store(plan: ["goal": "secret-goal"], of: id, at: 1)
  _ = try store.amend(7, SetAmendment(), by: 1000, at: 2)
  try store.note(recording: "/tmp/x.session", of: id, at: 3)
  #expect(place.bytes().contains("Wilhelmine-Q"))
  #expect(place.bytes().contains(id))

  #expect(try store.erase(id) == ["/tmp/x.session"])
  for word in ["Wilhelmine-Q", id, "cyton/24/seniam", "secret-goal"] {
    #expect(!place.bytes().contains(word), "\(word)")
  }
  #expect(try store.athletes().map(\.id) == ["a17"])
  #expect(try store.set(99)?.repetitions.count == 8)
  for table in ["sets", "repetitions", "statements", "corrections", "plans", "recordings"] {
    let rows = try store.count(table)
    #expect(rows == (table == "sets" ? 1 : table == "repetitions" ? 8 : 0), "\(table)")
  }
  #expect(throws: HistoryError.unknownAthlete(id)) { try store.erase(id) }
}

extension TemporaryHistory {
  /// All bytes of the file and what lies beside it, each byte a character.
  func bytes() -> String {
    let folder = "\(directory)/state"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.map { name in
      let data = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
      return String(decoding: data.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
    }.joined()
  }
}

extension HistoryStore {
  func count(_ table: String) throws -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
  }
}

@Test func wrongPinsAreCountedOverRestarts() throws {
  let place = try TemporaryHistory()
  var change = AthleteChange()
  change.pin = "48151623"
  var store = try place.open()
  let id = try store.create(change, at: 0).id
  for second in 1...5 {
    #expect(try store.check(pin: "0000", of: id, at: Double(second)) == .wrong)
  }
  store.close()
  store = try place.open()
  // Not even the right one is looked at while the pause lasts, and none given is no try.
  #expect(try store.check(pin: "48151623", of: id, at: 35) == .wait(seconds: 30))
  #expect(try store.check(pin: nil, of: id, at: 35) == .missing)
  // After it one more try, not five.
  #expect(try store.check(pin: "0000", of: id, at: 66) == .wrong)
  #expect(try store.check(pin: "0000", of: id, at: 67) == .wait(seconds: 59))
  // A clock that went back locks nobody out.
  #expect(try store.check(pin: "48151623", of: id, at: 10) == .right)
  #expect(try store.check(pin: "0000", of: id, at: 68) == .wrong)
  _ = try store.erase(id)
  #expect(try store.count("wrong_pins") == 0)
}
