import ArgumentParser
import Glibc
import SinewEmulators

extension SimulateSensor {
  /// The Bluetooth LE wearable that was asked for; nil for a wired sensor.
  func wearable(_ athlete: SimulatedAthlete) -> (any PeripheralModel)? {
    switch device {
    case .bleLines: return BLELinesPeripheral(source: athlete)
    case .dot: return MovellaDOTPeripheral(source: athlete)
    case .ganglion: return GanglionPeripheral(source: athlete, skewPPM: skewPpm)
    case .gForce: return GForcePeripheral(source: athlete)
    case .metaMotion: return MetaMotionPeripheral(source: athlete)
    case .myo:
      var configuration = MyoConfiguration()
      configuration.clockSkewPPM = skewPpm
      return MyoPeripheral(configuration, source: athlete)
    case .npgLite: return NPGLitePeripheral(source: athlete)
    case .polar: return PolarPeripheral(PolarConfiguration(.veritySense), source: athlete)
    case .polarH10: return PolarPeripheral(PolarConfiguration(.h10), source: athlete)
    case .thingy52: return Thingy52Peripheral(source: athlete)
    case .witMotionBLE: return WitMotionBLEPeripheral(source: athlete)
    default: return nil
    }
  }

  /// Serves it at the path of `--link`.
  func serve(_ wearable: any PeripheralModel) throws {
    guard let link else {
      throw ValidationError("\(device.rawValue) needs --link PATH: where its socket shall be.")
    }
    do {
      let host = try PeripheralHost([.init(wearable, path: link)])
      Screen.write("ready \(link)\n")
      if case .failed(let error) = host.run(duration: duration, endingWith: STDIN_FILENO) {
        throw error
      }
    } catch let error as PeripheralError {
      Screen.complain("sinewctl simulate: \(error)")
      throw ExitCode(1)
    }
  }
}
