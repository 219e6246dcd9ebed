internal import Glibc

/// One device on its pseudo terminal, driven by the thread of its `PtyHost`.
final class PtyPort {
  var device: any EmulatedDevice
  private var wire: WireDelay
  private let link: String?
  private var pair: PtyPair?
  private var wasOpen = false
  private var ownsLink = false
  /// Bytes a client was too slow to take.
  private(set) var bytesDropped = 0

  init(_ plan: PtyHost.Plan) throws(PtyError) {
    device = plan.device
    wire = plan.wire
    link = plan.link
    try plug()
  }

  deinit { removeLink() }

  /// The path a client opens: the link if one was asked for; nil while unplugged.
  var path: String? { pair.map { link ?? $0.path } }

  /// The master's descriptor while a client has the port open.
  var openDescriptor: Int32? { wasOpen ? pair?.master : nil }

  var nextDue: Double? { [device.nextDue, wire.nextDue].compactMap { $0 }.min() }

  /// Puts the cable in: a new terminal, and the link points to it.
  func plug() throws(PtyError) {
    guard pair == nil else { return }
    let made = try PtyPair()
    try makeLink(to: made.path)
    pair = made
  }

  /// Pulls the cable: the client sees a hang-up, the link disappears.
  func unplug() {
    guard pair != nil else { return }
    removeLink()
    pair = nil
    wasOpen = false
  }

  /// Moves bytes both ways at `seconds`.
  func step(at seconds: Double) {
    let isOpen = pair?.isOpen ?? false
    if isOpen, !wasOpen { device.portOpened(at: seconds) }
    let heard = isOpen || wasOpen ? pair?.read() ?? [] : []
    wasOpen = isOpen
    let out =
      heard.isEmpty ? device.advance(to: seconds) : device.receive(heard, at: seconds)
    wire.put(out, at: seconds)
    let bytes = wire.take(at: seconds)
    guard isOpen, !bytes.isEmpty else { return }
    bytesDropped += pair?.write(bytes) ?? 0
  }

  /// A link left behind by a run before is replaced; anything else at that path is left alone.
  private func makeLink(to path: String) throws(PtyError) {
    guard let link else { return }
    var status = stat()
    if unsafe lstat(link, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFLNK else { throw .pathTaken(link) }
      unsafe unlink(link)
    }
    guard unsafe symlink(path, link) == 0 else { throw .system(call: "symlink", errno: errno) }
    ownsLink = true
  }

  private func removeLink() {
    guard ownsLink, let link else { return }
    unsafe unlink(link)
    ownsLink = false
  }
}
