/// Every request of the control socket, spelled as on the wire.
package enum RequestName: String, Word {
  // Look.
  case status, devices, stations, athletes, exercises, muscles, history, programme, report, assess
  // Wear.
  case scanStart = "scan.start"
  case scanStop = "scan.stop"
  case pair, forget, identify, assign, unassign
  case stationEnter = "station.enter"
  case stationLeave = "station.leave"
  // Train.
  case exercise
  case setStart = "set.start"
  case setEnd = "set.end"
  case setAmend = "set.amend"
  case setDiscard = "set.discard"
  case setReopen = "set.reopen"
  case repCorrect = "rep.correct"
  case calibrateStart = "calibrate.start"
  case calibrateCancel = "calibrate.cancel"
  case coachMark = "coach.mark"
  case syncMark = "sync.mark"
  case mark, silence, pain
  case planSet = "plan.set"
  case programmeOverride = "programme.override"
  case intentStart = "intent.start"
  // People.
  case athleteCreate = "athlete.create"
  case athleteUpdate = "athlete.update"
  case athleteExport = "athlete.export"
  case athleteImport = "athlete.import"
  case athleteErase = "athlete.erase"
  // Run.
  case recordStart = "record.start"
  case recordStop = "record.stop"
  case reload

  /// False for the requests that only look.
  package var changesSomething: Bool {
    switch self {
    case .status, .devices, .stations, .athletes, .exercises, .muscles, .history, .programme,
      .report, .assess:
      false
    default: true
    }
  }

  /// True for the requests that this version carries out: all of them today; the others would get
  /// `not_available`.
  package var isAvailable: Bool { true }
}

/// An argument of a request.
package struct RequestArgument: Sendable, Equatable {
  /// What an argument may hold.
  package enum Kind: String, Sendable {
    case text, number, integer, flag, object, pair
  }

  package let name: String
  package let kind: Kind
  package let isRequired: Bool

  init(_ name: String, _ kind: Kind, _ isRequired: Bool) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
  }

  /// Whether a value has the type of this argument.
  func accepts(_ value: JSONValue) -> Bool {
    switch kind {
    case .text: value.string != nil
    case .number: value.number != nil
    case .integer: value.integer != nil
    case .flag: value.bool != nil
    case .object: value.object != nil
    case .pair: value.array?.count == 2 && value.array?.allSatisfy { $0.integer != nil } == true
    }
  }
}
