internal import Glibc

/// Turns the body's movement into what a strapped-on sensor feels, without its noise.
struct LimbMotion: Sendable {
  static let gravity = 9.80665

  private var script: AthleteScript
  private let radius: Double
  private let upperArm: Double
  private let tremor: Tremor
  private var firstImpact = 0

  init(_ script: AthleteScript, profile: AthleteProfile, random: inout SeededRandom) {
    self.script = script
    radius = profile.sensorRadius
    upperArm = profile.upperArm
    tremor = Tremor(rmsDPS: profile.tremorDPS, random: &random)
  }

  mutating func sample(at seconds: Double) -> MotionSample {
    var sample =
      script.onBar.state(at: seconds).value > 0.5 ? bar(at: seconds) : forearm(at: seconds)
    sample.accelerationG.x += knock(at: seconds)
    return sample
  }

  /// Speed in units of 100 deg/s or 1 m/s, for artefacts.
  mutating func briskness(at seconds: Double) -> Double {
    script.elbow.state(at: seconds).rate * 180 / Double.pi / 100
      + script.height.state(at: seconds).rate
  }

  /// Sensor on the forearm: x towards the hand, y where the hand goes in a curl, z the elbow's axis.
  /// Gravity, centripetal and tangential acceleration of a two-link pendulum in the sagittal plane.
  private mutating func forearm(at seconds: Double) -> MotionSample {
    let elbow = script.elbow.state(at: seconds)
    let shoulder = script.shoulder.state(at: seconds)
    let shake = tremor.state(at: seconds, load: script.load.state(at: seconds).value)
    let angle = elbow.value + shoulder.value + shake.value
    let rate = elbow.rate + shoulder.rate + shake.rate
    let acceleration = elbow.acceleration + shoulder.acceleration + shake.acceleration
    let bend = angle - shoulder.value
    let along =
      -radius * rate * rate + upperArm * shoulder.acceleration * sin(bend)
      - upperArm * shoulder.rate * shoulder.rate * cos(bend)
    let across =
      radius * acceleration + upperArm * shoulder.acceleration * cos(bend)
      + upperArm * shoulder.rate * shoulder.rate * sin(bend)
    let sample = MotionSample(
      accelerationG: SIMD3(
        -cos(angle) + along / Self.gravity, sin(angle) + across / Self.gravity, 0),
      turnRateDPS: SIMD3(0, 0, rate * 180 / Double.pi))
    return rolled(sample, script.roll.state(at: seconds))
  }

  /// The hand turns about the forearm's axis.
  private func rolled(_ sample: MotionSample, _ roll: Track.State) -> MotionSample {
    let (c, s) = (cos(roll.value), sin(roll.value))
    func turn(_ v: SIMD3<Double>) -> SIMD3<Double> {
      SIMD3(v.x, c * v.y + s * v.z, c * v.z - s * v.y)
    }
    var turned = MotionSample(
      accelerationG: turn(sample.accelerationG), turnRateDPS: turn(sample.turnRateDPS))
    turned.turnRateDPS.x += roll.rate * 180 / Double.pi
    return turned
  }

  /// Sensor on a bar that goes up and down: y is up, and the bar tips 5 degrees on a metre.
  private mutating func bar(at seconds: Double) -> MotionSample {
    let height = script.height.state(at: seconds)
    let shake = tremor.state(at: seconds, load: script.load.state(at: seconds).value)
    let tip = 5 * Double.pi / 180
    let angle = tip * height.value + shake.value
    let rate = tip * height.rate + shake.rate
    let up = 1 + height.acceleration / Self.gravity
    return MotionSample(
      accelerationG: SIMD3(sin(angle) * up, cos(angle) * up, 0),
      turnRateDPS: SIMD3(0, 0, rate * 180 / Double.pi))
  }

  /// A knock rings at 25 Hz and dies away in some 50 ms.
  private mutating func knock(at seconds: Double) -> Double {
    let impacts = script.impacts
    while firstImpact < impacts.count, impacts[firstImpact].seconds < seconds - 0.4 {
      firstImpact += 1
    }
    guard firstImpact < impacts.count else { return 0 }
    let since = seconds - impacts[firstImpact].seconds
    guard since >= 0 else { return 0 }
    return impacts[firstImpact].gravities * exp(-since / 0.05) * sin(2 * Double.pi * 25 * since)
  }
}
