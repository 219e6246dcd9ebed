import FoundationEssentials
import GRDB
import SinewFeedback
import Testing

@testable import SinewHistory

@Test func onlyTheDaemonsUserCanReadTheHistory() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  try store.note(ToldSet().whole)
  let manager = FileManager.default
  for end in ["", "-wal", "-shm"] {
    let mode = try manager.attributesOfItem(atPath: place.file + end)[.posixPermissions] as? Int
    #expect(mode == 0o600, "\(end)")
  }
  let folder = try manager.attributesOfItem(atPath: place.directory + "/state")
  #expect(folder[.posixPermissions] as? Int == 0o700)
}

@Test func aDamagedFileIsKeptAsideAndANewOneBegins() throws {
  let place = try TemporaryHistory()
  try place.open().close()
  var bytes = try #require(FileManager.default.contents(atPath: place.file))
  bytes.replaceSubrange(0..<100, with: Data(repeating: 0x5A, count: 100))
  try bytes.write(to: URL(filePath: place.file))
  let store = try place.open()
  let notice = try #require(store.notice)
  #expect(notice.contains("history.sqlite.damaged"))
  #expect(FileManager.default.contents(atPath: place.file + ".damaged") == bytes)
  try store.note(ToldSet().whole)
  #expect(try store.highestSet() == 41)
}

@Test func aFileOfALaterVersionIsRefusedAndLeftAlone() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  try store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2099')") }
  store.close()
  #expect(throws: HistoryError.newer(file: place.file)) { try place.open() }
  let queue = try DatabaseQueue(path: place.file)
  #expect(
    try queue.read {
      try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY 1")
    } == ["1", "2", "2099", "3"])
  #expect(!FileManager.default.fileExists(atPath: place.file + ".damaged"))
}

@Test func aFullDiskIsToldInOneSentenceAndNothingIsLost() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  try store.note(ToldSet().whole)
  // SQLite's own bound on the file gives the very error of a disk without room.
  let room = try store.write { database -> Int in
    let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
    return try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages + 2)") ?? 0
  }
  #expect(room > 0)
  let many = (100...160).flatMap { ToldSet(number: $0, start: Double($0) * 100).whole }
  #expect(throws: HistoryError.diskFull(file: place.file)) { try store.note(many) }
  // All of it or nothing: what was there is whole, and what was refused can come again.
  #expect(try store.highestSet() == 41)
  #expect(try store.set(41)?.repetitions.count == 8)
  _ = try store.write { try Int.fetchOne($0, sql: "PRAGMA max_page_count = 1000000") }
  try store.note(many)
  #expect(try store.highestSet() == 160)
}

@Test func setsOfNobodyAreForgottenWithTheirDaysAndThoseOfPeopleStay() throws {
  let store = try TemporaryHistory().open()
  try store.note(ToldSet(number: 1, athlete: nil, start: 100).whole)
  try store.note(ToldSet(number: 2, athlete: nil, start: 100_000).whole)
  try store.note(ToldSet(number: 3, athlete: "a17", start: 200).whole)
  try store.forgetAnonymousSets(before: 1_700_000_000 + 50_000)
  #expect(try store.set(1) == nil)
  #expect(try store.set(2) != nil && store.set(3) != nil)
  #expect(try store.count("repetitions") == 16)
}

@Test func aLockedFileIsToldInOneSentenceAndNothingIsLost() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  let other = try place.open()
  _ = try other.write { _ in
    #expect(throws: HistoryError.locked(file: place.file)) { try store.note(ToldSet().whole) }
  }
  try store.note(ToldSet().whole)
  #expect(try store.highestSet() == 41)
}
