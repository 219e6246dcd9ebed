/// The members of a JSON object, in the order of the text. Names are unique.
package struct JSONObject: Sendable {
  /// Names and values, in order.
  package private(set) var members: [(name: String, value: JSONValue)] = []

  package init() {}

  /// An object from members whose names the caller knows to be unique.
  init(unique members: [(name: String, value: JSONValue)]) { self.members = members }

  package var isEmpty: Bool { members.isEmpty }
  package var count: Int { members.count }

  /// The value of a member; setting appends or replaces in place, setting nil removes.
  package subscript(name: String) -> JSONValue? {
    get { members.first { $0.name == name }?.value }
    set {
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: Equatable {
  /// The same members in the same order with the same values.
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count
      && zip(left.members, right.members).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (name, value) in elements { self[name] = value }
  }
}
