import Foundation
import SinewSignal

@testable import SinewEngine

/// Motion with known truth: a limb that turns about one axis or a bar that goes up and down, with
/// pauses, in any mounting, with noise from a fixed seed.
struct SyntheticMotion {
  /// One repetition: seconds of each part, and how far (degrees or metres).
  struct Plan {
    var out = 1.0
    var top = 0.0
    var back = 1.4
    var bottom = 0.0
    var range = 110.0
    /// Seconds of `out` that it stands still at a sticking point, after two thirds of the way.
    var stuck = 0.0
  }

  struct Truth: Equatable {
    var start: Double
    var turn: Double
    var end: Double
  }

  /// xorshift64*, so that the noise is the same everywhere.
  struct Noise: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed | 1 }
    mutating func next() -> UInt64 {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return state &* 2_685_821_657_736_338_717
    }
    mutating func normal() -> Double {
      (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
    }
  }

  var rateHz = 50.0
  /// A bar moves along the vertical; a limb turns.
  var isBar = false
  /// +1: the first direction goes up.
  var firstSign = 1.0
  var noiseG = 0.005
  var noiseDPS = 0.5
  var mounting = Mounting.identity
  var seed: UInt64 = 7
  var before = 3.0
  var after = 4.0

  /// Samples and truth of a plan.
  func play(_ plans: [Plan]) -> (samples: [MotionSample], truth: [Truth]) {
    var truth: [Truth] = []
    var time = before
    for plan in plans {
      let turn = time + plan.out
      let end = turn + plan.top + plan.back
      truth.append(Truth(start: time, turn: turn, end: end))
      time = end + plan.bottom
    }
    var noise = Noise(seed: seed)
    let count = Int((time + after) * rateHz)
    let samples = (0..<count).map { index -> MotionSample in
      let t = Double(index) / rateHz
      return sample(at: t, plans, truth, &noise)
    }
    return (samples, truth)
  }

  private func sample(
    at t: Double, _ plans: [Plan], _ truth: [Truth], _ noise: inout Noise
  ) -> MotionSample {
    var place = 0.0
    var speed = 0.0
    var push = 0.0
    for (plan, times) in zip(plans, truth) where t >= times.start && t < times.end {
      if t < times.turn {
        (place, speed, push) = Self.lift(t - times.start, plan)
      } else if t < times.turn + plan.top {
        place = plan.range
      } else {
        (place, speed, push) = Self.stroke(t - times.turn - plan.top, plan.back, -plan.range)
        place += plan.range
      }
    }
    var acceleration: [Double]
    var rotation: [Double]
    if isBar {
      acceleration = [0, 0, 1 + firstSign * push / 9.81]
      rotation = [0, 0, 0]
    } else {
      // The forearm hangs at -70 degrees and turns about the x axis of the sensor.
      let angle = (-70 + place) * firstSign * Double.pi / 180
      acceleration = [0, sin(angle), cos(angle)]
      rotation = [speed * firstSign, 0, 0]
    }
    acceleration = mounting.turn(acceleration).map { $0 + noiseG * noise.normal() }
    rotation = mounting.turn(rotation).map { $0 + noiseDPS * noise.normal() }
    return MotionSample(
      time: MonotonicTime(seconds: 100 + t),
      acceleration: SIMD3(acceleration.map { Float($0) }),
      rotation: SIMD3(rotation.map { Float($0) }))
  }

  /// The way out, in one stroke or in two with a sticking point between them; the first is faster.
  private static func lift(_ t: Double, _ plan: Plan) -> (Double, Double, Double) {
    guard plan.stuck > 0 else { return stroke(t, plan.out, plan.range) }
    let each = (plan.out - plan.stuck) / 2
    if t < each { return stroke(t, each, plan.range * 2 / 3) }
    if t < each + plan.stuck { return (plan.range * 2 / 3, 0, 0) }
    let (place, speed, push) = stroke(t - each - plan.stuck, each, plan.range / 3)
    return (plan.range * 2 / 3 + place, speed, push)
  }

  /// Place, speed and acceleration of a smooth stroke (speed is a raised cosine).
  private static func stroke(
    _ t: Double, _ duration: Double, _ range: Double
  ) -> (Double, Double, Double) {
    let x = 2 * Double.pi * t / duration
    return (
      range * (t / duration - sin(x) / (2 * Double.pi)),
      range / duration * (1 - cos(x)),
      range / duration * sin(x) * 2 * Double.pi / duration
    )
  }
}
