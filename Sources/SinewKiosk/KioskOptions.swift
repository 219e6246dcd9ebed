/// Where the kiosk listens and what it shows.
package struct KioskOptions: Sendable {
  /// Address to listen on. Anything but the loopback ones lets the network read the screen, in
  /// clear text, so a person must say so with `isInsecure`.
  package var host = "127.0.0.1"
  /// TCP port, 0 takes any free one.
  package var port = 7846
  /// Names besides the loopback ones by which browsers may call the kiosk, as behind a proxy.
  package var names: [String] = []
  /// The daemon's feedback socket.
  package var feedbackSocket = "/run/sinew/feedback.sock"
  /// The daemon's control socket; nil: nothing can be commanded and there are no coach's pages.
  package var controlSocket: String?
  /// The file with the hashes of the coaches' PINs; goes with `controlSocket`.
  package var coachFile: String?
  /// The program that speaks cues.
  package var voice = "espeak-ng"
  /// True where somebody chose to listen beyond this machine without encryption; the page shows it.
  package var isInsecure = false

  package init() {}

  /// Addresses that only this machine reaches.
  package var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

  /// Names the kiosk answers to; empty: any, where the network may call it what it likes.
  var allNames: Set<String> {
    guard isLoopback || !names.isEmpty else { return [] }
    return Set(["127.0.0.1", "::1", "localhost"] + names.map { $0.lowercased() })
  }

  /// One sentence why these options can't be served; nil when they can.
  package var fault: String? {
    if !isLoopback && !isInsecure {
      return """
        \(host) can be reached from the network and the page is not encrypted: \
        listen on 127.0.0.1, or add --insecure if the network is yours alone
        """
    }
    if (controlSocket == nil) != (coachFile == nil) {
      return "--control-socket and --coach-file go together: whoever may command has a PIN"
    }
    if controlSocket != nil && !isLoopback && names.isEmpty {
      return "beyond this machine --control-socket needs --name, the name browsers call it by"
    }
    return (0...65_535).contains(port) ? nil : "\(port) is not a port: 0 to 65535"
  }

  /// One sentence why the coaches' file can't be used; nil when it can.
  package var coachFault: String? {
    guard let coachFile else { return nil }
    do {
      _ = try CoachFile(path: coachFile).phrases()
      return nil
    } catch {
      return error.text
    }
  }
}
