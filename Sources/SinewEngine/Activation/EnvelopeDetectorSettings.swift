/// What the detector for envelopes is told. One setting for all. On four recordings with 211
/// contractions nearby values (`onsetPart` 0.35 or 0.5, `onsetSpreads` 4 or 6, `memoryTime` 20 s)
/// missed or invented at most five more.
package struct EnvelopeDetectorSettings: Sendable {
  /// Samples a second of the stream.
  package private(set) var sampleRateHz: Double
  /// One step of the converter in the stream's unit; 0 where unknown.
  package private(set) var resolution: Double

  /// Moving mean over this, seconds.
  package var smoothing = 0.09
  /// The lowest of the last 10 s is the sensor's offset, in blocks of 0.25 s: single dips, which
  /// cheap sensors show at the edges of a burst, do not make it.
  package var minimumBlock = 0.25
  /// The offset is not sought in a burst, so that a hold may last; past this, seconds, it is.
  package var longestHold = 60.0
  /// Time in which the first level and its spread are learned, seconds.
  package var firstLevel = 1.5
  /// Time constant of the rest level and its spread, seconds.
  package var restTime = 3.0
  /// The active level fades toward rest with this time constant, seconds.
  package var memoryTime = 60.0
  /// Part of the way from rest to active level at which a burst begins.
  package var onsetPart = 0.40
  /// Part of the way at which it ends.
  package var offsetPart = 0.25
  /// The least height over rest at which a burst begins, in mean deviations of rest.
  package var onsetSpreads = 5.0
  /// The same for its end.
  package var offsetSpreads = 3.0
  /// The active level before any burst is known, in mean deviations of rest.
  package var firstActiveSpreads = 10.0
  /// Time above the threshold that decides, seconds.
  package var onsetTime = 0.06
  /// Time below the threshold that decides, seconds.
  package var offsetTime = 0.10
  /// Share of the way that the active level goes to the peak of a higher burst.
  package var riseOfLevel = 0.5
  /// The same for a lower burst.
  package var fallOfLevel = 0.3

  /// - Parameters:
  ///   - sampleRateHz: 5...200; outside, the nearest of both is taken.
  ///   - resolution: one step of the converter in the stream's unit; 0 where unknown.
  package init(sampleRateHz: Double, resolution: Double = 0) {
    self.sampleRateHz = sampleRateHz > 5 ? min(sampleRateHz, 200) : 5
    self.resolution = resolution > 0 && resolution < 1e6 ? resolution : 0
  }
}
