package import SinewCoaching
package import SinewFeedback
package import SinewSignal

/// Guided calibrations at a station.
extension StationPipeline {
  /// Why a calibration can't begin now.
  package enum CalibrationObstacle: Error, Sendable, Equatable {
    case inSet
    case calibrating
    /// No electrodes, or none on the muscle asked for.
    case notWorn
    /// No motion sensor and exercise that would tell repetitions.
    case noRepetitions
  }

  package var isCalibrating: Bool { calibration != nil }

  /// Begins to guide a calibration; its messages come with `handle` and `advance`.
  ///
  /// - Parameters:
  ///   - muscle: nil: all that are worn, one after the other.
  ///   - plan: other times than science gives, for tests.
  package func startCalibration(
    _ what: Calibration.What, muscle: String? = nil, side: Side? = nil,
    plan: CalibrationPlan? = nil, at now: MonotonicTime
  ) throws(CalibrationObstacle) {
    if isInSet { throw .inSet }
    if isCalibrating { throw .calibrating }
    let chosen = bare.muscles.filter {
      (muscle == nil || $0.muscle == muscle) && (side == nil || $0.side == side)
    }
    if chosen.isEmpty, what != .rom { throw .notWorn }
    if what == .refset, bare.exercise == nil { throw .noRepetitions }
    offered = []
    calibration = CalibrationRun(
      what, worn: bare.muscles, chosen: chosen, lang: bare.lang, plan: plan, at: now)
    references?.isCalibrating = true
    if what == .rest { onRest() }
  }

  /// Ends the calibration under way; nothing when there is none.
  package func stopCalibration(
    _ why: CalibrationRefusal, at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) {
    guard let told = calibration?.stop(why) else { return }
    tell(told, at: now, publish)
    finishCalibration(at: now, publish)
  }

  /// Pairs of slots that the last placement check found swapped.
  package var exchange: [(Int, Int)] { offered }

  /// Lets the calibration see a finding. Returns whether nobody else should: what the athlete does
  /// for a calibration is no set.
  func calibrate(_ finding: Finding, _ publish: (FeedbackMessage) -> Void) -> Bool {
    guard calibration != nil else { return false }
    calibration?.note(finding)
    advanceCalibration(to: finding.decidedTime ?? .zero, publish)
    switch finding {
    case .phase, .repetition, .repetitionRevised, .movementEnded:
      return calibration.map { $0.what != .refset } ?? false
    default: return false
    }
  }

  /// Lets time pass in the calibration.
  func advanceCalibration(to now: MonotonicTime, _ publish: (FeedbackMessage) -> Void) {
    guard let told = calibration?.advance(to: now) else { return }
    tell(told, at: now, publish)
    if calibration?.isOver == true { finishCalibration(at: now, publish) }
  }

  private func tell(
    _ told: [Calibration], at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void
  ) {
    for body in told {
      let envelope = Envelope(
        tSignal: now.seconds, station: bare.station, athlete: bare.athlete,
        exercise: bare.exercise?.id)
      publish(FeedbackMessage(envelope: envelope, body: .calibration(body)))
    }
  }

  /// What was measured is in force from now on.
  private func finishCalibration(at now: MonotonicTime, _ publish: (FeedbackMessage) -> Void) {
    guard let run = calibration else { return }
    calibration = nil
    offered = run.exchange
    references?.isCalibrating = false
    for result in run.results {
      guard let slot = result.slot, case .reference(let kind, let value) = result.value else {
        continue
      }
      references?.measured(kind, slot: slot.slot, value: value, at: now)
    }
    newResults += run.results
    settleReferences(at: now, except: run.results, publish)
  }
}
