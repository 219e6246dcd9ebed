/// The body of a simulated athlete, its electrodes and its inertial sensor.
package struct AthleteProfile: Sendable {
  /// A muscle under an electrode pair.
  package struct Muscle: Sendable {
    package var name: String
    /// Root mean square at maximal voluntary contraction, microvolts.
    package var maximumMicrovolts: Double

    package init(_ name: String, maximumMicrovolts: Double) {
      self.name = name
      self.maximumMicrovolts = maximumMicrovolts
    }
  }

  /// On channels 0 and 1; the channels after carry noise only.
  package var target = Muscle("biceps", maximumMicrovolts: 800)
  package var compensator = Muscle("deltoid_anterior", maximumMicrovolts: 500)

  /// Noise of electrode and amplifier at rest, microvolts rms (good skin: 1-5, science 1.1).
  package var restNoiseMicrovolts = 3.0
  /// Mains hum picked up, microvolts rms, and its frequency.
  package var mainsMicrovolts = 0.0
  package var mainsHz = 50.0
  /// Half-cell potential: the spread of each channel's constant offset, microvolts.
  package var electrodeOffsetMicrovolts = 2000.0
  /// Slow electrode artefact at 100 deg/s or 1 m/s, microvolts; stays below 5 Hz.
  package var motionArtefactMicrovolts = 40.0

  /// Compensator over target, each in share of its maximum, in a clean repetition.
  package var compensatorShare = 0.3
  /// Coefficient of variation of amplitude from repetition to repetition (science 5: 10-15 %).
  package var repetitionCV = 0.12
  /// From set to set (science 5: 5 %).
  package var setCV = 0.05
  /// Of phase durations and of range.
  package var tempoCV = 0.06
  package var rangeCV = 0.03
  /// Growth of amplitude and of concentric time a repetition.
  package var fatiguePerRepetition = 0.012

  /// From elbow to sensor and from shoulder to elbow, metres.
  package var sensorRadius = 0.22
  package var upperArm = 0.30
  /// Tremor under load about the drive axis, deg/s rms, 8-11 Hz.
  package var tremorDPS = 1.2
  /// Noise and constant error of the inertial sensor.
  package var accelerationNoiseG = 0.004
  package var turnRateNoiseDPS = 0.08
  package var turnRateBiasDPS = 0.3
  /// How askew the sensor is strapped on, degrees of spread about each axis.
  package var mountingErrorDegrees = 4.0

  package init() {}
}
