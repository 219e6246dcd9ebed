internal import GRDB

/// What became of a PIN.
package enum PinCheck: Sendable, Equatable {
  /// It is the one, or there is none to know.
  case right
  case wrong
  /// One is needed.
  case missing
  /// Too many were wrong; the next one counts in so many seconds.
  case wait(seconds: Double)
}

/// Who may sign in.
extension HistoryStore {
  /// Wrong PINs before a pause, and how long it lasts, seconds. Ours: at this rate ten thousand PINs
  /// take more than a day, over any number of restarts.
  package static let mostWrongPins = 5
  package static let pinPause = 60.0

  /// Tries a PIN, and counts the wrong ones: four digits can't be tried out.
  ///
  /// - Parameter pin: nil or empty: none was given, which is no try.
  package func check(
    pin: String?, of id: String, at now: Double
  ) throws(HistoryError) -> PinCheck {
    let found = try read { database -> (kept: String?, wrong: Int, last: Double) in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT pin, count, last FROM people LEFT JOIN wrong_pins USING (athlete)
          WHERE athlete = ?
          """, arguments: [id])
      return (row?["pin"], row?["count"] ?? 0, row?["last"] ?? 0)
    }
    guard let kept = found.kept else { return .right }
    guard let pin, !pin.isEmpty else { return .missing }
    let since = now - found.last
    // A clock that went back must not lock anybody out for as long.
    if found.wrong >= Self.mostWrongPins, since >= 0, since < Self.pinPause {
      return .wait(seconds: Self.pinPause - since)
    }
    let isRight = PinHash.matches(pin, kept)
    try write { database in
      guard !isRight else {
        try database.execute(sql: "DELETE FROM wrong_pins WHERE athlete = ?", arguments: [id])
        return
      }
      // After the pause one more try, not five.
      try database.execute(
        sql: """
          INSERT INTO wrong_pins VALUES (?1, 1, ?2)
          ON CONFLICT (athlete) DO UPDATE SET count = count + 1, last = ?2
          """, arguments: [id, now])
    }
    return isRight ? .right : .wrong
  }
}
