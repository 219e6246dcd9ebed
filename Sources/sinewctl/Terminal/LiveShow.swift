import SinewFeedback

/// Follows a feedback connection on standard output: a picture on a terminal, sentences elsewhere,
/// or the lines themselves.
struct LiveShow {
  let json: Bool
  private var screen = Screen()
  private var floor = LiveFloor()
  private var lastDrawing = -1.0

  init(json: Bool) { self.json = json }

  /// True where the picture is drawn anew and again, so that waiting for the daemon makes sense.
  var isPicture: Bool { !json && screen.isInteractive }

  /// Until the daemon closes the connection or `stop` says so of a message.
  mutating func follow(_ client: SocketClient, until stop: (JSONValue) -> Bool) {
    while let line = client.line() {
      if json { Screen.write(String(decoding: line, as: UTF8.self) + "\n") }
      guard let message = try? JSONValue(parsing: line) else { continue }
      let sentence = floor.take(message)
      if !json { show(message, sentence) }
      if stop(message) { return }
    }
  }

  /// A sentence under the picture, which stays as it was.
  mutating func tell(_ sentence: String) {
    guard isPicture else { return Screen.complain(sentence) }
    let size = screen.size
    let picture = floor.lines(columns: size.columns, rows: size.rows - 2)
    screen.draw(picture + [" " + Ink.orange(sentence)])
  }

  private mutating func show(_ message: JSONValue, _ sentence: String?) {
    if screen.isInteractive {
      // 25 pictures a second at most, but each sentence at once.
      let time = message["t_emit"]?.number ?? 0
      guard sentence != nil || time - lastDrawing > 0.04 || time < lastDrawing else { return }
      let size = screen.size
      screen.draw(floor.lines(columns: size.columns, rows: size.rows - 1))
      lastDrawing = time
    } else if let sentence, message["state"]?.bool != true {
      Screen.write(sentence + "\n")
    }
  }
}
