/// Listens for mains hum in two seconds of rest, on eight channels (science 1.3, 1.6).
///
/// The power at 50 and at 60 Hz and at their next two harmonics is taken with one Fourier term each
/// (what Goertzel's algorithm computes) and compared with the power of the whole signal. Feed it
/// the band-passed signal with the notches off.
package struct MainsDetector: BitwiseCopyable, Sendable {
  /// The hum's frequency, 50 or 60, once two seconds are in; nil while listening or without hum.
  package private(set) var mainsHz: Double?
  /// Power of the stronger hum by lane as a share of all, 0...1; above 0.2 is worth a notch, above
  /// 0.5 spoils the channel.
  package private(set) var share = SIMD8<Float>(repeating: 0)

  private var phasors = InlineArray<6, HumPhasor>(repeating: HumPhasor(hz: 0, rateHz: 1))
  private var power = SIMD8<Float>(repeating: 0)
  private var samples = 0
  private let needed: Int

  /// - Parameter rateHz: samples a second.
  package init(rateHz: Double) {
    let rate = rateHz.isFinite && rateHz > 1 && rateHz < 1e6 ? rateHz : 1000
    needed = max(2, Int(2 * rate))
    for index in 0..<6 {
      let hz = (index < 3 ? 50.0 : 60.0) * Double(index % 3 + 1)
      // A harmonic beyond the band is left at frequency 0 and never counted.
      phasors[index] = HumPhasor(hz: hz < 0.45 * rate ? hz : 0, rateHz: rate)
    }
  }

  /// Takes a sample of rest; true when two seconds are complete and the verdict is new.
  @_noLocks @_noAllocation
  package mutating func add(_ signal: SIMD8<Float>) -> Bool {
    power += signal * signal
    var index = 0
    while index < 6 {
      phasors[index].add(signal)
      index &+= 1
    }
    samples &+= 1
    guard samples >= needed else { return false }
    judge()
    beginAgain()
    return true
  }

  /// Drops an unfinished stretch: the rest was broken off.
  @_noLocks @_noAllocation
  package mutating func beginAgain() {
    samples = 0
    power = SIMD8(repeating: 0)
    var index = 0
    while index < 6 {
      phasors[index].clear()
      index &+= 1
    }
  }

  @_noLocks @_noAllocation
  private mutating func judge() {
    let count = Float(samples)
    let at50 = phasors[0].power(count) + phasors[1].power(count) + phasors[2].power(count)
    let at60 = phasors[3].power(count) + phasors[4].power(count) + phasors[5].power(count)
    var humming: Float = 0
    var ahead: Float = 0
    var lane = 0
    while lane < 8 {
      let total = power[lane] / count
      let hum = at50[lane] > at60[lane] ? at50[lane] : at60[lane]
      share[lane] = total > 0 && total < .infinity ? (hum < total ? hum / total : 1) : 0
      if share[lane] > humming { humming = share[lane] }
      if share[lane] > 0.2 { ahead += (at50[lane] - at60[lane]) / total }
      lane &+= 1
    }
    mainsHz = humming > 0.2 ? (ahead > 0 ? 50 : 60) : nil
  }
}
