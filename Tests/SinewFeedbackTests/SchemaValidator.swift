import SinewFeedback

/// As much of JSON Schema 2020-12 as `FeedbackSchema` uses.
struct SchemaValidator {
  let document: JSONObject

  /// What is wrong with a line, each with its path; empty when it is valid.
  func faults(_ line: JSONValue) -> [String] {
    guard let kind = line["kind"]?.string, let schema = document["$defs"]?[kind] else {
      return ["kind"]
    }
    return faults(line, schema, kind)
  }

  func faults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"]?.string {
      let name = String(reference.dropFirst("#/$defs/".count))
      guard let target = document["$defs"]?[name] else { return ["\(path): no \(reference)"] }
      found += faults(value, target, path)
    }
    for part in schema["allOf"]?.array ?? [] { found += faults(value, part, path) }
    if let type = schema["type"], !matches(value, type) { found.append("\(path): type") }
    if let constant = schema["const"], constant != value { found.append("\(path): const") }
    if let words = schema["enum"]?.array, !words.contains(value) { found.append("\(path): enum") }
    if let number = value.number {
      if let least = schema["minimum"]?.number, number < least { found.append("\(path): minimum") }
      if let most = schema["maximum"]?.number, number > most { found.append("\(path): maximum") }
    }
    if let elements = value.array {
      if let least = schema["minItems"]?.integer, elements.count < least {
        found.append("\(path): minItems")
      }
      if let most = schema["maxItems"]?.integer, elements.count > most {
        found.append("\(path): maxItems")
      }
      if let item = schema["items"] {
        for element in elements { found += faults(element, item, path + "[]") }
      }
    }
    if let object = value.object { found += faults(object, schema, path) }
    return found
  }

  private func faults(_ object: JSONObject, _ schema: JSONValue, _ path: String) -> [String] {
    var found: [String] = []
    for name in schema["required"]?.array ?? [] where object[name.string ?? ""] == nil {
      found.append("\(path).\(name.string ?? ""): missing")
    }
    for (name, value) in object.members {
      if let property = schema["properties"]?[name] {
        found += faults(value, property, "\(path).\(name)")
      } else if let other = schema["additionalProperties"] {
        found += faults(value, other, "\(path).\(name)")
      }
    }
    return found
  }

  private func matches(_ value: JSONValue, _ type: JSONValue) -> Bool {
    if let types = type.array { return types.contains { matches(value, $0) } }
    switch type.string {
    case "object": return value.object != nil
    case "array": return value.array != nil
    case "string": return value.string != nil
    case "boolean": return value.bool != nil
    case "integer": return value.integer != nil
    case "number": return value.number != nil
    case "null": return value == .null
    default: return false
    }
  }

  /// The names of all fields of a kind in the schema, as paths.
  func fields(of kind: FeedbackKind) -> Set<String> {
    var paths: Set<String> = []
    collect(document["$defs"]?["envelope"], "", &paths)
    collect(document["$defs"]?[kind.rawValue], "", &paths)
    return paths
  }

  private func collect(_ schema: JSONValue?, _ path: String, _ paths: inout Set<String>) {
    for (name, property) in schema?["properties"]?.object?.members ?? [] {
      paths.insert(path + name)
      collect(property, path + name + ".", &paths)
      collect(property["items"], path + name + ".", &paths)
    }
  }

  /// The names of all fields of a line, as paths; what the schema leaves open is not entered.
  func fields(of line: JSONValue, open: Set<String> = ["args", "by_kind", "faults_by_kind"])
    -> Set<String>
  {
    var paths: Set<String> = []
    func enter(_ value: JSONValue, _ path: String) {
      for (name, inner) in value.object?.members ?? [] {
        paths.insert(path + name)
        if !open.contains(name) { enter(inner, path + name + ".") }
      }
      for inner in value.array ?? [] { enter(inner, path) }
    }
    enter(line, "")
    return paths
  }
}
