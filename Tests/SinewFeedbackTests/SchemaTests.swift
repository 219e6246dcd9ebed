import Foundation
import SinewFeedback
import Testing

@Suite struct SchemaTests {
  private let validator = SchemaValidator(document: FeedbackSchema.document)

  private static func place(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/\(name)")
  }

  private static func page(_ name: String) throws -> String {
    try String(contentsOf: place(name), encoding: .utf8)
  }

  /// `SINEW_BLESS=1 swift test --filter SchemaTests` writes the file anew.
  @Test func theFileIsTheSchemaOfTheCode() throws {
    if ProcessInfo.processInfo.environment["SINEW_BLESS"] == "1" {
      try FeedbackSchema.text.write(
        to: Self.place("feedback.schema.json"), atomically: false, encoding: .utf8)
    }
    let file = try Self.page("feedback.schema.json")
    #expect(file == FeedbackSchema.text, "regenerate Docs/feedback.schema.json")
    let read = try JSONValue(parsing: file, limits: .file)
    #expect(read == .object(FeedbackSchema.document))
  }

  @Test(arguments: FeedbackKind.allCases)
  func theSchemaNamesExactlyTheFieldsThatAreWritten(_ kind: FeedbackKind) throws {
    let line = try JSONValue(parsing: FeedbackMessage.full(kind).line())
    #expect(validator.fields(of: line) == validator.fields(of: kind))
    #expect(validator.faults(line) == [])
  }

  @Test func noFieldOfAPayloadIsNamedLikeOneOfTheEnvelope() {
    let document = FeedbackSchema.document
    let envelope = Set(FeedbackSchema.envelope["properties"]?.object?.members.map(\.name) ?? [])
    #expect(envelope.count == 7)
    for kind in FeedbackKind.allCases {
      let own = document["$defs"]?[kind.rawValue]?["properties"]?.object?.members.map(\.name)
      #expect(envelope.isDisjoint(with: own ?? []), "\(kind)")
      #expect(Set(own ?? []).count == own?.count, "\(kind)")
    }
  }

  @Test func theFieldsThatAreMorePrivateThanTheirKindAreThese() {
    let summary = ["symmetry", "fatigue", "velocity_loss", "cocontraction", "parts.symmetry"]
    let expected: Set<String> = Set(
      ["rep.order", "rep.parts.symmetry", "rep.revised.order", "rep.revised.parts.symmetry"]
        + summary.flatMap { ["set.ended.summary.\($0)", "set.revised.summary.\($0)"] }
        + ["next.why", "next.text", "next.args", "mark.text", "mark.level"]
        + ["before", "after", "percent", "n", "confidence"].map { "pre_activation.\($0)" })
    var found: Set<String> = []
    func walk(_ schema: JSONValue, _ path: String, _ kind: FeedbackKind) {
      let scope = schema["x-scope"]?.string.flatMap(Scope.init(rawValue:)) ?? .screen
      if scope > kind.scope { found.insert(path) }
      for (name, inner) in schema["properties"]?.object?.members ?? [] {
        walk(inner, "\(path).\(name)", kind)
      }
      if let items = schema["items"] { walk(items, path, kind) }
    }
    for kind in FeedbackKind.allCases {
      walk(.object(FeedbackSchema.schema(of: kind)), kind.rawValue, kind)
    }
    #expect(found == expected)
  }

  @Test func everyNumberTellsItsUnit() {
    func walk(_ schema: JSONValue, _ path: String) {
      let type = schema["type"]?.string
      if type == "number" || type == "integer", !path.hasSuffix("[]"), !path.hasSuffix("*") {
        #expect(schema["description"]?.string?.contains("; unit: ") == true, "\(path)")
      }
      for (name, inner) in schema["properties"]?.object?.members ?? [] {
        walk(inner, path + "." + name)
      }
      if let items = schema["items"] { walk(items, path + "[]") }
      if let other = schema["additionalProperties"] { walk(other, path + "*") }
    }
    for (name, schema) in FeedbackSchema.document["$defs"]?.object?.members ?? [] {
      walk(schema, name)
    }
  }

  @Test func theValidatorSeesFaults() throws {
    let good: JSONValue = ["kind": "programme", "seq": 1, "phase": 5, "state": "hold"]
    #expect(validator.faults(good) == [])
    for (bad, fault) in [
      (["kind": "programme", "seq": 1, "phase": 6, "state": "hold"], "programme.phase: maximum"),
      (["kind": "programme", "seq": 1, "phase": 5, "state": "up"], "programme.state: enum"),
      (["kind": "programme", "phase": 5, "state": "hold"], "programme.seq: missing"),
      (["kind": "programme", "seq": "1", "phase": 5, "state": "hold"], "programme.seq: type"),
    ] as [(JSONValue, String)] {
      #expect(validator.faults(bad) == [fault])
    }
  }

  /// The lines of all blocks marked `json` on the page.
  private static func examples() throws -> [String] {
    var lines: [String] = []
    var isInside = false
    for line in try page("Protocol.md").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```json"
      } else if isInside {
        lines.append(String(line))
      }
    }
    return lines
  }

  @Test func everyExampleOfThePageIsRightToTheByte() throws {
    var seen: Set<FeedbackKind> = []
    for example in try Self.examples() where example.hasPrefix("{\"kind\"") {
      let json = try JSONValue(parsing: example)
      let message = try FeedbackMessage(json: json)
      #expect(message.line() == example)
      #expect(validator.faults(json) == [], "\(message.kind)")
      #expect(
        validator.fields(of: json).isSubset(of: validator.fields(of: message.kind)),
        "\(message.kind)")
      seen.insert(message.kind)
    }
    #expect(seen == Set(FeedbackKind.allCases), "kinds without an example")
  }

  @Test func everyRequestOfThePageIsRight() throws {
    var subscribed = 0
    var answers: [Int: String] = [:]
    var asked = 0
    for example in try Self.examples() where !example.hasPrefix("{\"kind\"") {
      let json = try JSONValue(parsing: example)
      var line = LineWriter()
      if json["request"] != nil {
        asked += 1
        guard let request = try? ControlRequest(json: json) else {
          #expect(answers.isEmpty, "\(example)")
          continue
        }
        encode(request, into: &line)
      } else if json["id"] != nil {
        let response = try ControlResponse(json: json)
        answers[response.id ?? 0] = example
        encode(response, into: &line)
      } else {
        subscribed += 1
        let request = try SubscribeRequest(json: json)
        #expect(request.unknown.isEmpty)
        continue
      }
      let written = line.text
      #expect(written == example + "\n")
    }
    #expect(subscribed > 0 && asked > 0 && answers.count == asked)
  }

  @Test func thePageListsEveryRequestCodeAndScope() throws {
    let page = try Self.page("Protocol.md")
    let table = page.split(separator: "\n").drop { $0 != "### Requests" }
    for request in RequestName.allCases {
      let row = table.first { $0.hasPrefix("| `\(request.rawValue)` |") }
      #expect(row != nil, "\(request.rawValue)")
      #expect(row?.hasSuffix(request.isAvailable ? "| yes |" : "| later |") == true, "\(request)")
      for argument in request.arguments {
        let written = "`\(argument.name)`" + (argument.isRequired ? "" : "?")
        #expect(row?.contains(written) == true, "\(request.rawValue) \(written)")
      }
    }
    for code in ErrorCode.allCases { #expect(page.contains("| `\(code.rawValue)` |")) }
    for kind in FeedbackKind.allCases {
      #expect(page.contains("### `\(kind.rawValue)` (\(kind.scope.rawValue))"), "\(kind)")
    }
  }
}
