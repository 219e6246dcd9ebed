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
    } == ["1", "2", "2099"])
  #expect(!FileManager.default.fileExists(atPath: place.file + ".damaged"))
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
