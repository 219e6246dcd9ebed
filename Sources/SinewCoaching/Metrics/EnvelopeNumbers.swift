internal import SinewSignal

/// What the envelope of one muscle tells about the inside of one repetition.
package struct EnvelopeNumbers: Sendable, Hashable {
  /// Level at the end of the concentric phase over the highest of the repetition, 0...1
  /// (science 4.6): the squeeze is at the end where it is near 1.
  package let peakIndex: Double?
  /// Mean level in the pause in the stretched position, in the unit of `MuscleNumbers`.
  package let stretched: Double?
  /// Mean level in the pause in the contracted position, in the unit of `MuscleNumbers`.
  package private(set) var contracted: Double?
  /// Seconds from the start of the concentric movement to half of the envelope's rise; negative
  /// where the muscle came first (science 2.3, 4.4).
  package let riseDelay: Double?
  /// Highest 250 ms in the second before the concentric movement, in the unit of `MuscleNumbers`.
  package let burstBefore: Double?
  /// Of the pause in the contracted position, where a hold is prescribed.
  package let hold: HoldNumbers?

  /// From this to each side of the end of the concentric phase (science 4.6), seconds.
  static let peakReach = 0.3
  /// A muscle may come in so long before the movement, seconds: hamstrings led by 195 +-75 ms in
  /// Lewis & Sahrmann 2009 (science 4.4).
  static let riseLead = 0.4
  /// A level that rises by less than this factor has no moment of rising. Ours: beyond the scatter
  /// of the envelope of a steady muscle (CV 15 to 23 %, science 1.4).
  static let leastRise = 1.6
  /// Seconds before the concentric movement in which a burst of another muscle may help.
  static let burstReach = 1.0

  /// nil where the levels of the repetition are missing.
  ///
  /// A level of the envelope becomes one of the repetition's (root mean square over a phase) by
  /// what the two say about the concentric phase: the mean of a rectified signal is less than its
  /// root mean square, and numerator and reference must use the same estimator (science 1.4).
  init?(
    _ muscle: MuscleNumbers, in repetition: Repetition, setup: StationSetup,
    levels: LevelHistory, pauseAfter: Double?
  ) {
    guard let spans = ConcentricSpan(repetition), let concentric = muscle.concentric else {
      return nil
    }
    let slot = muscle.slot.slot
    let top = spans.top(pauseAfter: pauseAfter, tempo: setup.tempo)
    let last = max(repetition.end, spans.end.advanced(bySeconds: top))
    guard let work = levels.trace(slot: slot, from: repetition.start, to: last) else { return nil }
    let begin = spans.start.seconds(since: repetition.start)
    let end = spans.end.seconds(since: repetition.start)
    let inside = work.mean(from: begin, to: end)
    let scale = inside > 0 ? concentric / inside : 0
    func pause(_ from: Double, _ to: Double) -> Double? {
      to - from >= MovementSpan.shortestPause && scale > 0
        ? work.mean(from: from, to: to) * scale : nil
    }

    let (before, after) = (min(Self.peakReach, end - begin), min(Self.peakReach, top))
    // Windows of the same length above and below the line: the highest of short windows would be
    // too high by chance alone.
    let squeeze = work.mean(from: end - before, to: end + after)
    let highest = max(work.highestMean(window: before + after), squeeze)
    peakIndex = highest > 0 ? squeeze / highest : nil
    contracted = pause(end, end + top)
    stretched = spans.bottom.flatMap {
      pause(
        $0.start.seconds(since: repetition.start), $0.end.seconds(since: repetition.start))
    }
    let lead = levels.trace(
      slot: slot, from: spans.start.advanced(bySeconds: -Self.burstReach), to: spans.end)
    riseDelay = lead?.rise(
      to: 0.5, from: Self.burstReach - Self.riseLead, least: Self.leastRise
    ).map { $0 - Self.burstReach }
    burstBefore = lead.map { $0.highestMean(window: 0.25, to: Self.burstReach) * scale }
    hold = HoldNumbers(
      setup: setup, slot: muscle.slot, held: top,
      trace: top > 0
        ? levels.trace(slot: slot, from: spans.end, to: spans.end.advanced(bySeconds: top)) : nil,
      concentric: inside)
  }

  /// What an earlier look knew and this one can't any more: the levels of long ago are gone.
  func completed(by earlier: EnvelopeNumbers?) -> EnvelopeNumbers {
    var numbers = self
    if numbers.contracted == nil { numbers.contracted = earlier?.contracted }
    return numbers
  }
}
