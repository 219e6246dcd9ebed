internal import SinewFeedback

extension BridgeOptions {
  /// Every key of the file.
  static let keys = [
    "gym", "broker", "topic", "client_id", "username", "password_file", "ca_file",
    "certificate_file", "key_file", "insecure", "mqtt", "scope", "stations", "kinds",
    "activation_hz", "outage_activation_hz", "buffer_mb", "state_directory", "feedback_socket",
  ]

  /// Takes over one line of the file.
  mutating func take(_ entry: OptionEntry) throws(OptionFault) {
    switch entry.key {
    case "gym": gym = try entry.word
    case "broker": broker = try entry.word
    case "topic": topic = try entry.word
    case "client_id": clientID = try entry.word
    case "username": username = try entry.word
    case "password_file": passwordFile = try entry.word
    case "ca_file": caFile = try entry.word
    case "certificate_file": certificateFile = try entry.word
    case "key_file": keyFile = try entry.word
    case "insecure": isInsecure = try entry.flag
    case "mqtt": mqtt = try entry.word
    case "scope": scope = try entry.word
    case "stations": stations = try entry.list
    case "kinds": kinds = try entry.list
    case "activation_hz": activationHz = try entry.number
    case "outage_activation_hz": outageActivationHz = try entry.number
    case "buffer_mb": bufferMB = try entry.whole
    case "state_directory": stateDirectory = try entry.word
    case "feedback_socket": feedbackSocket = try entry.word
    default:
      let hint =
        nearestName(to: entry.key, in: Self.keys).map { "; did you mean '\($0)'?" }
        ?? "; known are " + Self.keys.joined(separator: ", ")
      throw OptionFault("unknown key '\(entry.key)'\(hint)")
    }
  }
}

extension OptionEntry {
  fileprivate var word: String {
    get throws(OptionFault) {
      guard !isList, let word = words.first, !word.isEmpty else {
        throw OptionFault("key '\(key)' needs one value")
      }
      return word
    }
  }

  fileprivate var list: [String] {
    get throws(OptionFault) {
      guard isList, words.allSatisfy({ !$0.isEmpty }) else {
        throw OptionFault("key '\(key)' needs a list: [one, two]")
      }
      return words
    }
  }

  fileprivate var flag: Bool {
    get throws(OptionFault) {
      switch try word {
      case "true": true
      case "false": false
      default: throw OptionFault("key '\(key)' must be true or false")
      }
    }
  }

  fileprivate var number: Double {
    get throws(OptionFault) {
      guard let number = Double(try word), number.isFinite else {
        throw OptionFault("key '\(key)' must be a number")
      }
      return number
    }
  }

  fileprivate var whole: Int {
    get throws(OptionFault) {
      guard let number = Int(try word) else {
        throw OptionFault("key '\(key)' must be a whole number")
      }
      return number
    }
  }
}
