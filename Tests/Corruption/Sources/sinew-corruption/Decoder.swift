import SinewDevices
import SinewSignal

/// What a frame said: its stream, and its values as one number.
struct Said: Hashable {
  let stream: UInt8
  let values: UInt64
}

/// A driver fed byte by byte, so that each frame tells where it ended.
struct Decoder<Driver: DeviceDriver & ~Copyable>: ~Copyable {
  var driver: Driver
  private var batch = FrameBatch()
  private var fed: Int64 = 0

  init(_ driver: consuming Driver) { self.driver = driver }

  var faults: FaultCounts { batch.faults }

  /// The frames of these bytes: the number of the byte that ended each, and what it said. Several
  /// may end at one byte.
  mutating func feed(_ bytes: [UInt8], _ take: (Int64, Said) -> Void) {
    for index in bytes.indices {
      fed += 1
      batch.clear()
      driver.decode(
        bytes.span.extracting(index..<index + 1), arrival: MonotonicTime(nanoseconds: fed),
        into: &batch)
      for frame in 0..<batch.count {
        let frame = batch[frame]
        take(
          frame.arrival.nanoseconds,
          Said(stream: frame.stream, values: Self.fingerprint(frame)))
      }
    }
  }

  /// FNV-1a over the bits of the values.
  private static func fingerprint(_ frame: Frame) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for channel in 0..<Frame.capacity {
      hash = (hash ^ UInt64(frame.values[channel].bitPattern)) &* 0x100_0000_01B3
    }
    return hash
  }
}
