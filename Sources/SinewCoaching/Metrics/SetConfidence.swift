internal import SinewFeedback
internal import SinewSignal

/// How far the numbers of a set can be relied on: by how many repetitions there are and by the
/// worst signal among them. The steps are ours.
struct SetConfidence: Sendable {
  /// More repetitions than this add nothing to a slope, and the pairs of them are many.
  static let mostRepetitions = 200

  private let ceiling: Confidence

  init(_ valid: [CoachedRepetition]) {
    let qualities = valid.flatMap { $0.numbers.muscles.map(\.quality) }
    ceiling = qualities.contains(.poor) ? .low : qualities.contains(.fair) ? .medium : .high
  }

  /// Fewer than 4 repetitions are low, 8 and more high, as far as the signal allows.
  func of(_ count: Int) -> Confidence {
    switch (count, ceiling) {
    case (..<4, _), (_, .low): .low
    case (..<8, _), (_, .medium): .medium
    default: .high
    }
  }

  /// The same for numbers that rest on the movement alone.
  static func ofMovement(_ count: Int) -> Confidence { SetConfidence([]).of(count) }
}
