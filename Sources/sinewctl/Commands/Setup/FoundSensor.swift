import SinewDevices
import SinewSignal

/// What a probe learnt about the device at a port.
struct FoundSensor {
  /// One stream as it came, not as a data sheet promises it.
  struct Stream {
    let profile: StreamProfile
    /// Frames a second by arrival; nil where too few came.
    let rateHz: Double?
  }

  let family: DeviceProfile
  /// Nil where the link has none.
  let baud: Int?
  let streams: [Stream]
  /// The bytes of the device in the order of arrival, from the opening of the port on.
  let heard: [HeardBytes]
}

/// The bytes of one read.
struct HeardBytes {
  let arrival: MonotonicTime
  let bytes: [UInt8]
}
