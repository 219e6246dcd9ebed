extension RequestName {
  /// The arguments of the request: those it can't do without first. Unknown members of a request
  /// are passed over.
  package var arguments: [RequestArgument] {
    switch self {
    case .status, .devices, .stations, .athletes, .exercises, .muscles, .scanStop, .reload: []
    case .history, .programme, .report, .athleteCreate, .athleteUpdate, .athleteExport,
      .athleteImport, .athleteErase, .planSet, .programmeOverride, .intentStart, .assess:
      aboutPeople
    case .scanStart, .pair, .forget, .identify, .assign, .unassign, .stationEnter, .stationLeave:
      aboutWearing
    default: aboutTraining
    }
  }

  private var aboutPeople: [RequestArgument] {
    switch self {
    case .history:
      [
        .need("athlete"), .may("exercise"), .may("from"), .may("to"), .may("limit", .integer),
      ]
    case .report:
      [
        .may("athlete"), .may("session", .integer), .may("set", .integer), .may("exercise"),
        .may("from"), .may("to"),
      ]
    case .athleteCreate: [.need("nickname")] + Self.aboutOne
    case .athleteUpdate: [.need("athlete"), .may("nickname")] + Self.aboutOne
    case .athleteExport: [.need("athlete"), .may("after", .integer)]
    case .athleteImport: [.need("data", .object)]
    case .planSet: [.need("athlete"), .need("plan", .object)]
    case .programmeOverride:
      [.need("athlete"), .need("phase", .integer), .may("state"), .may("why")]
    case .assess: [.need("athlete"), .may("exercises")]
    case .intentStart: [.need("athlete"), .need("exercise"), .may("load_kg", .number)]
    default: [.need("athlete")]
    }
  }

  private static let aboutOne: [RequestArgument] = [
    .may("lang"), .may("pin"), .may("guardian", .flag), .may("leaderboard", .flag),
    .may("consent_raw", .flag),
  ]

  private var aboutWearing: [RequestArgument] {
    switch self {
    case .scanStart: [.may("seconds", .number), .may("during_streams", .flag)]
    case .pair:
      [.may("address"), .may("nearest", .flag), .may("model"), .may("name")]
    case .assign:
      [
        .need("device"), .may("station"), .may("athlete"), .may("channel", .integer),
        .may("muscle"), .may("segment"), .may("side"), .may("site"),
      ]
    case .unassign: [.need("device"), .may("channel", .integer)]
    case .stationEnter: [.need("station"), .need("athlete"), .may("pin")]
    case .stationLeave: [.need("station"), .may("athlete")]
    default: [.need("device")]
    }
  }

  private var aboutTraining: [RequestArgument] {
    switch self {
    case .exercise, .setStart:
      [
        .need("station"), self == .exercise ? .need("exercise") : .may("exercise"),
        .may("athlete"), .may("side"), .may("load_kg", .number), .may("load_kind"),
        .may("focus"), .may("warm_up", .flag), .may("set_of", .pair), .may("reps", .pair),
        .may("hold_s", .number), .may("tempo", .object),
      ]
    case .setAmend:
      [
        .need("set", .integer), .may("exercise"), .may("load_kg", .number), .may("load_kind"),
        .may("focus"), .may("warm_up", .flag), .may("rpe", .number),
      ]
    case .setDiscard, .setReopen: [.need("set", .integer)]
    case .repCorrect:
      [
        .need("set", .integer), .need("rep", .integer), .may("removed", .flag),
        .may("partial", .flag),
      ]
    case .calibrateStart:
      [
        .need("station"), .need("what"), .may("muscle"), .may("side"), .may("screening", .object),
        .may("exchange", .flag),
      ]
    case .coachMark:
      [.need("station"), .need("mark"), .may("muscle"), .may("side"), .may("text")]
    case .syncMark: [.may("station")]
    case .mark: [.need("station"), .may("text")]
    case .silence: [.need("station"), .need("on", .flag)]
    case .pain: [.need("station"), .need("level", .integer), .may("text")]
    case .recordStart: [.may("device"), .may("station"), .may("name")]
    case .recordStop: [.may("device"), .may("station")]
    default: [.need("station")]
    }
  }
}

extension RequestArgument {
  fileprivate static func need(_ name: String, _ kind: Kind = .text) -> RequestArgument {
    RequestArgument(name, kind, true)
  }

  fileprivate static func may(_ name: String, _ kind: Kind = .text) -> RequestArgument {
    RequestArgument(name, kind, false)
  }
}
