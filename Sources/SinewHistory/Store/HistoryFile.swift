internal import FoundationEssentials
internal import GRDB

/// The file as the system sees it: modes, names beside it, how SQLite opens it.
enum HistoryFile {
  /// Write-ahead log: a reader disturbs no writer, and a commit is one append. `secure_delete`
  /// overwrites what is deleted. The cache is small: the machine is.
  static var configuration: GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(HistoryStore.patience)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA secure_delete = ON")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA cache_size = -512")
    }
    return configuration
  }

  /// Makes the directory (0700) and an empty file (0600) where there are none, and takes the rights
  /// of others away where they have some: SQLite gives its side files the mode of the file.
  static func prepare(_ file: String) throws(HistoryError) {
    let manager = FileManager.default
    let directory = Self.directory(of: file)
    do {
      if !manager.fileExists(atPath: directory) {
        try manager.createDirectory(
          atPath: directory, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      }
      if !manager.fileExists(atPath: file) {
        guard
          manager.createFile(
            atPath: file, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw HistoryError.unusable(file: file, why: "it can't be made there") }
      }
      try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    } catch let error as HistoryError {
      throw error
    } catch {
      throw .unusable(file: file, why: "this user may not write there")
    }
  }

  /// An empty file of mode 0600 for a copy, in a directory that must be there.
  static func prepareCopy(_ file: String) throws(HistoryError) {
    guard
      FileManager.default.createFile(
        atPath: file, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw .unusable(file: file, why: "it can't be made there") }
  }

  static func directory(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// Gives a damaged file and its log another name; returns the name.
  static func moveAside(_ file: String) throws(HistoryError) -> String {
    let manager = FileManager.default
    var aside = "\(file).damaged"
    var number = 1
    while manager.fileExists(atPath: aside) {
      number += 1
      aside = "\(file).damaged-\(number)"
    }
    do {
      try manager.moveItem(atPath: file, toPath: aside)
      for end in ["-wal", "-shm"] where manager.fileExists(atPath: file + end) {
        try manager.moveItem(atPath: file + end, toPath: aside + end)
      }
    } catch {
      throw .unusable(file: file, why: "it is damaged and can't be moved aside")
    }
    try prepare(file)
    return aside
  }
}
