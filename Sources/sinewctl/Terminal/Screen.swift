import Glibc

/// What the terminal can do, and the few control sequences that are used.
struct Screen {
  /// False for a pipe, a file or `TERM=dumb`: plain lines instead of a picture.
  let isInteractive: Bool
  /// The size for which the last picture was drawn, and how many lines it had.
  private var drawn: (size: Size, lines: Int)?

  /// In characters.
  struct Size: Equatable {
    var columns = 80
    var rows = 24
  }

  init() {
    let dumb = unsafe getenv("TERM").map { unsafe String(cString: $0) } == "dumb"
    isInteractive = isatty(STDOUT_FILENO) == 1 && !dumb
  }

  /// Asked anew each time, for people resize windows; at most 100 columns, which are read at a
  /// glance.
  var size: Size {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
      size.ws_row > 0
    else { return Size() }
    return Size(columns: min(max(40, Int(size.ws_col)), 100), rows: max(4, Int(size.ws_row)))
  }

  /// Draws the lines over the picture drawn before; on another size of window on an empty screen,
  /// for where the old lines now are nobody knows.
  mutating func draw(_ lines: [String]) {
    let size = size
    var text = ""
    var previous = 0
    if let drawn, drawn.size != size {
      text = "\u{1B}[H\u{1B}[2J"
    } else if let drawn {
      previous = drawn.lines
      if previous > 0 { text = "\u{1B}[\(previous)A" }
    }
    for line in lines { text += "\u{1B}[2K" + line + "\n" }
    if previous > lines.count {
      let surplus = previous - lines.count
      text += String(repeating: "\u{1B}[2K\n", count: surplus) + "\u{1B}[\(surplus)A"
    }
    drawn = (size, lines.count)
    Self.write(text)
  }

  /// Unbuffered, in one piece, so that no half picture is seen.
  static func write(_ text: String) { put(text, on: STDOUT_FILENO) }

  /// One line on standard error.
  static func complain(_ sentence: String) { put(sentence + "\n", on: STDERR_FILENO) }

  /// A piece of a line on standard error.
  static func mutter(_ text: String) { put(text, on: STDERR_FILENO) }

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
