/// Why a text was refused as JSON, and where.
package struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  package enum Reason: String, Sendable {
    /// The text ends in the middle of a value.
    case unfinished
    /// A character that can't stand here.
    case unexpected
    /// Something follows the value.
    case trailing
    /// Not a number of JSON: leading zero, sign or point out of place.
    case number
    /// A number beyond the range of a double.
    case range
    /// A control character inside a string, or an escape that does not exist.
    case string
    /// A lone half of a surrogate pair.
    case surrogate
    /// Bytes that are not UTF-8.
    case encoding
    /// The same member twice in one object.
    case duplicate
    /// Nested deeper than the limit.
    case depth
    /// Longer than the limit.
    case size
  }

  package let reason: Reason
  /// Bytes before the fault.
  package let offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// How much of a stranger's text is read.
package struct JSONLimits: Sendable {
  /// Arrays and objects inside each other.
  package var depth: Int
  /// Bytes of the whole text.
  package var bytes: Int

  /// The limits for a line of a client: 64 KiB, 32 levels.
  package static let line = JSONLimits(depth: 32, bytes: LineFramer.defaultLimit)
  /// The limits for a file of our own.
  package static let file = JSONLimits(depth: 64, bytes: 16 << 20)

  package init(depth: Int, bytes: Int) {
    self.depth = depth
    self.bytes = bytes
  }
}
