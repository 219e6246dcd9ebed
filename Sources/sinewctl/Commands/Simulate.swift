import ArgumentParser
import Glibc
import SinewEmulators

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Emulate a sensor on a pseudo-terminal, worn by a simulated athlete.",
    discussion: """
      Prints `ready PATH` and runs until standard input closes or SIGTERM comes.

      Examples:
        sinewctl simulate --device openbci-cyton --link /tmp/cyton
        sinewctl simulate --device witmotion-wt901 --link /tmp/imu --duration 60
      """)

  /// The catalogue's ids, and one for a Cyton with a Daisy on it.
  enum Model: String, ExpressibleByArgument, CaseIterable {
    case spikerBox = "backyardbrains-spikerbox"
    case bitalino = "bitalino-revolution"
    case lines = "generic-lines"
    case freeEEG32 = "neuroidss-freeeeg32"
    case openEEG = "olimex-openeeg"
    case cyton = "openbci-cyton"
    case daisy = "openbci-cyton-daisy"
    case protoCentral = "protocentral-ads129x"
    case shimmer = "shimmer3-logandstream"
    case chords = "upsidedownlabs-chords"
    case vectorNav = "vectornav-vn100"
    case witMotion = "witmotion-wt901"
    case xsens = "xsens-mti"
  }

  @Option(help: "Which sensor.") var device: Model
  @Option(help: "A symbolic link to make for the terminal.") var link: String?
  @Option(help: "Seconds after which it ends.") var duration: Double?
  @Option(help: "Seed of the athlete and of every noise.") var seed: UInt64 = 1
  @Option(help: "Parts per million by which the crystal of a Cyton or WitMotion is fast.")
  var skewPpm = 0.0
  @Option(help: "Latency timer of the emulated FTDI bridge, milliseconds.") var latencyMs = 0.0

  func run() throws {
    let athlete = SimulatedAthlete(.demonstration, seed: seed)
    let wire = latencyMs > 0 ? WireDelay.ftdi(milliseconds: latencyMs) : WireDelay()
    do {
      let host = try PtyHost([
        PtyHost.Plan(emulator(athlete), link: link, wire: wire)
      ])
      Screen.write("ready \(host.paths.first ?? "?")\n")
      if case .failed(let error) = host.run(duration: duration, endingWith: STDIN_FILENO) {
        throw error
      }
    } catch let error as PtyError {
      Screen.complain("sinewctl simulate: \(error)")
      throw ExitCode(1)
    }
  }

  private func emulator(_ athlete: SimulatedAthlete) -> any EmulatedDevice {
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
    case .shimmer: return ShimmerEmulator(source: athlete)
    case .spikerBox: return SpikerBoxEmulator(source: athlete)
    case .vectorNav: return VectorNavEmulator(source: athlete)
    case .xsens: return XsensMTiEmulator(source: athlete)
    }
  }
}
