/// How much a listener may see, narrow to wide. Granted by user and group in the configuration,
/// told in `hello`, narrowed but never widened by `subscribe`.
package enum Scope: String, Word, Comparable {
  /// A public screen: nickname, repetitions, tempo, levels of target and compensators, cues,
  /// praise.
  case screen
  /// The athlete, signed in at a private station: also symmetry, order, programme and trends.
  case own
  /// The coach: also scans and everything about what helped.
  case coach
  /// The researcher: also samples.
  case raw

  private var width: Int {
    switch self {
    case .screen: 0
    case .own: 1
    case .coach: 2
    case .raw: 3
    }
  }

  package static func < (left: Scope, right: Scope) -> Bool { left.width < right.width }
}
