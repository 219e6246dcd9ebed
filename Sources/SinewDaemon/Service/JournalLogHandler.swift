internal import Glibc
package import Logging
internal import SinewLinks

/// Log lines as systemd's journal takes them natively: the sentence, its priority, and each piece of
/// metadata as a field of its own (`device` becomes `SINEW_DEVICE`), so that
/// `journalctl -u sinewd SINEW_DEVICE=box-1` finds what concerns one sensor.
/// https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
package struct JournalLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel = Logger.Level.notice
  private let label: String
  private let journal: JournalSocket

  /// Nil where standard error does not lead to the journal, or the journal can't be reached.
  package init?(label: String) {
    guard let journal = JournalSocket.shared else { return nil }
    self.label = label
    self.journal = journal
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Sends one entry; what the journal does not take at once is lost.
  package func log(event: LogEvent) {
    var entry: [UInt8] = []
    Self.add("PRIORITY", "\(Self.priority(event.level))", to: &entry)
    Self.add("SYSLOG_IDENTIFIER", label, to: &entry)
    Self.add("MESSAGE", "\(event.message)", to: &entry)
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      Self.add("SINEW_" + Self.fieldName(key), "\(value)", to: &entry)
    }
    journal.send(entry)
  }

  /// `KEY=value`, or with a length before it where the value has more than one line.
  private static func add(_ key: String, _ value: String, to entry: inout [UInt8]) {
    entry += key.utf8
    let bytes = Array(value.utf8)
    if bytes.contains(0x0A) {
      entry.append(0x0A)
      var length = UInt64(bytes.count)
      for _ in 0..<8 {
        entry.append(UInt8(truncatingIfNeeded: length))
        length >>= 8
      }
    } else {
      entry.append(0x3D)
    }
    entry += bytes
    entry.append(0x0A)
  }

  /// Fields of the journal have capital letters, digits and underscores.
  private static func fieldName(_ key: String) -> String {
    String(key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  /// syslog(3) levels.
  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
