@testable import SinewEngine

/// What the onset detector says about a signal, with times in seconds from its first sample.
struct DetectedBursts {
  struct Stamp: Equatable {
    var first: Double
    var best: Double
    var decided: Double
    var uncertaintyMs: Float
  }

  var onsets: [Stamp] = []
  var offsets: [Stamp] = []

  init(_ samples: [Float], settings: OnsetDetectorSettings) {
    var detector = OnsetDetector(settings: settings)
    for (index, sample) in samples.enumerated() where detector.consume(sample) {
      while let event = detector.nextEvent() {
        note(event, now: Double(index) / settings.sampleRateHz)
      }
    }
  }

  mutating func note(_ event: ActivationEvent, now: Double) {
    let time = now + event.signalTimeOffset
    let stamp = Stamp(first: time, best: time, decided: now, uncertaintyMs: event.uncertaintyMs)
    switch event.kind {
    case .onset: onsets.append(stamp)
    case .offset: offsets.append(stamp)
    case .onsetCorrected: onsets[onsets.count - 1].best = time
    case .offsetCorrected: offsets[offsets.count - 1].best = time
    }
  }
}

/// Events matched to true times one to one, nearest first.
struct EventScore {
  /// Event less truth, seconds.
  var errors: [Double] = []
  /// Delay of the decisions after the truth, seconds.
  var delays: [Double] = []
  var extra = 0
  var missed = 0

  init(_ stamps: [DetectedBursts.Stamp], truth: [Double], within tolerance: Double = 0.2) {
    var pairs: [(distance: Double, stamp: Int, truth: Int)] = []
    for (i, stamp) in stamps.enumerated() {
      for (j, time) in truth.enumerated() where abs(stamp.best - time) <= tolerance {
        pairs.append((abs(stamp.best - time), i, j))
      }
    }
    var usedStamps = Set<Int>()
    var usedTruth = Set<Int>()
    for pair in pairs.sorted(by: { $0.distance < $1.distance }) {
      guard !usedStamps.contains(pair.stamp), !usedTruth.contains(pair.truth) else { continue }
      usedStamps.insert(pair.stamp)
      usedTruth.insert(pair.truth)
      errors.append(stamps[pair.stamp].best - truth[pair.truth])
      delays.append(stamps[pair.stamp].decided - truth[pair.truth])
    }
    extra = stamps.count - usedStamps.count
    missed = truth.count - usedTruth.count
  }

  var meanAbsoluteMs: Double { 1000 * errors.reduce(0) { $0 + abs($1) } / Double(errors.count) }
  var medianDelayMs: Double { 1000 * delays.sorted()[delays.count / 2] }
}
