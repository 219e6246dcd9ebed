/// The JSON Schema (2020-12) of the feedback socket, made from the field lists of the payloads;
/// `Docs/feedback.schema.json` is its text, and a test compares the two.
///
/// Beyond the standard words: `x-decimals` tells the digits after the point, `x-scope` the
/// narrowest scope that sees a kind or field (absent: `screen`).
package enum FeedbackSchema {
  /// The text of `Docs/feedback.schema.json`.
  package static var text: String { JSONValue.object(document).indented + "\n" }

  /// The whole schema.
  package static var document: JSONObject {
    var definitions: JSONObject = ["envelope": .object(envelope)]
    for kind in FeedbackKind.allCases { definitions[kind.rawValue] = .object(schema(of: kind)) }
    var subscribe = FieldDescriber.schema(of: SubscribeRequest.self)
    subscribe["description"] = "the one line a listener may send"
    definitions["subscribe line"] = .object(subscribe)
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A line on the feedback socket of sinewd, protocol 1.0",
      "oneOf": .array(
        FeedbackKind.allCases.map { ["$ref": .string("#/$defs/\($0.rawValue)")] }),
      "$defs": .object(definitions),
    ]
  }

  /// The schema of the fields that every message may carry.
  package static var envelope: JSONObject {
    var describer = FieldDescriber()
    var envelope = Envelope()
    envelope.visit(&describer)
    return describer.object
  }

  /// The schema of one kind, but for the envelope.
  package static func schema(of kind: FeedbackKind) -> JSONObject {
    var describer = FieldDescriber()
    var envelope = Envelope()
    envelope.visitMark(&describer, of: kind)
    _ = FeedbackBody(kind, from: &describer)
    var schema: JSONObject = ["description": .string(kind.about.description)]
    if kind.scope > .screen { schema["x-scope"] = .string(kind.scope.rawValue) }
    schema["allOf"] = [["$ref": "#/$defs/envelope"]]
    var properties: JSONObject = ["kind": ["const": .string(kind.rawValue)]]
    for (name, property) in describer.properties.members { properties[name] = property }
    schema["properties"] = .object(properties)
    schema["required"] = .array(["kind"] + describer.required)
    return schema
  }
}

extension JSONValue {
  /// The value over several lines: what fits on one line of 100 columns stays on it.
  package var indented: String { indented(2) }

  private func indented(_ depth: Int) -> String {
    let short = text
    if short.utf8.count + depth <= 96 { return short }
    let margin = String(repeating: " ", count: depth)
    let close = "\n" + margin.dropLast(2)
    switch self {
    case .object(let object):
      let lines = object.members.map { name, value in
        margin + JSONValue.string(name).text + ": " + value.indented(depth + 2)
      }
      return "{\n" + lines.joined(separator: ",\n") + close + "}"
    case .array(let elements):
      let lines = elements.map { margin + $0.indented(depth + 2) }
      return "[\n" + lines.joined(separator: ",\n") + close + "]"
    default: return short
    }
  }
}
