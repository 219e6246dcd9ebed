import SinewDevices
import SinewEmulators

/// `sinew-corruption [SECONDS]`: every wired family through an hour of stream time, a tenth of the
/// bytes replaced by others.
///
/// A protocol without a checksum can't tell a changed value, so `altered` is what its form lets
/// through; `invented` are frames where none stood.
@main
enum Corruption {
  static func main() {
    let seconds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 3600
    let source = NoisySource()
    func trial<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type, _ device: any EmulatedDevice)
    {
      var trial = Trial(type, device, seconds: seconds)
      trial.run()
    }
    let witMotion = WitMotionConfiguration.motion(rateCode: 0x09)
    trial(BackyardBrainsSpikerBox.self, SpikerBoxEmulator(source: source))
    trial(BITalinoRevolution.self, BITalinoEmulator(source: source))
    trial(GenericLines.self, LineBoardEmulator(source: source))
    trial(NeuroidssFreeEEG32.self, FreeEEG32Emulator(source: source))
    trial(OlimexOpenEEG.self, OpenEEGEmulator(source: source))
    trial(OpenBCICyton.self, CytonEmulator(CytonConfiguration(), source: source))
    trial(ProtoCentralADS129x.self, ProtoCentralEmulator(source: source))
    trial(
      ProtoCentralHealthyPi.self,
      ProtoCentralEmulator(ProtoCentralConfiguration(board: .healthyPi5), source: source))
    trial(Shimmer3.self, ShimmerEmulator(source: source))
    trial(UpsideDownLabsChords.self, ChordsEmulator(source: source))
    trial(VectorNavVN100.self, VectorNavEmulator(source: source))
    trial(WitMotionWT901.self, WitMotionEmulator(witMotion, source: source))
    trial(XsensMTi.self, XsensMTiEmulator(source: source))
  }
}
