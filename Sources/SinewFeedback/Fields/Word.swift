/// A value from a closed list of words, written as it is spelled on the wire.
package protocol Word: RawRepresentable, CaseIterable, Sendable, Hashable, Codable
where RawValue == String {}

/// One side of the body.
package enum Side: String, Word {
  case left
  case right
}
