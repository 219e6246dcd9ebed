package import SinewFeedback

/// An archive cut into parts that each fit a line of the control socket.
package struct ArchiveParts {
  /// Each an archive of its own; taking them all in, in order, takes the whole in.
  package private(set) var parts: [JSONObject] = []
  private let head: JSONObject
  private var waiting: [JSONValue] = []
  private var size = 0

  /// Bytes of the members of a part; a line has at most 65 536.
  static let budget = 48_000

  /// - Throws: `HistoryError.invalid` for what is no archive.
  package init(_ json: JSONValue) throws(HistoryError) {
    guard let object = json.object, object["sinew_archive"] != nil else {
      throw .invalid("This is no archive of an athlete: it has no \"sinew_archive\".")
    }
    var head = JSONObject()
    for name in ["sinew_archive", "box", "athlete"] { head[name] = object[name] }
    self.head = head
    for name in ["references", "plans", "statements", "memory"] {
      for entry in object[name]?.array ?? [] { add(entry, to: name) }
      flush(name)
    }
    for set in object["sets"]?.array ?? [] { add(set: set) }
    flush("sets")
    if parts.isEmpty { parts.append(head) }
  }

  private mutating func add(_ entry: JSONValue, to name: String) {
    let bytes = entry.text.utf8.count
    if size + bytes > Self.budget { flush(name) }
    waiting.append(entry)
    size += bytes
  }

  /// A set that is too long for a line comes several times, each time with some of its parts.
  private mutating func add(set: JSONValue) {
    guard set.text.utf8.count > Self.budget, let object = set.object else {
      return add(set, to: "sets")
    }
    var bare = object
    let lists = ["repetitions", "statements", "corrections"]
    for name in lists { bare[name] = nil }
    let own = JSONValue.object(bare).text.utf8.count
    for name in lists {
      var some: [JSONValue] = []
      var bytes = own
      for entry in object[name]?.array ?? [] {
        let more = entry.text.utf8.count
        if bytes + more > Self.budget, !some.isEmpty {
          add(.object(bare.with(name, .array(some))), to: "sets")
          (some, bytes) = ([], own)
        }
        some.append(entry)
        bytes += more
      }
      add(.object(bare.with(name, .array(some))), to: "sets")
    }
  }

  private mutating func flush(_ name: String) {
    guard !waiting.isEmpty else { return }
    parts.append(head.with(name, .array(waiting)))
    waiting = []
    size = 0
  }
}

extension JSONObject {
  fileprivate func with(_ name: String, _ value: JSONValue) -> JSONObject {
    var object = self
    object[name] = value
    return object
  }
}
