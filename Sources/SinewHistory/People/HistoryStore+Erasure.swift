internal import FoundationEssentials
internal import GRDB

/// Taking an athlete out so that the bytes of the file no longer hold anything of them.
extension HistoryStore {
  /// Deletes an athlete and all that belongs to them, then rebuilds the file: deleted pages are
  /// overwritten (`secure_delete`), the file is rewritten without holes (`VACUUM`) and its log is
  /// emptied. Copies made before (`sinewctl backup`, exports) are not reached.
  ///
  /// - Returns: raw recordings of the athlete, for the caller to remove.
  package func erase(_ id: String) throws(HistoryError) -> [String] {
    let files = try write { database in
      _ = try self.known(id, database)
      let files = try String.fetchAll(
        database, sql: "SELECT file FROM recordings WHERE athlete = ?", arguments: [id])
      try database.execute(sql: "DELETE FROM athletes WHERE id = ?", arguments: [id])
      return files
    }
    try scrub()
    return files
  }

  /// Rewrites the file without what was deleted, and empties the log.
  func scrub() throws(HistoryError) {
    try Self.translate(file) {
      try queue.vacuum()
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
  }
}
