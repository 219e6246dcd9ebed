internal import FoundationEssentials
internal import GRDB

/// The history in one SQLite file: what athletes did, and what was said about it.
///
/// Synchronous and cold. One thread at a time may use it; every call is one transaction, so that a
/// process that is killed loses nothing it has stored.
package final class HistoryStore {
  /// Where the file is.
  package let file: String
  /// The id of this box: sets carry it to another box and back without becoming two.
  package let box: String
  /// Sentence about a damaged file that was moved aside as the store was opened.
  package let notice: String?
  let queue: DatabaseQueue

  /// How long to wait for another program that holds the file, seconds.
  static let patience = 2.0
  /// Sets further apart than this belong to two sessions, seconds. Ours: longer than any rest, and
  /// shorter than the time between two visits.
  static let sessionGap = 3 * 3600.0

  /// Opens the file, or makes it: 0600 in a directory of mode 0700. A damaged file is moved aside,
  /// never deleted, and a new one begun.
  ///
  /// - Throws: `HistoryError`; `newer` leaves the file as it is.
  package init(file: String) throws(HistoryError) {
    try HistoryFile.prepare(file)
    var notice: String?
    do {
      queue = try Self.open(file)
    } catch HistoryError.corrupt {
      let aside = try HistoryFile.moveAside(file)
      notice = "the history \(file) was damaged; it is kept as \(aside), and a new one has begun"
      queue = try Self.open(file)
    }
    self.file = file
    self.notice = notice
    box = try Self.translate(file) { [queue] in try queue.write { try Self.boxID($0) } }
  }

  /// Closes the file. The store can't be used after.
  package func close() { try? queue.close() }

  /// Runs a transaction.
  func write<Value>(_ work: (Database) throws -> Value) throws(HistoryError) -> Value {
    try Self.translate(file) { try queue.write(work) }
  }

  /// Runs queries on one state of the file.
  func read<Value>(_ work: (Database) throws -> Value) throws(HistoryError) -> Value {
    try Self.translate(file) { try queue.read(work) }
  }

  private static func open(_ file: String) throws(HistoryError) -> DatabaseQueue {
    try translate(file) {
      let queue = try DatabaseQueue(path: file, configuration: HistoryFile.configuration)
      let isKnown = try queue.read { database -> Bool in
        guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else {
          throw HistoryError.corrupt(file: file)
        }
        return try !Schema.migrator.hasBeenSuperseded(database)
      }
      guard isKnown else { throw HistoryError.newer(file: file) }
      try Schema.migrator.migrate(queue)
      return queue
    }
  }

  private static func boxID(_ database: Database) throws -> String {
    if let known = try String.fetchOne(database, sql: "SELECT value FROM facts WHERE name = 'box'")
    {
      return known
    }
    let made = UUID().uuidString.lowercased()
    try database.execute(sql: "INSERT INTO facts VALUES ('box', ?)", arguments: [made])
    return made
  }

  /// Turns what SQLite throws into one of our sentences.
  static func translate<Value>(
    _ file: String, _ work: () throws -> Value
  ) throws(HistoryError) -> Value {
    do {
      return try work()
    } catch let error as HistoryError {
      throw error
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw .locked(file: file)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw .corrupt(file: file)
      case .SQLITE_FULL: throw .diskFull(file: file)
      case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_AUTH:
        throw .unusable(file: file, why: error.message ?? "the system refused")
      default: throw .failed(error.message ?? "\(error.resultCode)")
      }
    } catch {
      throw .failed("\(error)")
    }
  }
}
