internal import SinewFeedback

/// What a page may ask of the daemon: nothing but this leaves the kiosk.
enum AllowedRequests {
  /// Of an athlete at the screen, with the only members that are passed on.
  private static let taps: [RequestName: [String]] = [
    .stationEnter: ["station", "athlete", "pin"],
    .stationLeave: ["station"],
    // How hard the set was, and nothing else about it.
    .setAmend: ["set", "rpe"],
  ]

  /// Of a coach who is signed in. Not among them: exports, imports and erasing of people, recording,
  /// the daemon's configuration. These are for the command line.
  private static let coach: Set<RequestName> = [
    .status, .devices, .stations, .athletes, .exercises, .muscles, .history, .programme, .report,
    .assess,
    .scanStart, .scanStop, .pair, .identify, .assign, .unassign, .stationEnter, .stationLeave,
    .exercise, .setStart, .setEnd, .setAmend, .setDiscard, .setReopen, .repCorrect, .calibrateStart,
    .calibrateCancel, .coachMark, .syncMark, .mark, .silence, .pain, .planSet, .programmeOverride,
    .athleteCreate, .athleteUpdate,
  ]

  /// The request of an athlete's tap, without what it may not carry; nil if it is none.
  static func tap(_ request: JSONObject) -> JSONObject? {
    guard let name = request["request"]?.string, let known = RequestName(rawValue: name),
      let members = taps[known]
    else { return nil }
    var passed: JSONObject = ["request": .string(name)]
    for member in members { passed[member] = request[member] }
    // Whoever stands at a screen vouches for nobody: the daemon asks those who have a PIN for it.
    if known == .stationEnter, passed["pin"] == nil { passed["pin"] = .string("") }
    if known == .setAmend, passed["rpe"] == nil { return nil }
    return passed
  }

  /// Whether a coach's page may ask this.
  static func coach(_ request: JSONObject) -> Bool {
    request["request"]?.string.flatMap(RequestName.init(rawValue:)).map(coach.contains) ?? false
  }
}
