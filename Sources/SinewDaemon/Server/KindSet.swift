import SinewFeedback

/// A set of message kinds in one word, so that asking costs nothing on the way of a line.
struct KindSet: Equatable {
  private var bits: UInt64

  static let all = KindSet(bits: .max)

  private init(bits: UInt64) { self.bits = bits }

  init(_ kinds: some Sequence<FeedbackKind>) {
    bits = kinds.reduce(0) { $0 | Self.bit($1) }
  }

  func contains(_ kind: FeedbackKind) -> Bool { bits & Self.bit(kind) != 0 }

  var containsActivation: Bool { bits & Self.activationBit != 0 }

  private static let places = Dictionary(
    uniqueKeysWithValues: FeedbackKind.allCases.enumerated().map { ($1, UInt64(1) << UInt64($0)) })
  private static let activationBit = bit(.activation)

  private static func bit(_ kind: FeedbackKind) -> UInt64 { places[kind] ?? 0 }
}
