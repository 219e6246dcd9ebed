/// Kinds of chunks (XDF 1.0, https://github.com/sccn/xdf/wiki/Specifications).
enum XDFTag: UInt16 {
  case fileHeader = 1
  case streamHeader = 2
  case samples = 3
  case clockOffset = 4
  case boundary = 5
  case streamFooter = 6
}

/// A chunk as bytes.
enum XDFChunk {
  /// Divides chunks so that a damaged file can be read on behind the damage.
  static let boundary: [UInt8] = [
    0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4,
  ]

  static func bytes(_ tag: XDFTag, stream: UInt32? = nil, _ content: [UInt8]) -> [UInt8] {
    var chunk = length(content.count + 2 + (stream == nil ? 0 : 4))
    append(tag.rawValue, to: &chunk)
    if let stream { append(stream, to: &chunk) }
    return chunk + content
  }

  /// One byte that says how many follow, then the length in so many.
  static func length(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    if count < 256 {
      bytes = [1, UInt8(truncatingIfNeeded: count)]
    } else {
      bytes = [4]
      append(UInt32(truncatingIfNeeded: count), to: &bytes)
    }
    return bytes
  }

  static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  static func append(_ number: Double, to bytes: inout [UInt8]) {
    append(number.bitPattern, to: &bytes)
  }
}

/// Text between tags, and the little of XML that stream headers need.
enum XDFMarkup {
  static func element(_ name: String, _ text: String) -> String {
    "<\(name)>\(escaped(text))</\(name)>"
  }

  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "&": out += "&amp;"
      case "\"": out += "&quot;"
      default: out.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
      }
    }
    return out
  }

  /// The five entities every reader knows.
  static func unescaped(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    var out = ""
    var rest = text[...]
    let entities: [(String, String)] = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
    ]
    while let first = rest.first {
      if first == "&", let hit = entities.first(where: { rest.hasPrefix($0.0) }) {
        out += hit.1
        rest = rest.dropFirst(hit.0.count)
      } else {
        out.append(first)
        rest = rest.dropFirst()
      }
    }
    return out
  }
}
