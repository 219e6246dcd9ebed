internal import Glibc

extension Descriptor {
  /// Closes a Bluetooth socket on a thread of its own. Where the kernel itself has given a connection
  /// up (the adapter is pulled out, or an attempt has run into the kernel's limit), Linux 6.1.192
  /// ends the thread that closes its socket, "list_del corruption" in hci_chan_del, at whatever time
  /// it does. That shall be one that nobody needs rather than one of the few on which all tasks run.
  consuming func closeApart() {
    let raw = release()
    do {
      _ = try HardThread.start(name: "sinew-close", stackSize: 64 * 1024) { _ = close(raw) }
    } catch {
      _ = close(raw)
    }
  }
}
