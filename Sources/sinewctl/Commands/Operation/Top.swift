import ArgumentParser
import Glibc
import SinewFeedback

struct Top: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How the daemon and its sensors are, live.",
    discussion: """
      On a terminal it fills the window and follows its size until Ctrl-C; into a pipe or a file it \
      prints plain lines.

      Examples:
        sinewctl top
        sinewctl top --interval 5 --count 12 >> an-hour.txt
      """)

  @Option(help: "The control socket.") var socket = "/run/sinew/control.sock"
  @Option(help: "Seconds between two looks, 0.1 to 3600.") var interval = 1.0
  @Option(help: "Looks to take; without it, until Ctrl-C.") var count: Int?

  func validate() throws {
    guard (0.1...3600).contains(interval) else {
      throw ValidationError("--interval must be 0.1 to 3600 s")
    }
    if let count, count < 1 { throw ValidationError("--count must be 1 or more") }
  }

  func run() throws {
    Interruption.watch()
    // Ends the pause below, so that a window that changed is drawn at once.
    signal(SIGWINCH) { _ in }
    let isInteractive = Screen().isInteractive
    // The second screen of the terminal: what stood there comes back at the end.
    if isInteractive { Screen.write("\u{1B}[?1049h\u{1B}[?25l") }
    defer { if isInteractive { Screen.write("\u{1B}[?25h\u{1B}[?1049l") } }
    var before: JSONValue?
    var looks = 0
    while !Interruption.happened {
      let status = try SocketClient.ask(socket, ["request": "status"])
      show(TopPicture(now: status, before: before))
      before = status
      looks += 1
      if let count, looks >= count { return }
      pause()
    }
  }

  private func show(_ picture: TopPicture) {
    let screen = Screen()
    guard screen.isInteractive else {
      return Screen.write(picture.lines.joined(separator: "\n") + "\n\n")
    }
    let shown = picture.lines.prefix(screen.size.rows - 1).map {
      String($0.prefix(screen.size.columns))
    }
    Screen.write("\u{1B}[H" + shown.map { $0 + "\u{1B}[K\r\n" }.joined() + "\u{1B}[J")
  }

  private func pause() { _ = poll(nil, 0, CInt(interval * 1000)) }
}
