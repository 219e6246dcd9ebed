internal import SinewFeedback

/// How well the pause in the contracted position was held (science 4.6, 4.7).
package struct HoldNumbers: Sendable, Hashable {
  /// What was held, seconds.
  package let seconds: Double
  /// What was asked for, seconds.
  package let prescribed: Double
  /// Seconds in band until the hold failed or was over.
  package let inBand: Double
  /// Coefficient of variation beyond that of a perfectly steady muscle; nil for a hold of less
  /// than 2 s and where the rate of the samples is unknown or has no known floor.
  package let excessCV: Double?

  /// 0...100: the part of the time in band, less what was unsteady. Unsteadiness that can't be
  /// told costs nothing; the time already does.
  package var quality: Double {
    100 * min(1, inBand / prescribed) * (1 - min(1, (excessCV ?? 0) / 0.3))
  }

  /// A pause that is prescribed for at least this long is a hold, seconds.
  static let shortest = 2.0
  /// The band begins at this part of the repetition's concentric mean (science 4.6).
  static let bandOfConcentric = 0.8
  /// Seconds outside the band after which a hold has failed (science 4.6).
  static let longestOutside = 0.5
  /// Windows of steadiness and of the band, and the steps of the latter, seconds (science 1.4).
  static let window = 0.25
  static let step = 0.05

  /// nil where no hold is prescribed or the levels are missing.
  ///
  /// - Parameters:
  ///   - held: seconds that the movement rested at the top.
  ///   - trace: the envelope of so long.
  ///   - concentric: its mean over the concentric phase.
  init?(
    setup: StationSetup, slot: MuscleSlot, held: Double, trace: LevelTrace?, concentric: Double
  ) {
    guard let asked = setup.tempo?.contracted, asked >= Self.shortest, slot.role == .target,
      concentric > 0
    else { return nil }
    if held < Self.window {
      self.init(seconds: held, prescribed: asked, inBand: 0, excessCV: nil)
      return
    }
    guard let trace else { return nil }
    self.init(
      seconds: held, prescribed: asked,
      inBand: Self.timeInBand(trace, above: Self.bandOfConcentric * concentric),
      excessCV: slot.sampleRateHz.flatMap { Self.excessCV(trace, rateHz: $0) })
  }

  package init(seconds: Double, prescribed: Double, inBand: Double, excessCV: Double?) {
    self.seconds = seconds
    self.prescribed = prescribed
    self.inBand = inBand
    self.excessCV = excessCV
  }

  /// Each step counts by the window around it; after half a second outside nothing counts.
  package static func timeInBand(_ trace: LevelTrace, above limit: Double) -> Double {
    let steps = Int((trace.length + 1e-9) / step)
    var (inside, outside) = (0, 0)
    for index in 0..<max(0, steps) {
      let middle = (Double(index) + 0.5) * step
      let mean = trace.mean(from: middle - window / 2, to: middle + window / 2)
      if mean >= limit {
        inside += 1
        outside = 0
      } else {
        outside += 1
        if Double(outside) * step > longestOutside + 1e-9 { break }
      }
    }
    return Double(inside) * step
  }

  /// sqrt(max(0, CV^2 - floor^2)) of windows of 250 ms laid side by side (science 4.7); nil for
  /// less than 2 s.
  package static func excessCV(_ trace: LevelTrace, rateHz: Double) -> Double? {
    guard trace.length >= shortest - 1e-9, let floor = NoiseFloor.variation(rateHz: rateHz),
      let cv = Statistics.cv(trace.means(window: window))
    else { return nil }
    return max(0, cv * cv - floor * floor).squareRoot()
  }
}

/// What even a perfectly steady contraction shows in windows of 250 ms (science 1.4): an amplitude
/// estimated from a random signal varies by itself, the more the fewer samples there are.
package enum NoiseFloor {
  /// Coefficients of variation by sampling rate. Science 1.4 for the root mean square of 250 ms; the
  /// mean of 250 ms of the 6 Hz envelope at 20 levels a second has the same within 0.004
  /// (simulated by the recipe of science, appendix A1: 0.079, 0.084, 0.108, 0.122).
  private static let table: [(rateHz: Double, cv: Double)] = [
    (200, 0.12), (250, 0.11), (500, 0.09), (1000, 0.08),
  ]

  /// The floor at a rate, on straight lines between those of the table; nil below 200 samples a
  /// second, where nobody computed one.
  package static func variation(rateHz: Double) -> Double? {
    guard rateHz >= 195, let last = table.last else { return nil }
    guard let above = table.firstIndex(where: { $0.rateHz >= rateHz }) else { return last.cv }
    guard above > 0 else { return table[above].cv }
    let (low, high) = (table[above - 1], table[above])
    return low.cv + (high.cv - low.cv) * (rateHz - low.rateHz) / (high.rateHz - low.rateHz)
  }
}
