import SinewLinks

/// The two listening sockets: systemd's where it gives them, else our own.
struct DaemonSockets: ~Copyable {
  var feedback: UnixListener
  var control: UnixListener

  init(_ configuration: Configuration) throws(DaemonError) {
    let inherited = Systemd.inheritedSockets()
    let feedback = try UnixListener(
      inherited: inherited["feedback"], path: configuration.feedback.socket,
      group: configuration.feedback.group)
    let control = try UnixListener(
      inherited: inherited["control"], path: configuration.controlSocket,
      group: configuration.controlGroup)
    self.feedback = feedback
    self.control = control
  }
}
