import SinewFeedback

extension JSONValue {
  /// The same without control characters in its texts. Names come from people and from the air; on
  /// a terminal they must not move the cursor or rename the window.
  var plain: JSONValue {
    switch self {
    case .null, .bool, .integer, .number: return self
    case .string(let text):
      let isClean = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
      return isClean ? self : .string(Self.withoutControls(text))
    case .array(let elements): return .array(elements.map(\.plain))
    case .object(let object):
      var members = JSONObject()
      for (name, value) in object.members { members[name] = value.plain }
      return .object(members)
    }
  }

  private static func withoutControls(_ text: String) -> String {
    let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
    return String(String.UnicodeScalarView(kept))
  }
}
