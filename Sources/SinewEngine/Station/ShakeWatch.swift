internal import SinewSignal

/// Whether the limb has just been jerked, so that cables swing and electrodes shift.
struct ShakeWatch: BitwiseCopyable {
  private var last = SIMD3<Float>(repeating: .nan)
  private var shakenUntil = MonotonicTime(nanoseconds: .min / 2)

  /// Change of acceleration from one sample to the next that is a jerk, g. Lifting stays below a
  /// tenth of it at 50 samples a second and more.
  private static var jerk: Float {
    @_noLocks @_noAllocation
    get { 0.3 }
  }
  /// Seconds that its traces last in the signal.
  private static var traces: Double {
    @_noLocks @_noAllocation
    get { 0.3 }
  }

  /// Takes an acceleration in g; what is not finite says nothing.
  @_noLocks @_noAllocation
  mutating func note(_ acceleration: SIMD3<Float>, at time: MonotonicTime) {
    let change = acceleration - last
    let square = change.x * change.x + change.y * change.y + change.z * change.z
    if square > Self.jerk * Self.jerk { shakenUntil = time.advanced(bySeconds: Self.traces) }
    if square == square || !(last.x == last.x) { last = acceleration }
  }

  @_noLocks @_noAllocation
  func isShaken(at time: MonotonicTime) -> Bool { time < shakenUntil }
}
