import SinewCoaching
import SinewFeedback

/// Arguments of requests, read and checked; a refusal names the argument and what it may be.
extension ControlDesk {
  /// A word of a closed list; nil where the argument is absent.
  func word<W: Word>(_ name: String, _ arguments: JSONObject) throws(RequestError) -> W? {
    guard let text = arguments[name]?.string else { return nil }
    if let word = W(rawValue: text) { return word }
    let words = W.allCases.map(\.rawValue).joined(separator: ", ")
    throw RequestError(.badArgument, "\"\(name)\" must be one of: \(words).")
  }

  /// A number within a range; nil where the argument is absent.
  func number(
    _ name: String, in range: ClosedRange<Double>, _ arguments: JSONObject
  ) throws(RequestError) -> Double? {
    guard let number = arguments[name]?.number else { return nil }
    if range.contains(number) { return number }
    throw RequestError(
      .badArgument,
      "\"\(name)\" must lie in \(Self.plain(range.lowerBound))...\(Self.plain(range.upperBound)).")
  }

  /// Two whole numbers from 1 to 1000, the first not above the second; nil where absent.
  func pair(_ name: String, _ arguments: JSONObject) throws(RequestError) -> Pair? {
    guard let pair = arguments[name]?.array?.compactMap(\.integer), pair.count == 2 else {
      return nil
    }
    guard (1...1000).contains(pair[0]), (pair[0]...1000).contains(pair[1]) else {
      throw RequestError(
        .badArgument, "\"\(name)\" must be two whole numbers from 1 to 1000, the smaller first.")
    }
    return Pair(pair[0], pair[1])
  }

  /// A note, cut to what a screen can show.
  func note(_ arguments: JSONObject) -> String? {
    arguments["text"]?.string.map { String($0.prefix(Self.longestNote)) }
  }

  /// A muscle of the catalogue; nil where the argument is absent.
  func muscle(_ arguments: JSONObject) throws(RequestError) -> String? {
    guard let id = arguments["muscle"]?.string else { return nil }
    guard Muscle.knownIDs.contains(id) else {
      throw RequestError(.unknownMuscle, unknown("muscle", id, Muscle.knownIDs.sorted()))
    }
    return id
  }

  /// Characters of a note.
  private static let longestNote = 500

  private static func plain(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
