internal import FoundationEssentials
internal import GRDB

/// Copies of the history: made while the daemon writes, checked before they are believed.
package enum HistoryCopy {
  /// What a copy holds.
  package struct Counts: Sendable, Equatable {
    package var athletes: Int
    package var sets: Int
    package var repetitions: Int
    package var statements: Int
    /// The highest set number in use.
    package var highestSet: Int
  }

  /// Copies a history to a new file with SQLite's online backup, then checks the copy: its
  /// integrity, and that it holds no less than the original did as the copy began.
  ///
  /// - Throws: `HistoryError`; the unfinished copy is removed.
  package static func back(up file: String, to target: String) throws(HistoryError) -> Counts {
    try requireExisting(file)
    guard !FileManager.default.fileExists(atPath: target) else {
      throw .unusable(file: target, why: "it exists already; name another")
    }
    do {
      return try copy(file, to: target)
    } catch {
      remove(target)
      throw error
    }
  }

  /// Puts a copy in the place of the history; the history before is kept beside it. The daemon must
  /// not run: `HistoryError.locked` says that it does.
  ///
  /// - Returns: what is in force now, and the name of the file that was.
  /// - Throws: `HistoryError`: `newer` and `corrupt` copies are refused, nothing is then changed.
  package static func restore(
    _ copied: String, to file: String
  ) throws(HistoryError) -> (counts: Counts, before: String?) {
    try requireExisting(copied)
    _ = try check(copied)
    try HistoryFile.prepare(file)
    guard let lock = HistoryLock(directory: HistoryFile.directory(of: file)) else {
      throw .locked(file: file)
    }
    let fresh = "\(file).restoring"
    remove(fresh)
    let counts: Counts
    do {
      counts = try copy(copied, to: fresh)
    } catch {
      remove(fresh)
      throw error
    }
    let before = "\(file).before-restore"
    remove(before)
    let manager = FileManager.default
    do {
      for end in ["", "-wal", "-shm"] where manager.fileExists(atPath: file + end) {
        try manager.moveItem(atPath: file + end, toPath: before + end)
      }
      try manager.moveItem(atPath: fresh, toPath: file)
    } catch {
      throw .unusable(file: file, why: "the copy can't be put in its place")
    }
    lock.release()
    return (counts, before)
  }

  /// What a file holds, after a look at its integrity and version.
  package static func check(_ file: String) throws(HistoryError) -> Counts {
    try requireExisting(file)
    return try HistoryStore.translate(file) {
      var configuration = GRDB.Configuration()
      configuration.busyMode = .timeout(HistoryStore.patience)
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      defer { try? queue.close() }
      return try queue.read { database in
        guard try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") == "ok",
          try database.tableExists("sets")
        else { throw HistoryError.corrupt(file: file) }
        if try Schema.migrator.hasBeenSuperseded(database) {
          throw HistoryError.newer(file: file)
        }
        return try counts(database)
      }
    }
  }

  private static func copy(_ file: String, to target: String) throws(HistoryError) -> Counts {
    try HistoryFile.prepareCopy(target)
    let before: Counts = try HistoryStore.translate(file) {
      var configuration = GRDB.Configuration()
      configuration.busyMode = .timeout(HistoryStore.patience)
      let source = try DatabaseQueue(path: file, configuration: configuration)
      let destination = try DatabaseQueue(path: target)
      let before = try source.read { try counts($0) }
      try source.backup(to: destination)
      // One file, without side files that would have to travel with it.
      try destination.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      try destination.close()
      try source.close()
      return before
    }
    let after = try check(target)
    guard after.athletes >= before.athletes, after.sets >= before.sets,
      after.repetitions >= before.repetitions, after.statements >= before.statements
    else { throw .failed("the copy holds less than the original") }
    return after
  }

  private static func counts(_ database: Database) throws -> Counts {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
    return Counts(
      athletes: try count("SELECT count(*) FROM athletes"),
      sets: try count("SELECT count(*) FROM sets"),
      repetitions: try count("SELECT count(*) FROM repetitions"),
      statements: try count("SELECT count(*) FROM statements"),
      highestSet: try count("SELECT max(number) FROM sets"))
  }

  private static func requireExisting(_ file: String) throws(HistoryError) {
    guard FileManager.default.isReadableFile(atPath: file) else {
      throw .unusable(file: file, why: "there is no such file, or this user may not read it")
    }
  }

  private static func remove(_ file: String) {
    for end in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: file + end)
    }
  }
}
