internal import FoundationEssentials
internal import GRDB

/// Short ways to single values.
extension Data {
  /// The bytes of the first column of the first row.
  static func bytes(
    _ database: Database, _ sql: String, _ arguments: StatementArguments
  ) throws -> [UInt8]? {
    try Data.fetchOne(database, sql: sql, arguments: arguments).map { Array($0) }
  }
}
