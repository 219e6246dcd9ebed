internal import SinewFeedback

/// A checked way into a stranger's JSON object: each getter names the member that is wrong.
struct ArchiveObject {
  /// Instants that make sense: from 1970 to the year 5138.
  static let instants = 0.0...1e11
  /// Characters a name or an id may have.
  static let longestText = 200

  let object: JSONObject
  /// Where it stands, for the sentence.
  let place: String

  init(_ value: JSONValue?, _ place: String) throws(HistoryError) {
    guard let object = value?.object else { throw .invalid("\(place) must be an object.") }
    self.object = object
    self.place = place
  }

  func fault(_ name: String, _ what: String) -> HistoryError {
    .invalid("\"\(name)\" of \(place) must be \(what).")
  }

  private func member(_ name: String) -> JSONValue? {
    guard let value = object[name], value != .null else { return nil }
    return value
  }

  func text(_ name: String, longest: Int = longestText) throws(HistoryError) -> String? {
    guard let value = member(name) else { return nil }
    guard let text = value.string, text.utf8.count <= longest, !text.utf8.contains(0) else {
      throw fault(name, "a text of at most \(longest) bytes")
    }
    return text
  }

  func number(
    _ name: String, in range: ClosedRange<Double> = -1e12...1e12
  ) throws(HistoryError) -> Double? {
    guard let value = member(name) else { return nil }
    guard let number = value.number, number.isFinite, range.contains(number) else {
      throw fault(name, "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func integer(_ name: String) throws(HistoryError) -> Int? {
    guard let value = member(name) else { return nil }
    guard let number = value.integer, (0...(1 << 53)).contains(number) else {
      throw fault(name, "a whole number")
    }
    return number
  }

  func flag(_ name: String) throws(HistoryError) -> Bool? {
    guard let value = member(name) else { return nil }
    guard let flag = value.bool else { throw fault(name, "true or false") }
    return flag
  }

  func word<W: RawRepresentable>(_ name: String, _: W.Type) throws(HistoryError) -> W?
  where W.RawValue == String {
    guard let spelled = try text(name) else { return nil }
    guard let word = W(rawValue: spelled) else { throw fault(name, "a word that is known") }
    return word
  }

  func required<Value>(_ name: String, _ value: Value?) throws(HistoryError) -> Value {
    guard let value else { throw .invalid("\(place) needs \"\(name)\".") }
    return value
  }

  /// The elements of a list, none when it is absent.
  func objects(_ name: String, _ what: String) throws(HistoryError) -> [ArchiveObject] {
    guard let value = member(name) else { return [] }
    guard let list = value.array else { throw fault(name, "a list") }
    var found: [ArchiveObject] = []
    for (index, element) in list.enumerated() {
      found.append(try ArchiveObject(element, "\(what) \(index + 1)"))
    }
    return found
  }

  /// A message among the members.
  func message(_ name: String) throws(HistoryError) -> FeedbackBody? {
    guard let value = member(name) else { return nil }
    return try Self.message(value, place)
  }

  static func message(_ value: JSONValue, _ place: String) throws(HistoryError) -> FeedbackBody {
    // An archive leaves the place in the order of sending out.
    var object = value.object ?? JSONObject()
    object["seq"] = 0
    do {
      return try FeedbackMessage(json: .object(object)).body
    } catch {
      throw .invalid("A message of \(place) can't be read: \(error.name) is wrong.")
    }
  }
}
