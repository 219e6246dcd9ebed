internal import Yams

extension CheckedNode {
  /// Text: a plain or quoted scalar that isn't empty.
  package func string() throws(ConfigurationError) -> String {
    guard case .scalar(let scalar) = node else { throw fault("must be text, not \(shape)") }
    guard !scalar.string.isEmpty, !isNull else { throw fault("must not be empty") }
    return scalar.string
  }

  /// An identifier as used on the sockets and in file names: `[a-z0-9_]+`.
  package func identifier() throws(ConfigurationError) -> String {
    let name = try string()
    let allowed = name.utf8.allSatisfy { byte in
      (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F
    }
    guard allowed else {
      throw fault("may hold only a-z, 0-9 and _, which '\(name)' does not")
    }
    return name
  }

  /// A whole number, unquoted, inside `range`.
  package func int(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let text = plainText, let value = Int(text), range.contains(value) else {
      throw fault(
        "must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(shown)")
    }
    return value
  }

  /// A finite number, unquoted, inside `range`.
  package func double(in range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
    guard let text = plainText, let value = Double(text), value.isFinite, range.contains(value)
    else {
      throw fault("must be a number from \(range.lowerBound) to \(range.upperBound), not \(shown)")
    }
    return value
  }

  /// `true` or `false`; the other words that YAML 1.1 takes for them are refused.
  package func bool() throws(ConfigurationError) -> Bool {
    switch plainText {
    case "true": return true
    case "false": return false
    default: throw fault("must be true or false, not \(shown)")
    }
  }

  /// One of the words of an enumeration.
  package func choice<Choice>(of type: Choice.Type) throws(ConfigurationError) -> Choice
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    let word = try choice(of: Choice.allCases.map(\.rawValue))
    guard let choice = Choice(rawValue: word) else { throw fault("must not be '\(word)'") }
    return choice
  }

  /// One of `words`; the complaint names the nearest.
  package func choice(of words: [String]) throws(ConfigurationError) -> String {
    let word = try string()
    guard words.contains(word) else {
      let list = words.joined(separator: ", ")
      let nearest = NearestName.find(word, among: words).map { "; did you mean '\($0)'?" } ?? ""
      throw fault("must be one of \(list), not '\(word)'\(nearest)")
    }
    return word
  }

  /// The items of a list, in order; an empty list is fine.
  package func list() throws(ConfigurationError) -> [CheckedNode] {
    guard case .sequence(let sequence) = node else {
      throw fault("must be a list, not \(shape)")
    }
    return sequence.enumerated().map { index, item in
      child(item, path: "\(path)[\(index)]", line: line)
    }
  }

  /// The keys and values of a mapping, each key to be asked for by name.
  package func mapping() throws(ConfigurationError) -> CheckedMapping {
    CheckedMapping(owner: self, entries: try entries())
  }

  /// The keys and values of a mapping whose keys are free: names of stations, of sensors.
  package func entries() throws(ConfigurationError) -> [CheckedEntry] {
    guard case .mapping(let mapping) = node else {
      throw fault("must be a mapping of keys to values, not \(shape)")
    }
    var entries: [CheckedEntry] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw fault("has a key that is not a plain word")
      }
      let keyLine = key.mark?.line ?? line
      let name = scalar.string
      let valuePath = path.isEmpty ? name : "\(path).\(name)"
      entries.append(
        CheckedEntry(
          key: name, line: keyLine, value: child(value, path: valuePath, line: keyLine)))
    }
    return entries
  }

  /// True for an empty value, `~` and `null`.
  package var isNull: Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }

  /// The text of an unquoted scalar: a quoted number is text.
  private var plainText: String? {
    guard case .scalar(let scalar) = node, scalar.style == .plain else { return nil }
    return scalar.string
  }

  /// The value for a complaint, cut where it is long.
  private var shown: String {
    guard case .scalar(let scalar) = node else { return shape }
    return "'\(scalar.string.prefix(40))'"
  }

  private var shape: String {
    switch node {
    case .scalar: return "a single value"
    case .mapping: return "a mapping"
    case .sequence: return "a list"
    case .alias: return "an alias"
    }
  }
}
