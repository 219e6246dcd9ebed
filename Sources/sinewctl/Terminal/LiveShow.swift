import SinewFeedback

/// Follows a feedback connection on standard output: a picture on a terminal, sentences elsewhere,
/// or the lines themselves.
struct LiveShow {
  let json: Bool
  private let screen = Screen()

  init(json: Bool) { self.json = json }

  /// Until the daemon closes the connection or `stop` says so of a message.
  func follow(_ client: SocketClient, until stop: (JSONValue) -> Bool) {
    var view = LiveView()
    var drawn = 0
    var lastDrawing = -1.0
    while let line = client.line() {
      if json { Screen.write(String(decoding: line, as: UTF8.self) + "\n") }
      guard let message = try? JSONValue(parsing: line) else { continue }
      let sentence = view.take(message)
      if !json {
        if screen.isInteractive {
          // 25 pictures a second at most, but each sentence at once.
          let time = message["t_emit"]?.number ?? 0
          if sentence != nil || time - lastDrawing > 0.04 || time < lastDrawing {
            let picture = view.lines(columns: screen.columns)
            screen.draw(picture, over: drawn)
            drawn = picture.count
            lastDrawing = time
          }
        } else if let sentence, message["state"]?.bool != true {
          Screen.write(sentence + "\n")
        }
      }
      if stop(message) { return }
    }
  }
}
