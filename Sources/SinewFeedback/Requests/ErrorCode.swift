/// Every code that an `error` message or a refused request can carry.
package enum ErrorCode: String, Word {
  /// The line is not JSON, or not one object. The connection is closed.
  case notJSON = "not_json"
  /// The line is longer than 64 KiB. The connection is closed.
  case tooLong = "too_long"
  /// The line is not UTF-8. The connection is closed.
  case notUTF8 = "not_utf8"
  /// The object is no `subscribe` line or no request.
  case badRequest = "bad_request"
  case unknownRequest = "unknown_request"
  /// The contract knows the request; this version does not carry it out yet.
  case notAvailable = "not_available"
  case missingArgument = "missing_argument"
  case badArgument = "bad_argument"
  case unknownStation = "unknown_station"
  case unknownDevice = "unknown_device"
  case unknownChannel = "unknown_channel"
  case unknownExercise = "unknown_exercise"
  case unknownMuscle = "unknown_muscle"
  case unknownAthlete = "unknown_athlete"
  case unknownSet = "unknown_set"
  case unknownRep = "unknown_rep"
  /// It can't be done now: a set runs already, or none does.
  case wrongState = "wrong_state"
  /// Somebody else uses it.
  case busy
  /// A maximal contraction needs the answers to the questions that the text lists.
  case screeningRequired = "screening_required"
  /// It would not be safe for this athlete today; the text says what to do instead.
  case notAdvised = "not_advised"
  /// The text names the group and the command that grants the right.
  case notPermitted = "not_permitted"
  /// The athlete has not agreed to it; the text names the command that says that they have.
  case consentRequired = "consent_required"
  /// The configuration or a file could not be used; the text says where.
  case badConfiguration = "bad_configuration"
  /// The system refused: no space, no such file.
  case system
  /// A fault of ours.
  case internalFault = "internal"
}
