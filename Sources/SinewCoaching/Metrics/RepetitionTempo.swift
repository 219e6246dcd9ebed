internal import SinewSignal

/// How long the four parts of one repetition took, seconds.
package struct RepetitionTempo: Sendable, Hashable {
  /// The target lengthens under load.
  package let eccentric: Double
  /// The target shortens.
  package let concentric: Double
  /// The pause in the stretched position. Of the two pauses one lies inside the repetition, the
  /// other after it and is nil until the next one starts (science 3.4).
  package let stretched: Double?
  /// The pause in the contracted position.
  package let contracted: Double?

  /// nil while nobody knows which direction is which.
  ///
  /// - Parameter pauseAfter: From the end of the repetition to the start of the next, if known.
  init?(_ repetition: Repetition, pauseAfter: Double?) {
    let out = max(0, repetition.outEnd.seconds(since: repetition.start))
    let turn = max(0, repetition.backStart.seconds(since: repetition.outEnd))
    let back = max(0, repetition.end.seconds(since: repetition.backStart))
    let after = pauseAfter.map { max(0, $0) }
    switch repetition.firstPhase {
    case .concentric:
      (eccentric, stretched, concentric, contracted) = (back, after, out, turn)
    case .eccentric:
      (eccentric, stretched, concentric, contracted) = (out, turn, back, after)
    default: return nil
    }
  }

  /// Seconds of one phase; nil for the pause that isn't known yet.
  package func seconds(_ phase: TempoPhase) -> Double? {
    switch phase {
    case .eccentric: eccentric
    case .stretched: stretched
    case .concentric: concentric
    case .contracted: contracted
    }
  }
}

/// Which phases were as prescribed; nil where nothing can be said.
package struct TempoJudgement: Sendable, Hashable {
  /// The lengthening.
  package private(set) var eccentric: Bool?
  /// The pause in the stretched position.
  package private(set) var stretched: Bool?
  /// The shortening.
  package private(set) var concentric: Bool?
  /// The pause in the contracted position.
  package private(set) var contracted: Bool?

  /// - Parameter fastestThird: As for `Tempo.isInBand`.
  init(_ tempo: RepetitionTempo, target: Tempo, fastestThird: Double? = nil) {
    func judge(_ phase: TempoPhase) -> Bool? {
      tempo.seconds(phase).map {
        target.isInBand(phase, seconds: $0, fastestThird: fastestThird)
      }
    }
    eccentric = judge(.eccentric)
    stretched = judge(.stretched)
    concentric = judge(.concentric)
    contracted = judge(.contracted)
  }

  /// The verdict on one phase.
  package subscript(phase: TempoPhase) -> Bool? {
    switch phase {
    case .eccentric: eccentric
    case .stretched: stretched
    case .concentric: concentric
    case .contracted: contracted
    }
  }
}
