internal import Glibc

extension WitMotionEmulator {
  /// The burst of one tick: the enabled types in ascending order.
  mutating func frames(content: UInt16, at seconds: Double) -> [[UInt8]] {
    let sample = source.motion(at: seconds)
    return (0..<10).filter { content >> $0 & 1 == 1 }.map { bit in
      let type = 0x50 + UInt8(bit)
      return type == 0x50
        ? WitMotionFrame.bytes(type: type, payload: chipTime(at: seconds))
        : WitMotionFrame.bytes(type: type, words: words(of: type, sample))
    }
  }

  /// The 20-byte form with acceleration, turn rate and angles.
  mutating func wideFrame(at seconds: Double) -> [UInt8] {
    let sample = source.motion(at: seconds)
    let words =
      words(of: 0x51, sample).prefix(3) + words(of: 0x52, sample).prefix(3)
      + words(of: 0x53, sample).prefix(3)
    return WitMotionFrame.wide(words: Array(words))
  }

  private func words(of type: UInt8, _ sample: MotionSample) -> [Int16] {
    let warmth = WitMotionFrame.word(configuration.celsius / 100, fullScale: 32768.0 / 10_000)
    let tilt = Self.tilt(sample.accelerationG)
    switch type {
    case 0x51: return scaled(sample.accelerationG, 16) + [warmth]
    case 0x52: return scaled(sample.turnRateDPS, 2000) + [warmth]
    case 0x53: return scaled(SIMD3(tilt.roll, tilt.pitch, 0), 180) + [4660]
    case 0x54: return [120, -340, 55, warmth]
    case 0x59: return Self.quaternion(tilt)
    default: return []
    }
  }

  private func scaled(_ value: SIMD3<Double>, _ fullScale: Double) -> [Int16] {
    [value.x, value.y, value.z].map { WitMotionFrame.word($0, fullScale: fullScale) }
  }

  /// Roll and pitch in degrees from gravity alone: a crude stand-in for the chip's fusion.
  private static func tilt(_ felt: SIMD3<Double>) -> (roll: Double, pitch: Double) {
    let degrees = 180 / Double.pi
    let length = sqrt(felt.x * felt.x + felt.y * felt.y + felt.z * felt.z)
    guard length > 0 else { return (0, 0) }
    return (
      atan2(felt.y, felt.z) * degrees, -asin(max(-1, min(1, felt.x / length))) * degrees
    )
  }

  private static func quaternion(_ tilt: (roll: Double, pitch: Double)) -> [Int16] {
    let halfRoll = tilt.roll * Double.pi / 360
    let halfPitch = tilt.pitch * Double.pi / 360
    let parts = [
      cos(halfRoll) * cos(halfPitch), sin(halfRoll) * cos(halfPitch),
      cos(halfRoll) * sin(halfPitch), -sin(halfRoll) * sin(halfPitch),
    ]
    return parts.map { WitMotionFrame.word($0, fullScale: 1) }
  }

  /// Calendar time, then milliseconds, little endian; the day does not roll over.
  private func chipTime(at seconds: Double) -> [UInt8] {
    let start = configuration.calendar
    guard start.count == 6 else { return [] }
    let device = max(0, min(clock.device(fromHost: seconds), 1e6))
    let elapsed = Int((device * 1000).rounded())
    let since = (Int(start[3]) * 60 + Int(start[4])) * 60 + Int(start[5]) + elapsed / 1000
    let parts = [since / 3600 % 24, since / 60 % 60, since % 60].map { UInt8($0) }
    let milliseconds = elapsed % 1000
    return Array(start.prefix(3)) + parts + [UInt8(milliseconds & 0xFF), UInt8(milliseconds >> 8)]
  }
}
