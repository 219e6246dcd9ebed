internal import SinewFeedback

/// One JSON text: whatever is read can be written, and reads back the same.
func checkJSON(_ bytes: [UInt8]) throws {
  guard let value = try? JSONValue(parsing: bytes) else { return }
  let again = try? JSONValue(parsing: value.text, limits: .file)
  try PropertyFault.unless(again == value, "JSON does not survive writing")
  _ = try? ControlResponse(json: value)
  guard let message = try? FeedbackMessage(json: value) else { return }
  let once = written(message)
  guard let read = try? FeedbackMessage(json: JSONValue(parsing: once)) else {
    throw PropertyFault("a message that was written can't be read")
  }
  try PropertyFault.unless(written(read) == once, "a message changes each time it is written")
}

private func written(_ message: FeedbackMessage) -> [UInt8] {
  var line = LineWriter()
  encode(message, into: &line)
  return unsafe line.withBytes { unsafe Array($0) }
}

/// The bytes of a client: lines are the same in any chunking and within the limit.
func checkSocket(_ bytes: [UInt8]) throws {
  var whole = LineFramer(limit: 300)
  let items = whole.feed(bytes)
  var pieces = LineFramer(limit: 300)
  var chunks = Chunks(of: bytes)
  var cut: [LineFramer.Item] = []
  for piece in chunks.cut(bytes, longest: 30) {
    cut += pieces.feed(Array(piece))
    try PropertyFault.unless(pieces.held <= 300, "holds more than the limit")
  }
  try PropertyFault.unless(items == cut, "the chunking changes the lines")
  for case .line(let line) in items { try checkLine(line) }
}

private func checkLine(_ line: [UInt8]) throws {
  try PropertyFault.unless(line.count <= 300 && !line.contains(0x0A), "a line past the limit")
  guard let value = try? JSONValue(parsing: line) else { return }
  if let wish = try? SubscribeRequest(json: value) {
    for scope in [Scope.screen, .own, .coach, .raw] { _ = wish.kinds(for: scope) }
  }
  guard let request = try? ControlRequest(json: value) else { return }
  var writer = LineWriter()
  encode(request, into: &writer)
  let text = unsafe writer.withBytes { unsafe Array($0) }
  let again = try? ControlRequest(json: JSONValue(parsing: text, limits: .file))
  try PropertyFault.unless(again?.name == request.name, "a request does not survive writing")
  try PropertyFault.unless(again?.id == request.id, "the id of a request changes")
}
