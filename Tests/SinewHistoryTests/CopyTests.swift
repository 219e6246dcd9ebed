import FoundationEssentials
import GRDB
import SinewFeedback
import Testing

@testable import SinewHistory

@Test func aCopyMadeWhileTheHistoryIsInUseHoldsAllOfIt() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  try store.note(ToldSet().whole)
  let copy = "\(place.directory)/copy.sqlite"
  let counts = try HistoryCopy.back(up: place.file, to: copy)
  #expect(counts.sets == 1 && counts.repetitions == 8 && counts.highestSet == 41)
  try store.note(ToldSet(number: 42).whole)
  #expect(try HistoryCopy.check(copy).sets == 1)
  #expect(throws: HistoryError.self) { try HistoryCopy.back(up: place.file, to: copy) }
}

@Test func aCopyComesBackAndWhatWasIsKept() throws {
  let place = try TemporaryHistory()
  var store: HistoryStore? = try place.open()
  try store?.note(ToldSet().whole)
  let copy = "\(place.directory)/copy.sqlite"
  _ = try HistoryCopy.back(up: place.file, to: copy)
  try store?.note(ToldSet(number: 42).whole)
  store?.close()
  store = nil
  let (counts, before) = try HistoryCopy.restore(copy, to: place.file)
  #expect(counts.sets == 1)
  #expect(try HistoryCopy.check(#require(before)).sets == 2)
  #expect(try place.open().highestSet() == 41)
}

@Test func aBrokenOrNewerCopyAndAHistoryInUseAreRefused() throws {
  let place = try TemporaryHistory()
  let store = try place.open()
  try store.note(ToldSet().whole)
  let copy = "\(place.directory)/copy.sqlite"
  _ = try HistoryCopy.back(up: place.file, to: copy)

  guard let lock = HistoryLock(directory: "\(place.directory)/state") else {
    throw HistoryError.failed("no lock")
  }
  #expect(throws: HistoryError.locked(file: place.file)) {
    try HistoryCopy.restore(copy, to: place.file)
  }
  lock.release()

  let newer = "\(place.directory)/newer.sqlite"
  try FileManager.default.copyItem(atPath: copy, toPath: newer)
  let queue = try DatabaseQueue(path: newer)
  try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2099')") }
  try queue.close()
  #expect(throws: HistoryError.newer(file: newer)) {
    try HistoryCopy.restore(newer, to: place.file)
  }
  let broken = "\(place.directory)/broken.sqlite"
  try Data(repeating: 0x41, count: 9000).write(to: URL(filePath: broken))
  #expect(throws: HistoryError.corrupt(file: broken)) {
    try HistoryCopy.restore(broken, to: place.file)
  }
  #expect(try store.set(41) != nil)
}
