/// Where the channels stand in a data packet, from the channel list of the inquiry's reply. The order
/// is the device's own; it does not follow from the sensors asked for.
struct Shimmer3Layout: BitwiseCopyable, Sendable {
  /// Offset of the first channel, behind `00` and the time stamp.
  static let firstChannel = 4

  /// Bytes of a packet without its CRC.
  let length: Int
  /// Offsets of the low-noise acceleration x, y, z.
  let acceleration: InlineArray<3, Int>
  /// Offsets of the turn rate x, y, z.
  let turnRate: InlineArray<3, Int>
  /// Offsets of the two 24-bit channels of ExG chip 1.
  let emg: InlineArray<2, Int>

  /// The layout of EMG, acceleration and turn rate on a device that lists them in ascending order.
  static let usual = Shimmer3Layout(
    length: 23, acceleration: [4, 6, 8], turnRate: [10, 12, 14], emg: [17, 20])

  private init(
    length: Int, acceleration: InlineArray<3, Int>, turnRate: InlineArray<3, Int>,
    emg: InlineArray<2, Int>
  ) {
    self.length = length
    self.acceleration = acceleration
    self.turnRate = turnRate
    self.emg = emg
  }

  /// Nil when a channel is of unknown width, or one that is needed is missing, or the packet is
  /// longer than 80 bytes, of which three fit into the driver's window.
  init?(channels: ArraySlice<UInt8>) {
    var offsets: [UInt8: Int] = [:]
    var end = Self.firstChannel
    for channel in channels {
      guard let width = Self.width(of: channel) else { return nil }
      offsets[channel] = end
      end += width
    }
    guard let ax = offsets[0x00], let ay = offsets[0x01], let az = offsets[0x02],
      let gx = offsets[0x0A], let gy = offsets[0x0B], let gz = offsets[0x0C],
      let first = offsets[0x1E], let second = offsets[0x1F], end <= 80
    else { return nil }
    length = end
    acceleration = [ax, ay, az]
    turnRate = [gx, gy, gz]
    emg = [first, second]
  }

  /// Bytes of a channel on a Shimmer3.
  private static func width(of channel: UInt8) -> Int? {
    switch channel {
    case 0x00...0x13: 2
    case 0x1A: 2
    case 0x1B: 3
    case 0x1C: 2
    case 0x1D, 0x20: 1
    case 0x1E, 0x1F, 0x21, 0x22: 3
    case 0x23...0x28: 2
    default: nil
    }
  }
}
