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
  /// `rfcomm:AA:BB:CC:DD:EE:FF`, a serial port of Bluetooth Classic, or `rfcomm:AA:BB:CC:DD:EE:FF/3`
  /// on a channel, 1...30, that need not be looked for.
  case rfcomm(BluetoothAddress, channel: UInt8?)
  /// `ble:C0:C1:C2:C3:C4:C5,random`, a wearable of Bluetooth LE; without `,random` the address is
  /// a public one.
  case ble(BLEAddress)
  /// `gatt:PATH`, a Unix socket of datagrams on which something pretends to be a wearable.
  case gatt(path: String)

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
    case "unix", "gatt":
      guard path.utf8.count <= Self.longestSocketPath else {
        throw bad("a socket's path has at most \(Self.longestSocketPath) bytes")
      }
      self = text[..<colon] == "unix" ? .unix(path: path) : .gatt(path: path)
    case "ble":
      guard let peer = BLEAddress(path), peer.address != .any else {
        throw bad("\"\(path)\" is no address like 00:11:22:AA:BB:CC or C0:11:22:AA:BB:CC,random")
      }
      self = .ble(peer)
    case "rfcomm":
      do throws(Unfit) { self = try Self.rfcomm(path) } catch { throw bad(error.why) }
    default: throw bad("\"\(text[..<colon])\" is not a kind of link")
    }
  }

  private struct Unfit: Error { let why: String }

  private static func rfcomm(_ text: String) throws(Unfit) -> LinkAddress {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let peer = BluetoothAddress(parts[0]), peer != .any else {
      throw Unfit(why: "\"\(parts[0])\" is no Bluetooth address like 00:11:22:AA:BB:CC")
    }
    guard parts.count > 1 else { return .rfcomm(peer, channel: nil) }
    guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let channel = UInt8(parts[1]),
      rfcommChannels.contains(channel)
    else { throw Unfit(why: "\"\(parts[1])\" is no RFCOMM channel from 1 to 30") }
    return .rfcomm(peer, channel: channel)
  }

  /// The word for `link` in feedback messages.
  package var word: String {
    switch self {
    case .serial: "serial"
    case .fifo: "pipe"
    case .unix: "socket"
    case .replay: "replay"
    case .rfcomm: "rfcomm"
    case .ble, .gatt: "ble"
    }
  }

  /// True where the line has a speed that must be known.
  package var hasLineSpeed: Bool {
    if case .serial = self { true } else { false }
  }

  /// False where nothing can be sent to the device, so that no handshake is possible.
  package var isTwoWay: Bool {
    switch self {
    case .serial, .unix, .rfcomm, .ble, .gatt: true
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
    case .ble(let peer): "ble:\(peer)"
    case .gatt(let path): "gatt:\(path)"
    case .rfcomm(let peer, .none): "rfcomm:\(peer)"
    case .rfcomm(let peer, .some(let channel)): "rfcomm:\(peer)/\(channel)"
    }
  }
}
