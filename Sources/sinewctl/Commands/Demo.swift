import ArgumentParser
import SinewEmulators
import SinewFeedback

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A simulated athlete's set of curls, followed live by the real daemon.",
    discussion: """
      An emulated OpenBCI Cyton and an emulated WitMotion IMU on two pseudo-terminals, sinewd on \
      sockets of its own, and its feedback in this terminal; it ends by itself after about half a \
      minute.

      Examples:
        sinewctl demo
        sinewctl demo --forever --screen 7846
        sinewctl demo --json | jq 'select(.kind == "rep")'
      """)

  @Flag(help: "Go on with set after set until interrupted.") var forever = false
  @Flag(help: "Print the feedback lines themselves.") var json = false
  @Option(help: "Also serve the screen on this port of this machine.") var screen: Int?
  @Option(help: "Seed of the athlete.") var seed: UInt64 = 1

  func run() throws {
    let daemon = try TemporaryDaemon()
    defer { daemon.stop() }
    Interruption.watch()
    let profile = AthleteProfile()
    let athlete = SimulatedAthlete(plan, profile: profile, seed: seed)
    let ports = try PtyThread(
      [
        PtyHost.Plan(CytonEmulator(source: athlete), link: "\(daemon.folder)/cyton"),
        PtyHost.Plan(
          WitMotionEmulator(.motion(rateCode: 0x09), source: athlete),
          link: "\(daemon.folder)/imu"),
      ], duration: forever ? 86_400 : 120)
    defer { ports.stop() }
    try daemon.start(configuration: Self.configuration(daemon.folder, profile))
    let client = try daemon.connect()
    if let screen { try daemon.startScreen(port: screen) }
    Interruption.end(client.descriptor)
    var setsEnded = 0
    var show = LiveShow(json: json)
    show.follow(client) { message in
      if Interruption.happened { return true }
      if message["kind"]?.string == "set.ended", message["state"]?.bool != true { setsEnded += 1 }
      return !forever && setsEnded > 0
    }
  }

  /// One set with a fault that the coach notices, or sets without end.
  private var plan: AthletePlan {
    var set = AthleteSetPlan()
    set.repetitions = 5
    set.faults = [.tempo(fromRepetition: 2, eccentricSeconds: 1.3)]
    let one: [AthleteActivity] = [.rest(seconds: 2), .set(set), .rest(seconds: 12)]
    return AthletePlan(forever ? Array(repeating: one, count: 400).flatMap(\.self) : one)
  }

  private static func configuration(_ folder: String, _ profile: AthleteProfile) -> String {
    """
    stations:
      rack-1: {nickname: Alex, exercise: biceps_curl}
    sensors:
      cyton:
        match: {driver: openbci-cyton, port: \(folder)/cyton}
        station: rack-1
        channels:
          1: {muscle: biceps, side: left, mvc: \(profile.target.maximumMicrovolts)}
          2: {muscle: deltoid_anterior, side: left, mvc: \(profile.compensator.maximumMicrovolts)}
      imu:
        match: {driver: witmotion-wt901, port: \(folder)/imu}
        station: rack-1
        place: {segment: forearm, side: left}
    real_time: false
    """
  }
}
