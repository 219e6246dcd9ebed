internal import SinewCoaching
internal import SinewFeedback
internal import SinewSignal

// The same words in the hot rooms' spelling and in the sockets'.

extension TempoPhase {
  /// Nil for the phases of an unknown movement, which have no tempo.
  init?(_ phase: MovementPhase) {
    switch phase {
    case .eccentric: self = .eccentric
    case .stretched: self = .stretched
    case .concentric: self = .concentric
    case .contracted: self = .contracted
    case .out, .outPause, .back, .backPause: return nil
    }
  }
}

extension Quality {
  init(_ quality: SignalQuality) {
    switch quality {
    case .good: self = .good
    case .fair: self = .fair
    case .poor: self = .poor
    case .off: self = .off
    }
  }
}

extension QualityFlags {
  /// As the sockets spell them.
  var names: [SignalState.Flag] {
    let all: [(QualityFlags, SignalState.Flag)] = [
      (.clip, .clip), (.flat, .flat), (.mains, .mains), (.noise, .noise), (.snr, .snr),
      (.motion, .motion), (.drop, .drop), (.leadOff, .leadOff), (.ecg, .ecg), (.cross, .cross),
    ]
    return all.filter { contains($0.0) }.map { $0.1 }
  }
}
