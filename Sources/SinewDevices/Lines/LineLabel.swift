/// The name of a printed column, at most 31 bytes; a longer one is cut, so labels must differ
/// before that.
struct LineLabel: BitwiseCopyable {
  private var bytes = InlineArray<31, UInt8>(repeating: 0)
  private var length: UInt8 = 0

  @_noLocks @_noAllocation
  init() {}

  /// The label at `text[start..<end]`.
  @_noLocks @_noAllocation
  init(_ text: borrowing TextLine, from start: Int, to end: Int) {
    while length < 31, start &+ Int(length) < end {
      bytes[Int(length)] = text[start &+ Int(length)]
      length &+= 1
    }
  }

  /// The label a person declared.
  init(_ name: String) {
    for byte in name.utf8.prefix(31) {
      bytes[Int(length)] = byte
      length += 1
    }
  }

  @_noLocks @_noAllocation
  func matches(_ other: LineLabel) -> Bool {
    guard length == other.length else { return false }
    var index = 0
    while index < Int(length) {
      guard bytes[index] == other.bytes[index] else { return false }
      index &+= 1
    }
    return true
  }

  /// For people.
  var name: String {
    String(decoding: (0..<Int(length)).map { bytes[$0] }, as: UTF8.self)
  }

  /// What a column of this name is for; anything but the few reserved names is a channel.
  var purpose: ColumnPurpose {
    @_noLocks @_noAllocation
    get {
      // Up to eight bytes as one number, "t" = 0x74.
      guard length <= 8 else { return .channel }
      var key: UInt64 = 0
      var index = 0
      while index < Int(length) {
        key = key &<< 8 | UInt64(bytes[index])
        index &+= 1
      }
      switch key {
      case 0x74, 0x7473, 0x7469_6D65, 0x6D73, 0x6D69_6C6C_6973:  // t, ts, time, ms, millis
        return .milliseconds
      case 0x7573, 0x6D69_6372_6F73:  // us, micros
        return .microseconds
      case 0x6E, 0x73_6571, 0x63_6E74:  // n, seq, cnt
        return .counter
      case 0x5F:  // _
        return .ignored
      default:
        return .channel
      }
    }
  }
}

/// What a printed column is for.
enum ColumnPurpose: UInt8, BitwiseCopyable {
  case channel
  case milliseconds
  case microseconds
  case counter
  case ignored
}
