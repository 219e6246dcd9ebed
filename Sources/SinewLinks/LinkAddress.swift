/// Where a link leads, as people write it in the configuration.
package enum LinkAddress: Sendable, Hashable {
  /// `/dev/ttyUSB0`, `/dev/sinew/...`, a pseudo-terminal: any absolute path.
  case serial(path: String)
  /// `fifo:PATH`, a named pipe another program writes.
  case fifo(path: String)
  /// `unix:PATH`, a stream socket another program serves.
  case unix(path: String)
  /// `replay:FILE`, a `.session` recording.
  case replay(path: String)

  /// Bytes a Unix socket's path may have, its closing zero not counted (unix(7)).
  package static let longestSocketPath = 107

  /// Reads an address; throws `badAddress` with the reason.
  package init(_ text: String) throws(LinkError) {
    func bad(_ why: String) -> LinkError { .badAddress(text: text, why: why) }
    guard !text.utf8.contains(0) else { throw bad("it holds a zero byte") }
    guard text.utf8.count <= 4095 else { throw bad("it is longer than 4095 bytes") }
    if text.hasPrefix("/") {
      self = .serial(path: text)
      return
    }
    guard let colon = text.firstIndex(of: ":") else {
      throw bad("it starts neither with a slash nor with a known word and a colon")
    }
    let path = String(text[text.index(after: colon)...])
    guard !path.isEmpty else { throw bad("nothing follows the colon") }
    switch text[..<colon] {
    case "fifo": self = .fifo(path: path)
    case "replay": self = .replay(path: path)
    case "unix":
      guard path.utf8.count <= Self.longestSocketPath else {
        throw bad("a socket's path has at most \(Self.longestSocketPath) bytes")
      }
      self = .unix(path: path)
    default: throw bad("\"\(text[..<colon])\" is not a kind of link")
    }
  }

  package var path: String {
    switch self {
    case .serial(let path), .fifo(let path), .unix(let path), .replay(let path): path
    }
  }

  /// The word for `link` in feedback messages.
  package var word: String {
    switch self {
    case .serial: "serial"
    case .fifo: "pipe"
    case .unix: "socket"
    case .replay: "replay"
    }
  }

  /// False where nothing can be sent to the device, so that no handshake is possible.
  package var isTwoWay: Bool {
    switch self {
    case .serial, .unix: true
    case .fifo, .replay: false
    }
  }
}

extension LinkAddress: CustomStringConvertible {
  /// As `init` reads it.
  package var description: String {
    switch self {
    case .serial(let path): path
    case .fifo(let path): "fifo:\(path)"
    case .unix(let path): "unix:\(path)"
    case .replay(let path): "replay:\(path)"
    }
  }
}
