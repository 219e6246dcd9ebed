import SinewEmulators

/// A curl that ends its set soon, so that a test need not wait.
enum QuickCurl {
  static let exercise = """
    id: quick_curl
    names: {en: "Quick curl", de: "Schneller Curl"}
    target: [biceps]
    compensators: [deltoid_anterior]
    imu_places: [forearm]
    first_direction: up
    first_phase: concentric
    tempo: 1-0-1-0
    set_timeout_s: 2
    """

  /// Rest, then `sets` sets of `repetitions` curls of about two seconds each.
  static func athlete(
    repetitions: Int = 3, sets: Int = 1, restSeconds: Double = 6, seed: UInt64 = 1
  ) -> SimulatedAthlete {
    var set = AthleteSetPlan()
    set.repetitions = repetitions
    set.tempo = AthleteTempo(eccentric: 1.6, stretched: 0.2, concentric: 1, contracted: 0.4)
    var activities: [AthleteActivity] = [.rest(seconds: 3)]
    for _ in 0..<sets { activities += [.set(set), .rest(seconds: restSeconds)] }
    return SimulatedAthlete(AthletePlan(activities), seed: seed)
  }

  static let profile = AthleteProfile()

  /// A station with an EMG box and an inertial sensor on the forearm.
  static let configuration = """
    stations:
      rack-1: {nickname: Alex, athlete: p-17, exercise: quick_curl}
    sensors:
      cyton:
        match: {driver: openbci-cyton, port: DIR/cyton}
        station: rack-1
        channels:
          1: {muscle: biceps, side: left, mvc: \(profile.target.maximumMicrovolts)}
          2: {muscle: deltoid_anterior, side: left, mvc: \(profile.compensator.maximumMicrovolts)}
      imu:
        match: {driver: witmotion-wt901, port: DIR/imu}
        station: rack-1
        place: {segment: forearm, side: left}

    """
}

extension Gym {
  /// A gym in which somebody does quick curls with an EMG box and an inertial sensor.
  @discardableResult
  func furnishQuickCurl(_ athlete: SimulatedAthlete = QuickCurl.athlete()) throws -> PtyControl {
    try write(QuickCurl.exercise, to: "exercises/quick_curl.yaml")
    try configure(QuickCurl.configuration)
    return try plug([
      "cyton": CytonEmulator(source: athlete),
      "imu": WitMotionEmulator(.motion(rateCode: 0x09), source: athlete),
    ])
  }
}
