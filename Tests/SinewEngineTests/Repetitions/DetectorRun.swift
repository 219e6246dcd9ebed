import SinewSignal

@testable import SinewEngine

/// All that a detector said of a signal, and what is left when corrections are applied.
struct DetectorRun {
  struct LivePhase: Equatable {
    var phase: MovementPhase
    var at: MonotonicTime
    var decided: MonotonicTime
  }

  /// Repetitions that stand, with their last ends.
  var repetitions: [MotionRepetition] = []
  var phases: [LivePhase] = []
  var removed = 0
  var endings = 0
  /// When each walk had begun at the latest, and when it was told, seconds.
  var walks: [(at: Double, decided: Double)] = []
  var lost: UInt64 = 0
  /// Every event in words, for comparisons.
  var log: [String] = []

  init(_ samples: [MotionSample], motion: ExerciseMotion = .unknown, fetchEvery batch: Int = 1) {
    var detector = RepetitionDetector(motion: motion)
    for (index, sample) in samples.enumerated() {
      detector.consume(sample)
      if index % batch == batch - 1 { fetch(&detector) }
    }
    fetch(&detector)
    detector.finish()
    fetch(&detector)
    lost = detector.eventsLost
  }

  private mutating func fetch(_ detector: inout RepetitionDetector) {
    while let event = detector.nextEvent() { take(event) }
  }

  mutating func take(_ event: MotionEvent) {
    log.append("\(event)")
    switch event {
    case .repetition(let repetition): repetitions.append(repetition)
    case .endMoved(let ordinal, let end, _):
      for index in repetitions.indices where repetitions[index].ordinal == ordinal {
        repetitions[index].end = end
      }
    case .removed(let ordinal, _):
      repetitions.removeAll { $0.ordinal == ordinal }
      removed += 1
    case .phase(let phase, let at, let decided):
      phases.append(LivePhase(phase: phase, at: at, decided: decided))
    case .ended: endings += 1
    case .walking(let at, let decided): walks.append((at.seconds, decided.seconds))
    }
  }
}
