/// Everything the onset detector is told. The constants are one setting for every device, muscle
/// and rate, chosen on synthetic bursts of 3-20 dB and two recordings with marked bursts; the
/// remarks say what another value did there.
package struct OnsetDetectorSettings: Sendable {
  /// Samples a second of the stream.
  package private(set) var sampleRateHz: Double
  /// One step of the converter in the stream's unit; 0 where unknown.
  package private(set) var resolution: Double

  // Front end.
  /// High pass, 2 poles (science 1.1: De Luca et al. 2010).
  package var highPassHz = 20.0
  /// Low pass, 2 poles, where the rate allows it (science 1.2).
  package var lowPassHz = 450.0
  /// Lower edge of the band of movement artefact, 2-pole high pass.
  package var movementLowHz = 3.0
  /// Upper edge, 2-pole low pass. 20 Hz reaches into the signal at 250 Hz and loses weak bursts.
  package var movementHighHz = 15.0
  /// Time constant with which a peak of movement fades, seconds.
  package var movementHold = 0.030
  /// Part of the movement power counted as if it were rest power.
  package var movementWeight = 0.5

  // Rest level.
  /// Filters settle, seconds.
  package var settling = 0.15
  /// The first rest level is the mean over this, seconds.
  package var firstLevel = 0.5
  /// Rest is learned from samples this old, so that a beginning burst does not raise it, seconds.
  package var restDelay = 0.25
  /// Time constant of the rest level, seconds; 1.5 to 6 make little difference.
  package var restTime = 3.0
  /// Decisions take rest as no lower than this below the remembered active level, so that the
  /// detector follows a set whose muscle never rests. 19 dB delays strong onsets by 3 ms.
  package var restFloorDB = 22.0
  /// How long an active level is remembered: time constant, seconds.
  package var memoryTime = 20.0

  // Onset.
  /// Rise of power that the first test looks for. 5 (with a threshold of 10) costs 9 ms at 3 dB.
  package var smallRise = 2.5
  /// Rise of power that the second test looks for. A third test for 25 changed nothing.
  package var largeRise = 5.0
  /// Log-likelihood ratio that decides. 9.5: decisions 3 ms earlier, false ones 1.7 %; 13: 5 ms
  /// later at 3 dB.
  package var onsetThreshold = 12.0
  /// What is added to both thresholds at 0 samples a second, falling to nothing at 400: a level that
  /// rests on few samples is itself uncertain.
  package var slowOnsetThreshold = 1.0
  /// The same where rest has become `tonicRatio` times the lowest rest seen.
  package var tonicOnsetThreshold = 14.0
  /// Rest over the lowest rest seen from which the muscle counts as tense.
  package var tonicRatio = 4.0
  /// The highest power, in multiples of rest, that one sample may count. 10 delays by 11 ms at 3 dB.
  package var energyClip = 25.0
  /// Shortest rise that may decide, seconds.
  package var shortestRise = 0.006
  /// No onset so soon after an offset was decided, seconds; without it one burst is found twice.
  package var refractory = 0.08
  /// A sample with less than this part of the greatest roughness is the ringing of a spike.
  package var spikeShare = 0.02
  /// Seconds for which a rise is held back as hum before it becomes the rest.
  package var humTime = 0.15
  /// The least samples for the same: over fewer, noise of a narrow band looks like hum now and then.
  package var leastHumSamples = 60
  /// Samples within which a strong rise can't be told from hum below 400 a second: fewer leave the
  /// third harmonic, or its alias, unexplained. 12 let through 15 of 15 at 250; below 700 they do.
  package var slowHumSamples = 16
  /// Part of its power that the fit to hum just switched on may leave below 700 samples a second.
  /// 0.1 let through half as much again; bursts are found and decided alike from 0.1 to 0.25.
  package var slowHumSlack = 0.2
  /// Time constant of the autocorrelation at rest, seconds: a bandwidth below Nyquist's makes
  /// neighbours say the same thing. Without this weight false onsets abound.
  package var independenceTime = 3.0
  /// The least weight of a sample.
  package var leastIndependence = 0.25

  // Offset.
  /// Time constant of a rising active level, seconds.
  package var activeAttack = 0.15
  /// Time constant of a falling active level, seconds.
  package var activeRelease = 1.0
  /// An offset is a fall below rest and active level's geometric mean, or this below active.
  package var offsetFallDB = 12.0
  /// The fall is tested as a step between the middle times and over this.
  package var offsetSpread = 2.0
  /// Log-likelihood ratio that decides at 1 kHz and over; below in proportion to the rate. 25 and 60
  /// find the same bursts.
  package var offsetThreshold = 40.0
  /// The least at low rates.
  package var leastOffsetThreshold = 12.0
  /// A level after the burst above this times rest is the new rest.
  package var raisedRest = 2.0

  // Dating.
  /// Look-back of an onset from its decision, seconds.
  package var onsetLookBack = 0.40
  /// Look-back of an offset from its decision, seconds.
  package var offsetLookBack = 0.45
  /// The correction of an onset comes this much later, when the plateau is known; after 0.1 s it is
  /// 1-2 ms worse.
  package var onsetCorrectionDelay = 0.20
  /// The correction of an offset comes this much later, seconds.
  package var offsetCorrectionDelay = 0.15
  /// The mean over this gives the level after the burst then, seconds.
  package var offsetLevelTime = 0.08
  /// The level before a burst, for dating, is no lower than this below the remembered active level.
  /// The most delicate constant: 33 or 43 dB move weak recruitment by 50 ms.
  package var onsetDatingFloorDB = 38.0
  /// The same after a burst.
  package var offsetDatingFloorDB = 30.0
  /// An offset is corrected only where the level after it is this far below the burst.
  package var offsetCorrectionDB = 26.0

  /// - Parameters:
  ///   - sampleRateHz: 100...20 000; outside, the nearest of both is taken.
  ///   - resolution: one step of the converter in the stream's unit; 0 where unknown.
  package init(sampleRateHz: Double, resolution: Double = 0) {
    self.sampleRateHz = sampleRateHz > 100 ? min(sampleRateHz, 20_000) : 100
    self.resolution = resolution > 0 && resolution < 1e6 ? resolution : 0
  }
}
