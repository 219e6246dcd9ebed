import ArgumentParser
import Glibc
import SinewKiosk

/// `sinew-kiosk hash-pin`: a line for the coaches' file.
struct HashPIN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hash-pin",
    abstract: "Read a PIN or token from standard input and print its hash for the coaches' file.",
    discussion: """
      sinew-kiosk hash-pin | sudo tee -a /etc/sinew/coach-pins
      """)

  func run() throws {
    let isTerminal = isatty(STDIN_FILENO) == 1
    var before = termios()
    if isTerminal {
      ask("PIN or token: ")
      unsafe tcgetattr(STDIN_FILENO, &before)
      var quiet = before
      quiet.c_lflag &= ~tcflag_t(ECHO)
      unsafe tcsetattr(STDIN_FILENO, TCSANOW, &quiet)
    }
    let phrase = readLine() ?? ""
    if isTerminal {
      unsafe tcsetattr(STDIN_FILENO, TCSANOW, &before)
      ask("\n")
    }
    guard let hash = HashedPhrase(of: phrase) else {
      let lengths = HashedPhrase.lengths
      throw ValidationError(
        "a PIN or token has \(lengths.lowerBound) to \(lengths.upperBound) bytes on one line")
    }
    say(hash.text)
  }
}

/// Words for the person, where a pipe does not catch them.
private func ask(_ words: String) {
  var words = words
  words.withUTF8 { _ = unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
