/// A line on the control socket: `{"id":7,"request":"set.start","station":"rack-2"}`.
package struct ControlRequest: Sendable, Equatable {
  /// Comes back with the answer; absent when the asker gave none.
  package var id: Int?
  package var name: RequestName
  /// The members beside `id` and `request`.
  package var arguments: JSONObject

  package init(id: Int?, name: RequestName, arguments: JSONObject = JSONObject()) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }

  /// Reads a request and checks it against the table: name, required arguments, types. Whether it
  /// is available and permitted is for the daemon to say.
  package init(json: JSONValue) throws(RequestError) {
    guard let object = json.object else {
      throw RequestError(.badRequest, "A line must be one JSON object.")
    }
    guard let spelled = object["request"]?.string else {
      throw RequestError(.badRequest, "\"request\" must name what is asked for.")
    }
    guard let name = RequestName(rawValue: spelled) else {
      throw RequestError(.unknownRequest, Self.unknown(spelled))
    }
    id = object["id"]?.integer
    self.name = name
    arguments = object
    arguments["id"] = nil
    arguments["request"] = nil
    try check()
  }

  /// The `id` of a line that could not be read as a request, for the answer that says so.
  package static func id(of json: JSONValue) -> Int? { json["id"]?.integer }

  private static func unknown(_ spelled: String) -> String {
    let names = RequestName.allCases.map(\.rawValue)
    let shown = String(spelled.prefix(64))
    guard let nearest = nearestName(to: spelled, in: names) else {
      return "There is no request \"\(shown)\"."
    }
    return "There is no request \"\(shown)\"; nearest: \(nearest)."
  }

  private func check() throws(RequestError) {
    for argument in name.arguments {
      let value = arguments[argument.name]
      if value == nil || value == .null {
        if !argument.isRequired { continue }
        throw RequestError(
          .missingArgument, "\(name.rawValue) needs \"\(argument.name)\" (\(argument.kind)).")
      }
      if let value, !argument.accepts(value) {
        throw RequestError(
          .badArgument, "\"\(argument.name)\" of \(name.rawValue) must be \(argument.kind).")
      }
    }
  }
}

/// Writes a request as one line, LF included.
package func encode(_ request: ControlRequest, into line: inout LineWriter) {
  line.beginObject()
  if let id = request.id {
    line.key("id")
    line.integer(id)
  }
  line.key("request")
  line.string(request.name.rawValue)
  for (name, value) in request.arguments.members {
    line.key(name)
    line.value(value)
  }
  line.endObject()
  line.endLine()
}
