package import SinewSignal

/// A prescribed tempo: four numbers in seconds, always in the order eccentric - pause stretched -
/// concentric - pause contracted, whichever phase the exercise starts with (science 3.4).
package struct Tempo: Sendable, Hashable {
  /// Seconds, 0...30.
  package let eccentric: Double
  /// Pause in the stretched position, seconds.
  package let stretched: Double
  /// 0 when `isExplosive`.
  package let concentric: Double
  /// Pause in the contracted position, seconds.
  package let contracted: Double
  /// `X`: the concentric phase as fast as the athlete can.
  package let isExplosive: Bool

  package init(
    eccentric: Double, stretched: Double, concentric: Double, contracted: Double,
    isExplosive: Bool = false
  ) {
    self.eccentric = eccentric
    self.stretched = stretched
    self.concentric = isExplosive ? 0 : concentric
    self.contracted = contracted
    self.isExplosive = isExplosive
  }

  /// Reads `3-1-1-0`, `2.5-0-1-0` or `2-0-X-0`; nil when it is none of these.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let isExplosive = parts[2] == "X" || parts[2] == "x"
    var numbers: [Double] = []
    for (index, part) in parts.enumerated() {
      if index == 2, isExplosive {
        numbers.append(0)
        continue
      }
      guard part.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E }),
        let number = Double(String(part)), number.isFinite, number <= 30
      else { return nil }
      numbers.append(number)
    }
    self.init(
      eccentric: numbers[0], stretched: numbers[1], concentric: numbers[2],
      contracted: numbers[3], isExplosive: isExplosive)
  }

  /// As people write it: `3-1-1-0`, `2-0-X-0`.
  package var text: String {
    let places = TempoPhase.allCases.map { phase in target(phase).map(Self.written) ?? "X" }
    return places.joined(separator: "-")
  }

  private static func written(_ seconds: Double) -> String {
    let text = "\(seconds)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The prescribed seconds of a phase; nil for X and where no such phase is prescribed.
  package func target(_ phase: TempoPhase) -> Double? {
    switch phase {
    case .eccentric: eccentric
    case .stretched: stretched
    case .concentric: isExplosive ? nil : concentric
    case .contracted: contracted
    }
  }

  /// Whether a phase of `seconds` was as prescribed (science 3.4): within the larger of 0.4 s and
  /// 20 %; a pause prescribed as 0 may last up to 0.5 s; X passes up to 1.0 s or in the fastest
  /// third of the set.
  ///
  /// Tighter bands would be dishonest: the measurement itself is good to about 0.2 s.
  ///
  /// - Parameter fastestThird: The longest duration among the set's fastest third, if known.
  package func isInBand(
    _ phase: TempoPhase, seconds: Double, fastestThird: Double? = nil
  ) -> Bool {
    guard let target = target(phase) else {
      return seconds <= 1.0 || seconds <= fastestThird ?? 0
    }
    if target == 0 { return seconds < 0.5 }
    // A nanosecond of grace, so that 2.6 s for 3 s passes whatever the binary fraction says.
    return abs(seconds - target) <= max(0.4, 0.2 * target) + 1e-9
  }
}

/// The four places of a tempo, in the order of its notation.
package enum TempoPhase: String, CaseIterable, Sendable, Hashable {
  case eccentric
  case stretched
  case concentric
  case contracted

  /// The place of a movement's phase; nil where the exercise is unknown.
  package init?(_ phase: MovementPhase) {
    switch phase {
    case .eccentric: self = .eccentric
    case .stretched: self = .stretched
    case .concentric: self = .concentric
    case .contracted: self = .contracted
    case .out, .outPause, .back, .backPause: return nil
    }
  }
}
