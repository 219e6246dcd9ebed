/// A message on the feedback socket.
package struct FeedbackMessage: Sendable, Equatable {
  package var envelope: Envelope
  package var body: FeedbackBody

  package init(envelope: Envelope, body: FeedbackBody) {
    self.envelope = envelope
    self.body = body
  }

  package var kind: FeedbackKind { body.kind }

  /// Reads a message back. Members that are not known are passed over.
  package init(json: JSONValue) throws(MessageError) {
    guard let object = json.object, let spelled = object["kind"]?.string else {
      throw MessageError(.notAMessage, "kind")
    }
    guard let kind = FeedbackKind(rawValue: spelled) else {
      throw MessageError(.unknownKind, spelled)
    }
    var reader = FieldReader(object)
    envelope = Envelope()
    envelope.visit(&reader)
    envelope.visitMark(&reader, of: kind)
    body = FeedbackBody(kind, from: &reader)
    if let fault = reader.fault { throw fault }
  }
}

/// Writes a message as one line, LF included, after whatever the buffer holds: the fields that the
/// buffer's scope may see.
package func encode(_ message: FeedbackMessage, into line: inout LineWriter) {
  line.beginObject()
  line.key("kind")
  line.string(message.kind.rawValue)
  var envelope = message.envelope
  envelope.visit(&line)
  envelope.visitMark(&line, of: message.kind)
  message.body.visit(&line)
  line.endObject()
  line.endLine()
}
