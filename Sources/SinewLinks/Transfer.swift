internal import Glibc

/// What came of one `read` or `write` on a link.
package enum Transfer: Sendable, Hashable {
  /// So many bytes were moved, at least 1.
  case bytes(Int)
  /// Nothing can be moved now; wait for the poller.
  case notNow
  /// The link is over.
  case ended(LinkEnd)

  /// Judges the result of `read` and the errno it left.
  package init(readResult: Int, code: CInt) {
    switch readResult {
    case 1...: self = .bytes(readResult)
    case 0: self = .ended(.closed)
    default: self = LinkEnd(code: code).map { .ended($0) } ?? .notNow
    }
  }

  /// Reads once. Never blocks on a descriptor of this module, never allocates. An empty `buffer`
  /// gives `notNow`.
  package static func read(
    _ fd: CInt, into buffer: UnsafeMutableRawBufferPointer
  ) -> Transfer {
    guard unsafe !buffer.isEmpty else { return .notNow }
    let result = unsafe Glibc.read(fd, buffer.baseAddress, buffer.count)
    return Transfer(readResult: result, code: result < 0 ? errno : 0)
  }

  /// Writes what fits at once; the rest is the caller's to send again. A pipe whose reader is gone
  /// raises SIGPIPE, which the daemon ignores; a socket does not raise it. Empty `bytes` give
  /// `notNow`.
  package static func write(_ fd: CInt, _ bytes: ArraySlice<UInt8>) -> Transfer {
    guard !bytes.isEmpty else { return .notNow }
    let result = unsafe bytes.withUnsafeBytes { source in
      let sent = unsafe send(fd, source.baseAddress, source.count, CInt(MSG_NOSIGNAL))
      guard sent < 0, errno == ENOTSOCK else { return sent }
      return unsafe Glibc.write(fd, source.baseAddress, source.count)
    }
    guard result > 0 else { return LinkEnd(code: errno).map { .ended($0) } ?? .notNow }
    return .bytes(result)
  }
}
