import SinewFeedback

/// What one look of `doctor` came to.
struct Finding {
  /// How bad it is.
  enum Verdict: String {
    case ok
    /// Works, but something would be better otherwise, or is not needed by everybody.
    case advice
    /// Something will not work.
    case problem
  }

  /// What was looked at, one word or two; stable, for programs.
  let check: String
  let verdict: Verdict
  /// One sentence.
  let text: String
  /// The command that mends it; nil where nothing is wrong.
  let command: String?

  static func ok(_ check: String, _ text: String) -> Finding {
    Finding(check: check, verdict: .ok, text: text, command: nil)
  }

  static func advice(_ check: String, _ text: String, mend command: String) -> Finding {
    Finding(check: check, verdict: .advice, text: text, command: command)
  }

  static func problem(_ check: String, _ text: String, mend command: String) -> Finding {
    Finding(check: check, verdict: .problem, text: text, command: command)
  }

  /// For people, on one line or two.
  var words: String {
    // Names of processes and files stand in it, and those may hold anything.
    let plain = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    let line = Figures.padded(verdict.rawValue, 9) + Figures.padded(check, 16) + plain
    return command.map { "\(line)\n" + String(repeating: " ", count: 25) + $0 } ?? line
  }

  /// For programs.
  var json: JSONValue {
    var entry: JSONObject = [
      "check": .string(check), "verdict": .string(verdict.rawValue), "text": .string(text),
    ]
    entry["command"] = command.map(JSONValue.string)
    return .object(entry)
  }
}
