internal import SinewSignal

/// Eight lanes of EMG from one stream, as a station wears them.
///
/// A class, so that a new plan can take the bank over with everything it has learned; after it is
/// made the engine thread alone touches it. What changes is one value: each look at a property of
/// an object is checked while it runs.
package final class MuscleBank {
  package let setup: MuscleBankSetup
  private var lanes: MuscleLanes

  /// - Parameters:
  ///   - index: 0 or 1, the bank's place in the station.
  ///   - activationHz: levels a second; the stream's own rate where that is lower.
  package init(index: Int, setup: MuscleBankSetup, activationHz: Double) {
    self.setup = setup
    lanes = MuscleLanes(index: index, setup: setup, activationHz: activationHz)
  }

  /// Takes one frame of the stream; `settle` does the rest of the work on it.
  ///
  /// - Parameters:
  ///   - lanes: the frame value of each lane, -1 where the lane is not used.
  ///   - isStill: the body is still and no set runs, so rest may be learned.
  ///   - isShaken: the limb was jerked a moment ago.
  func consume(
    _ frame: Frame, lanes map: InlineArray<8, Int8>, timing: SampleTiming, isStill: Bool,
    isShaken: Bool, station: UInt16, findings: inout RingProducer<Finding>
  ) {
    lanes.consume(
      frame, lanes: map, timing: timing, isStill: isStill, isShaken: isShaken, station: station,
      findings: &findings)
  }

  /// Lets the detectors of bursts take the newest sample. They read far more memory than
  /// everything before them, so the levels go out first.
  func settle(station: UInt16, findings: inout RingProducer<Finding>) {
    lanes.settle(station: station, findings: &findings)
  }

  /// What counts as 100 % of a lane's envelope from now on; 0: nothing.
  func setReference(lane: Int, _ level: Float) { lanes.setReference(lane: lane, level) }

  /// The muscles rest for the next seconds: the level of rest is taken anew.
  func learnRest() { lanes.learnRest() }

  /// Root mean square of the conditioned signal between two instants, by lane.
  func rms(from start: MonotonicTime, to end: MonotonicTime) -> MeanSquareReading {
    lanes.rms(from: start, to: end)
  }

  /// The highest 250 ms between two instants, by lane.
  func peak(from start: MonotonicTime, to end: MonotonicTime) -> MeanSquareReading {
    lanes.peak(from: start, to: end)
  }

  /// The spectrum over the middle half between two instants; nil where it can't be told.
  func spectrum(from start: MonotonicTime, to end: MonotonicTime) -> SpectrumReading? {
    lanes.spectrum(from: start, to: end)
  }

  /// Lanes whose signal can't be trusted, bit 0 = lane 0.
  var untrusted: UInt8 { lanes.untrusted }

  /// Lanes without contact, bit 0 = lane 0.
  var off: UInt8 { lanes.off }
}
