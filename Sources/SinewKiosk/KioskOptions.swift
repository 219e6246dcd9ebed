/// Where the kiosk listens and what it shows.
package struct KioskOptions: Sendable {
  /// Address to listen on. Anything but the loopback ones lets the network read the screen, in
  /// clear text, so a person must say so with `isInsecure`.
  package var host = "127.0.0.1"
  /// TCP port, 0 takes any free one.
  package var port = 7846
  /// The daemon's feedback socket.
  package var feedbackSocket = "/run/sinew/feedback.sock"
  /// True where somebody chose to listen beyond this machine without encryption; the page shows it.
  package var isInsecure = false

  package init() {}

  /// Addresses that only this machine reaches.
  package var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

  /// One sentence why these options can't be served; nil when they can.
  package var fault: String? {
    if !isLoopback && !isInsecure {
      return """
        \(host) can be reached from the network and the page is not encrypted: \
        listen on 127.0.0.1, or add --insecure if the network is yours alone
        """
    }
    return (0...65_535).contains(port) ? nil : "\(port) is not a port: 0 to 65535"
  }
}
