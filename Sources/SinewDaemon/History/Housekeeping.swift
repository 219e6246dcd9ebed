import FoundationEssentials
import Logging
import SinewHistory
import SinewLinks
import SinewSignal

/// What the historian does once a day: raw recordings and the sets of nobody are kept only so long.
///
/// `@unchecked Sendable`: used by the historian's thread alone.
final class Housekeeping: @unchecked Sendable {
  private static let interval = 86_400.0

  private let directory: String
  private let keepRawDays: Int
  private var next = MonotonicTime.zero

  /// - Parameter keepRawDays: Days that recordings in the directory are kept.
  init(directory: String, keepRawDays: Int) {
    self.directory = directory
    self.keepRawDays = keepRawDays
  }

  /// Seconds until `run` has something to do.
  var secondsToNext: Double { max(0, next.seconds(since: MonotonicClock.now())) }

  func run(_ store: HistoryStore?, logger: Logger) {
    guard secondsToNext == 0 else { return }
    next = MonotonicClock.now().advanced(bySeconds: Self.interval)
    let oldest = WallClock.seconds() - Double(keepRawDays) * 86_400
    let removed = removeRecordings(before: oldest)
    if removed > 0 {
      logger.notice(
        "removed recordings older than \(keepRawDays) days", metadata: ["count": "\(removed)"])
    }
    try? store?.forgetAnonymousSets(before: oldest)
  }

  /// A recording's age counts from its last byte.
  private func removeRecordings(before oldest: Double) -> Int {
    let manager = FileManager.default
    let names = (try? manager.contentsOfDirectory(atPath: directory)) ?? []
    var removed = 0
    for name in names where name.hasSuffix(".session") {
      let path = "\(directory)/\(name)"
      guard let attributes = try? manager.attributesOfItem(atPath: path),
        let changed = attributes[.modificationDate] as? Date,
        changed.timeIntervalSince1970 < oldest
      else { continue }
      if (try? manager.removeItem(atPath: path)) != nil { removed += 1 }
    }
    return removed
  }
}
