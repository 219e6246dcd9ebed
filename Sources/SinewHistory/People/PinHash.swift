internal import CCrypt

/// A PIN as it is kept: salted and hashed with yescrypt, the way this system keeps its passwords.
/// Four digits can be guessed by whoever holds the file; the hash keeps them out of sight and out of
/// backups, and makes guessing take hours instead of nothing.
enum PinHash {
  /// Characters a PIN may have.
  static let lengths = 4...32

  /// - Throws: `HistoryError.invalid` for a PIN that is none, `failed` when the library refuses.
  static func make(_ pin: String) throws(HistoryError) -> String {
    guard lengths.contains(pin.utf8.count), !pin.utf8.contains(0) else {
      throw .invalid("A PIN has \(lengths.lowerBound) to \(lengths.upperBound) characters.")
    }
    var setting = [CChar](repeating: 0, count: 256)
    guard unsafe crypt_gensalt_rn("$y$", 0, nil, 0, &setting, CInt(setting.count)) != nil,
      let hash = hash(
        pin,
        setting: String(
          decoding: setting.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    else { throw .failed("a PIN could not be hashed") }
    return hash
  }

  /// Whether the PIN is the one of the hash; the time taken does not depend on how alike they are.
  static func matches(_ pin: String, _ kept: String) -> Bool {
    guard !pin.utf8.contains(0), let found = hash(pin, setting: kept) else { return false }
    let left = Array(found.utf8)
    let right = Array(kept.utf8)
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func hash(_ pin: String, setting: String) -> String? {
    var data = [UInt8](repeating: 0, count: Int(CRYPT_DATA_SIZE))
    return unsafe data.withUnsafeMutableBytes { room -> String? in
      guard let found = unsafe crypt_rn(pin, setting, room.baseAddress, CInt(room.count)) else {
        return nil
      }
      let text = unsafe String(cString: found)
      // A failure may be told by a text that begins with `*`.
      return text.hasPrefix("*") ? nil : text
    }
  }
}
