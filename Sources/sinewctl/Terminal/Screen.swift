import Glibc

/// What the terminal can do, and the few control sequences that are used.
struct Screen {
  /// False for a pipe, a file or `TERM=dumb`: plain lines instead of a picture.
  let isInteractive: Bool
  let columns: Int

  init() {
    let dumb = unsafe getenv("TERM").map { unsafe String(cString: $0) } == "dumb"
    isInteractive = isatty(STDOUT_FILENO) == 1 && !dumb
    var size = winsize()
    let asked = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
    columns = asked == 0 && size.ws_col >= 40 ? min(Int(size.ws_col), 100) : 80
  }

  /// Draws the lines over the picture drawn before.
  func draw(_ lines: [String], over previous: Int) {
    var text = previous > 0 ? "\u{1B}[\(previous)A" : ""
    for line in lines { text += "\u{1B}[2K" + line + "\n" }
    if previous > lines.count {
      let surplus = previous - lines.count
      text += String(repeating: "\u{1B}[2K\n", count: surplus) + "\u{1B}[\(surplus)A"
    }
    Self.write(text)
  }

  /// Unbuffered, in one piece, so that no half picture is seen.
  static func write(_ text: String) { put(text, on: STDOUT_FILENO) }

  /// One line on standard error.
  static func complain(_ sentence: String) { put(sentence + "\n", on: STDERR_FILENO) }

  private static func put(_ text: String, on descriptor: CInt) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let taken = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if taken < 0, errno == EINTR { continue }
      guard taken > 0 else { return }
      sent += taken
    }
  }
}

/// Colours that stay apart for colour-blind eyes; words carry the meaning too.
enum Ink {
  static func bold(_ text: String) -> String { "\u{1B}[1m\(text)\u{1B}[0m" }
  static func dim(_ text: String) -> String { "\u{1B}[2m\(text)\u{1B}[0m" }
  static func blue(_ text: String) -> String { "\u{1B}[38;5;39m\(text)\u{1B}[0m" }
  static func orange(_ text: String) -> String { "\u{1B}[38;5;208m\(text)\u{1B}[0m" }
  static func reverse(_ text: String) -> String { "\u{1B}[7m\(text)\u{1B}[0m" }
}
