/// Where the broker is: `mqtts://broker.example:8883`, or `mqtt://` without encryption.
package struct BrokerAddress: Sendable, Equatable {
  package let host: String
  package let port: Int
  package let isEncrypted: Bool

  /// Nil for any other form.
  package init?(_ text: String) {
    let isEncrypted = text.hasPrefix("mqtts://")
    guard isEncrypted || text.hasPrefix("mqtt://") else { return nil }
    var rest = text.dropFirst(isEncrypted ? 8 : 7)
    if rest.hasSuffix("/") { rest.removeLast() }
    var host = rest
    var port = isEncrypted ? 8883 : 1883
    if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
      // An address of IPv6 has colons of its own.
      host = rest[rest.index(after: rest.startIndex)..<end]
      let after = rest[rest.index(after: end)...]
      guard after.isEmpty || after.hasPrefix(":") else { return nil }
      if !after.isEmpty {
        guard let number = Self.port(after.dropFirst()) else { return nil }
        port = number
      }
    } else if let colon = rest.lastIndex(of: ":") {
      host = rest[..<colon]
      guard !host.contains(":"), let number = Self.port(rest[rest.index(after: colon)...]) else {
        return nil
      }
      port = number
    }
    let isName = host.utf8.allSatisfy { byte in
      byte > 0x20 && byte < 0x7F && !"/@?#[]".utf8.contains(byte)
    }
    guard isName, (1...255).contains(host.utf8.count) else { return nil }
    self.host = String(host)
    self.port = port
    self.isEncrypted = isEncrypted
  }

  private static func port(_ text: Substring) -> Int? {
    guard let port = UInt16(text), port > 0, text.first != "+" else { return nil }
    return Int(port)
  }

  /// Reached without a network.
  package var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

  /// As it is written.
  package var text: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(isEncrypted ? "mqtts" : "mqtt")://\(name):\(port)"
  }
}
