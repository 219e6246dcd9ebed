import Foundation

/// One line of a socket as a client of any kind would read it: with Foundation's JSON and nothing
/// of Sinew's.
struct Message: CustomStringConvertible {
  let fields: [String: Any]
  let description: String

  /// Nil unless the line is one JSON object in UTF-8.
  init?(line: Data) {
    guard let text = String(data: line, encoding: .utf8),
      let fields = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
    else { return nil }
    self.fields = fields
    description = text
  }

  private init(fields: [String: Any]) {
    self.fields = fields
    description = "\(fields)"
  }

  var kind: String { text("kind") ?? "" }
  var seq: Int { int("seq") ?? -1 }
  var station: String? { text("station") }
  var set: Int? { int("set") }
  /// Whether it tells the present state rather than news; kinds with a `state` of their own mark
  /// it `present`.
  var isState: Bool {
    fields["state"] as? Bool == true || fields["present"] as? Bool == true
  }

  func text(_ key: String) -> String? { fields[key] as? String }
  func number(_ key: String) -> Double? { (fields[key] as? NSNumber)?.doubleValue }
  func int(_ key: String) -> Int? { (fields[key] as? NSNumber)?.intValue }
  func flag(_ key: String) -> Bool? { fields[key] as? Bool }
  func texts(_ key: String) -> [String] { fields[key] as? [String] ?? [] }
  func numbers(_ key: String) -> [Double] { fields[key] as? [Double] ?? [] }
  func has(_ key: String) -> Bool { fields[key] != nil }

  func object(_ key: String) -> Message? {
    (fields[key] as? [String: Any]).map(Message.init(fields:))
  }

  func list(_ key: String) -> [Message] {
    (fields[key] as? [[String: Any]] ?? []).map(Message.init(fields:))
  }
}
