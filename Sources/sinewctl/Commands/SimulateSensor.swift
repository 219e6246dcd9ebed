import ArgumentParser
import Glibc
import SinewEmulators

struct SimulateSensor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensor", abstract: "Emulate a sensor, worn by a simulated athlete.",
    discussion: """
      Wired sensors appear on a pseudo-terminal, Bluetooth LE ones as a Unix socket of type
      SOCK_SEQPACKET that carries one ATT PDU a datagram. Prints `ready PATH` and runs until standard
      input closes or SIGTERM comes.

      Examples:
        sinewctl simulate --device openbci-cyton --link /tmp/cyton
        sinewctl simulate --device witmotion-wt901 --link /tmp/imu --duration 60
        sinewctl simulate --device thalmic-myo --link /tmp/myo
      """)

  /// The catalogue's ids, and others for a Cyton with a Daisy on it and for a Polar H10.
  enum Model: String, ExpressibleByArgument, CaseIterable {
    case spikerBox = "backyardbrains-spikerbox"
    case bitalino = "bitalino-revolution"
    case bleLines = "generic-ble-lines"
    case lines = "generic-lines"
    case metaMotion = "mbientlab-metamotion"
    case dot = "movella-dot"
    case freeEEG32 = "neuroidss-freeeeg32"
    case thingy52 = "nordic-thingy52"
    case openEEG = "olimex-openeeg"
    case cyton = "openbci-cyton"
    case daisy = "openbci-cyton-daisy"
    case ganglion = "openbci-ganglion"
    case gForce = "oymotion-gforce"
    case polar = "polar-pmd"
    case polarH10 = "polar-pmd-h10"
    case protoCentral = "protocentral-ads129x"
    case healthyPi = "protocentral-healthypi"
    case shimmer = "shimmer3-logandstream"
    case myo = "thalmic-myo"
    case chords = "upsidedownlabs-chords"
    case npgLite = "upsidedownlabs-npg-lite-ble"
    case vectorNav = "vectornav-vn100"
    case witMotionBLE = "witmotion-bwt901ble"
    case witMotion = "witmotion-wt901"
    case xsens = "xsens-mti"

    var isCoupledByCapacitors: Bool {
      switch self {
      case .bitalino, .bleLines, .chords, .gForce, .lines, .myo, .npgLite, .openEEG, .spikerBox:
        true
      default: false
      }
    }
  }

  @Option(help: "Which sensor.") var device: Model
  @Option(help: "A symbolic link to make for the terminal, or the path of a wearable's socket.")
  var link: String?
  @Option(help: "Seconds after which it ends.") var duration: Double?
  @Option(help: "Seed of the athlete and of every noise.") var seed: UInt64 = 1
  @Option(help: "Parts per million by which the crystal of a Cyton, WitMotion or Myo is fast.")
  var skewPpm = 0.0
  @Option(help: "Latency timer of the emulated FTDI bridge, milliseconds.") var latencyMs = 0.0

  func run() throws {
    var body = AthleteProfile()
    // The amplifiers of these boards are coupled by capacitors: an electrode's offset of millivolts
    // never reaches their converters, which have no room for it.
    if device.isCoupledByCapacitors { body.electrodeOffsetMicrovolts = 0 }
    let athlete = SimulatedAthlete(.demonstration, profile: body, seed: seed)
    if let wearable = wearable(athlete) { return try serve(wearable) }
    guard let sensor = emulator(athlete) else { return }
    let wire = latencyMs > 0 ? WireDelay.ftdi(milliseconds: latencyMs) : WireDelay()
    do {
      let host = try PtyHost([PtyHost.Plan(sensor, link: link, wire: wire)])
      Screen.write("ready \(host.paths.first ?? "?")\n")
      if case .failed(let error) = host.run(duration: duration, endingWith: STDIN_FILENO) {
        throw error
      }
    } catch let error as PtyError {
      Screen.complain("sinewctl simulate: \(error)")
      throw ExitCode(1)
    }
  }

  /// The wired sensor that was asked for; nil for a wearable.
  private func emulator(_ athlete: SimulatedAthlete) -> (any EmulatedDevice)? {
    switch device {
    case .cyton, .daisy:
      var configuration = CytonConfiguration()
      configuration.daisy = device == .daisy
      configuration.clockSkewPPM = skewPpm
      return CytonEmulator(configuration, source: athlete)
    case .witMotion:
      var configuration = WitMotionConfiguration.motion(rateCode: 0x09)
      configuration.clockSkewPPM = skewPpm
      return WitMotionEmulator(configuration, source: athlete)
    case .bitalino: return BITalinoEmulator(source: athlete)
    case .chords: return ChordsEmulator(source: athlete)
    case .freeEEG32: return FreeEEG32Emulator(source: athlete)
    case .lines: return LineBoardEmulator(source: athlete)
    case .openEEG: return OpenEEGEmulator(source: athlete)
    case .protoCentral: return ProtoCentralEmulator(source: athlete)
    case .healthyPi:
      return ProtoCentralEmulator(
        ProtoCentralConfiguration(board: .healthyPi5), source: athlete)
    case .shimmer: return ShimmerEmulator(source: athlete)
    case .spikerBox: return SpikerBoxEmulator(source: athlete)
    case .vectorNav: return VectorNavEmulator(source: athlete)
    case .xsens: return XsensMTiEmulator(source: athlete)
    case .bleLines, .dot, .ganglion, .gForce, .metaMotion, .myo, .npgLite, .polar, .polarH10,
      .thingy52, .witMotionBLE:
      return nil
    }
  }
}
