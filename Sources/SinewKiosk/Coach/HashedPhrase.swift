internal import CCrypt

/// The hash of a coach's PIN or token, as crypt(5) writes it; the phrase itself is kept nowhere.
package struct HashedPhrase: Sendable, Equatable {
  /// Method, salt and hash in one word, such as `$y$j9T$...`.
  package let text: String

  /// Nil where the text can't be a hash.
  package init?(_ text: String) {
    guard text.hasPrefix("$"), text.utf8.count >= 20, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
    else { return nil }
    self.text = text
  }

  /// Letters a phrase must and may have: a PIN of six digits stands a limit of a few tries a
  /// minute for years.
  package static let lengths = 6...128

  /// Hashes a phrase by yescrypt, what Debian itself takes for passwords, with a new salt.
  /// Nil where the system can't.
  package init?(of phrase: String) {
    guard Self.isPossible(phrase) else { return nil }
    var setting = [CChar](repeating: 0, count: 256)
    let made = unsafe setting.withUnsafeMutableBufferPointer {
      unsafe crypt_gensalt_rn("$y$", 0, nil, 0, $0.baseAddress, CInt($0.count)) != nil
    }
    let bytes = setting.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    guard made, let hash = Self.hash(phrase, setting: String(decoding: bytes, as: UTF8.self)) else {
      return nil
    }
    text = hash
  }

  /// Whether this is the hash of `phrase`. Takes some tens of milliseconds and 16 MiB, on purpose.
  func matches(_ phrase: String) -> Bool {
    guard Self.isPossible(phrase), let made = Self.hash(phrase, setting: text) else { return false }
    let (mine, other) = (Array(text.utf8), Array(made.utf8))
    guard mine.count == other.count else { return false }
    // The same time whatever differs where.
    return zip(mine, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func isPossible(_ phrase: String) -> Bool {
    lengths.contains(phrase.utf8.count) && !phrase.utf8.contains(0)
  }

  private static func hash(_ phrase: String, setting: String) -> String? {
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Int(CRYPT_DATA_SIZE), alignment: 16)
    defer { unsafe room.deallocate() }
    unsafe room.initializeMemory(as: UInt8.self, repeating: 0)
    guard let hash = unsafe crypt_rn(phrase, setting, room.baseAddress, CInt(room.count)) else {
      return nil
    }
    return unsafe String(cString: hash)
  }
}
