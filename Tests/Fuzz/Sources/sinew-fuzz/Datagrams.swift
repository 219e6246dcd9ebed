/// An input as a conversation: a byte that counts, then so many bytes of one datagram; 255 lets ten
/// seconds pass, 254 is a wish of our own side.
struct Datagrams {
  enum Step {
    case datagram(ArraySlice<UInt8>)
    case pause
    case wish
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func next() -> Step? {
    guard let count = rest.popFirst() else { return nil }
    switch count {
    case 255: return .pause
    case 254: return .wish
    default:
      defer { rest = rest.dropFirst(Int(count)) }
      return .datagram(rest.prefix(Int(count)))
    }
  }
}
