import Glibc

/// Asks on the terminal.
enum Question {
  /// True where somebody can answer.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 }

  /// The answer, or `usual` for an empty one.
  static func ask(_ words: String, usual: String) -> String {
    Screen.write("\(words) [\(usual.isEmpty ? "none" : usual)]: ")
    guard let line = readLine(), !line.isEmpty else { return usual }
    return line
  }
}
