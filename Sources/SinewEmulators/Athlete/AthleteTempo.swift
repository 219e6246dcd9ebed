/// Seconds for each part, in the order of the notation: 3-0-1-1 by default.
package struct AthleteTempo: Sendable, Equatable {
  package var eccentric = 3.0
  package var stretched = 0.0
  package var concentric = 1.0
  package var contracted = 1.0

  package init(
    eccentric: Double = 3, stretched: Double = 0, concentric: Double = 1, contracted: Double = 1
  ) {
    self.eccentric = eccentric
    self.stretched = stretched
    self.concentric = concentric
    self.contracted = contracted
  }

  package subscript(phase: AthletePhase) -> Double {
    switch phase {
    case .eccentric: eccentric
    case .stretched: stretched
    case .concentric: concentric
    case .contracted: contracted
    }
  }
}
