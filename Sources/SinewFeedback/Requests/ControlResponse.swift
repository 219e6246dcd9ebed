/// The answer to a request, on one line.
package struct ControlResponse: Sendable, Equatable {
  /// Done or refused.
  package enum Answer: Sendable, Equatable {
    /// Done; the members depend on the request.
    case ok(JSONObject)
    case error(ErrorCode, text: String)
  }

  /// That of the request; `null` on the wire when it had none.
  package var id: Int?
  package var answer: Answer

  package init(id: Int?, _ answer: Answer) {
    self.id = id
    self.answer = answer
  }

  package init(id: Int?, _ error: RequestError) {
    self.init(id: id, .error(error.code, text: error.text))
  }

  /// Reads an answer. A code that this version does not know reads as `internal`, the text stays.
  package init(json: JSONValue) throws(MessageError) {
    id = json["id"]?.integer
    if let members = json["ok"]?.object {
      answer = .ok(members)
    } else if let error = json["error"]?.object {
      let code = error["code"]?.string.flatMap(ErrorCode.init(rawValue:)) ?? .internalFault
      answer = .error(code, text: error["text"]?.string ?? "")
    } else {
      throw MessageError(.missing, "ok")
    }
  }
}

/// Writes an answer as one line, LF included.
package func encode(_ response: ControlResponse, into line: inout LineWriter) {
  line.beginObject()
  line.key("id")
  if let id = response.id { line.integer(id) } else { line.null() }
  switch response.answer {
  case .ok(let members):
    line.key("ok")
    line.value(.object(members))
  case .error(let code, let text):
    line.key("error")
    line.beginObject()
    line.key("code")
    line.string(code.rawValue)
    line.key("text")
    line.string(text)
    line.endObject()
  }
  line.endObject()
  line.endLine()
}
