/// What a stream header says, as far as it matters here.
struct XDFStreamInfo: Sendable {
  /// How a value stands in the file.
  enum Format: String, Sendable {
    case float32, double64, int8, int16, int32, int64, string

    var width: Int {
      switch self {
      case .float32, .int32: 4
      case .double64, .int64: 8
      case .int8: 1
      case .int16: 2
      case .string: 0
      }
    }
  }

  /// Channels a stream may have.
  static let mostChannels = 4096

  let id: UInt32
  let name: String
  let type: String
  let channels: Int
  let rateHz: Double
  let format: Format
  let columns: [ForeignChannel]

  /// Nil with a clause about what is wrong.
  static func read(_ text: String, id: UInt32) -> (info: XDFStreamInfo?, why: String) {
    let markup = XDFElement(text[...])
    guard let count = markup.text("channel_count").flatMap({ Int($0) }),
      (1...mostChannels).contains(count)
    else { return (nil, "the header of stream \(id) has no channel_count from 1 to 4096") }
    guard let word = markup.text("channel_format"), let format = Format(rawValue: word) else {
      return (nil, "the header of stream \(id) has no channel_format that is known")
    }
    let rate = markup.text("nominal_srate").flatMap { Double($0) } ?? 0
    let type = markup.text("type") ?? ""
    let described = markup.child("desc")?.child("channels")?.children("channel") ?? []
    let columns = (0..<count).map { index in
      let channel = index < described.count ? described[index] : nil
      return ForeignChannel(
        label: channel?.text("label") ?? "ch\(index + 1)", unit: channel?.text("unit") ?? "",
        type: channel?.text("type") ?? type)
    }
    let info = XDFStreamInfo(
      id: id, name: markup.text("name") ?? "", type: type, channels: count,
      rateHz: rate.isFinite && rate >= 0 ? rate : 0, format: format, columns: columns)
    return (info, "")
  }
}

/// A piece of XML between a tag and its end: enough for stream headers, where an element of a name
/// is never inside another of the same name.
struct XDFElement {
  private let content: Substring

  init(_ content: Substring) { self.content = content }

  /// The text of the first element of this name.
  func text(_ name: String) -> String? {
    guard let inner = child(name)?.content, !inner.contains("<") else { return nil }
    return XDFMarkup.unescaped(inner)
  }

  /// The first element of this name.
  func child(_ name: String) -> XDFElement? { Self.find(name, content.utf8[...])?.element }

  /// All of this name, at most as many as a stream has channels.
  func children(_ name: String) -> [XDFElement] {
    var found: [XDFElement] = []
    var rest = content.utf8[...]
    while found.count < XDFStreamInfo.mostChannels, let hit = Self.find(name, rest) {
      found.append(hit.element)
      rest = hit.rest
    }
    return found
  }

  private static func find(
    _ name: String, _ text: Substring.UTF8View.SubSequence
  ) -> (element: XDFElement, rest: Substring.UTF8View.SubSequence)? {
    let open = Array("<\(name)>".utf8)
    let close = Array("</\(name)>".utf8)
    guard let start = place(of: open, in: text) else { return nil }
    let inside = text[start...].dropFirst(open.count)
    guard let end = place(of: close, in: inside) else { return nil }
    return (XDFElement(Substring(inside[..<end])), inside[end...].dropFirst(close.count))
  }

  private static func place(
    of pattern: [UInt8], in text: Substring.UTF8View.SubSequence
  ) -> Substring.UTF8View.Index? {
    var rest = text
    while let first = rest.firstIndex(of: 0x3C) {
      rest = rest[first...]
      if rest.starts(with: pattern) { return first }
      rest = rest.dropFirst()
    }
    return nil
  }
}
