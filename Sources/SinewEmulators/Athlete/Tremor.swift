internal import Glibc

/// Physiological tremor: three sines between 8 and 11 Hz, so that angle, rate and acceleration agree.
struct Tremor: Sendable {
  private struct Part: Sendable {
    var hertz: Double
    var phase: Double
  }

  private let parts: [Part]
  /// Rate amplitude of each part, rad/s.
  private let amplitude: Double

  init(rmsDPS: Double, random: inout SeededRandom) {
    parts = (0..<3).map { _ in
      Part(hertz: random.uniform(8, 11), phase: random.uniform(0, 2 * Double.pi))
    }
    amplitude = rmsDPS * Double.pi / 180 * sqrt(2.0 / 3)
  }

  /// The angle in radians and its derivatives; an empty hand (`load` 0) shakes a tenth as much.
  func state(at seconds: Double, load: Double) -> Track.State {
    var state = Track.State()
    let strength = amplitude * (0.1 + 0.9 * load)
    for part in parts {
      let omega = 2 * Double.pi * part.hertz
      let turn = omega * seconds + part.phase
      state.value += strength / omega * sin(turn)
      state.rate += strength * cos(turn)
      state.acceleration -= strength * omega * sin(turn)
    }
    return state
  }
}
