import SinewLinks

/// The sockets of the daemon: what systemd or a launcher gives, else our own.
struct DaemonSockets: ~Copyable {
  var feedback: UnixListener
  var control: UnixListener
  /// For the adapters of Bluetooth; nil where the kernel has none for this process. Bound by a
  /// launcher it may scan and set the pace of connections, bound by ourselves it may only look.
  var bluetooth: Descriptor?

  /// - Throws: `DaemonError` where a socket can't be had.
  static func open(_ configuration: Configuration) throws(DaemonError) -> DaemonSockets {
    let inherited = Systemd.inheritedSockets()
    let feedback = try UnixListener(
      inherited: inherited["feedback"], path: configuration.feedback.socket,
      group: configuration.feedback.group)
    let control = try UnixListener(
      inherited: inherited["control"], path: configuration.controlSocket,
      group: configuration.controlGroup)
    let launched = inherited["bluetooth"].flatMap { ManagementSocket.adopt($0) }
    return DaemonSockets(
      feedback: feedback, control: control,
      bluetooth: launched ?? (try? ManagementSocket.open()))
  }
}
