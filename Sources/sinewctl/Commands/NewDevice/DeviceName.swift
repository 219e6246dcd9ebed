/// A family's id and what follows from it.
struct DeviceName {
  /// Why a device can't be begun; a sentence that says what to do.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// `acme-band`: the word in configurations, for ever.
  let id: String
  /// `AcmeBand`: the driver's type and file.
  let type: String
  /// `Acme Band`: for people, until somebody writes it as the maker does.
  let title: String

  /// The longest id, characters: it is the name of a file and of a link below `/dev/sinew`.
  private static let longest = 40

  /// Throws `Refusal` unless it is two or more words of small letters and digits, joined by dashes,
  /// of which the first begins with a letter.
  init(_ text: String) throws(Refusal) {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
    }
    let beginsWithLetter = text.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
    guard isPlain, beginsWithLetter, words.count >= 2, !words.contains(where: \.isEmpty),
      text.utf8.count <= Self.longest
    else {
      throw Refusal(
        description: "a device is called vendor-product in small letters and digits, such as"
          + " acme-band, with at most \(Self.longest) characters")
    }
    id = text
    let capital = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    type = capital.joined()
    title = capital.joined(separator: " ")
  }
}
