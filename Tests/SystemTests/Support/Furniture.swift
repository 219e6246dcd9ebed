import SinewEmulators

extension Gym {
  /// One EMG box with a steady signal at `rack-1`; `rack-2` is free.
  ///
  /// - Parameter activationHz: levels a second.
  @discardableResult
  func furnishBox(
    activationHz: Int = 20, faults: FaultSchedule<CytonFault> = FaultSchedule()
  ) throws -> PtyControl {
    try configure(Self.box(activationHz: activationHz))
    var configuration = CytonConfiguration()
    configuration.faults = faults
    return try plug(["box": CytonEmulator(configuration, source: SineSource())])
  }

  /// The configuration of `furnishBox`.
  static func box(activationHz: Int = 20) -> String {
    """
    feedback: {activation_hz: \(activationHz)}
    stations:
      rack-1: {nickname: Alex, exercise: biceps_curl}
      rack-2: {nickname: Kim}
    sensors:
      box:
        match: {driver: openbci-cyton, port: DIR/box}
        station: rack-1
        channels:
          1: {muscle: biceps, side: left, mvc: 800}
          2: {muscle: deltoid_anterior, side: left}

    """
  }

  /// Two stations and nothing to wear.
  func furnishStations() throws {
    try configure("stations: {rack-1: {nickname: Alex}, rack-2: {nickname: Kim}}\n")
  }
}
