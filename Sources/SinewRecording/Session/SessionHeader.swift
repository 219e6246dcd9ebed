/// What is known about a recorded session: ordered `key: value` lines.
package struct SessionHeader: Sendable, Hashable {
  /// One header line.
  package struct Field: Sendable, Hashable {
    package let key: String
    package let value: String
  }

  /// Keys every recording should have: device id, its firmware, frames a second, who recorded
  /// what, whether that person agreed to its use, and under which licence it may be passed on.
  package static let usualKeys = ["device", "firmware", "rate", "recorded", "consent", "licence"]
  /// Header lines a file may have.
  package static let mostFields = 256

  /// In the order of the file.
  package private(set) var fields: [Field] = []

  package init() {}

  /// A header of these fields, cleaned as `set` does.
  package init(_ fields: KeyValuePairs<String, String>) {
    for (key, value) in fields { set(key, value) }
  }

  /// The value of `key`, nil when absent.
  package subscript(key: String) -> String? { fields.first { $0.key == key }?.value }

  /// Adds a field or replaces its value. What would break the line (control characters, a colon in
  /// the key) becomes a blank or a dash, so that no value can forge a line of data.
  package mutating func set(_ key: String, _ value: String) {
    let field = Field(key: Self.cleanKey(key), value: Self.clean(value))
    if let index = fields.firstIndex(where: { $0.key == field.key }) {
      fields[index] = field
    } else if fields.count < Self.mostFields {
      fields.append(field)
    }
  }

  /// A key has small letters, digits, `-`, `_` and `.`, and begins with a letter.
  static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func cleanKey(_ key: String) -> String {
    let clean = key.lowercased().utf8.prefix(64).map { isKeyByte($0) ? $0 : UInt8(ascii: "-") }
    let text = String(decoding: clean, as: UTF8.self)
    guard let first = clean.first, first >= 0x61, first <= 0x7A else { return "x\(text)" }
    return text
  }

  private static func clean(_ value: String) -> String {
    let printing = value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: printing.prefix(4096))
    return String(text.drop { $0 == " " })
  }
}
