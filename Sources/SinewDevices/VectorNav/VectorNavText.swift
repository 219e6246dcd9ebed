import SinewSignal

/// The numbers of one text measurement, at most 12.
struct VectorNavText: BitwiseCopyable {
  private var numbers = InlineArray<12, DecimalNumber>(repeating: DecimalNumber())
  private(set) var count = 0

  @_noLocks @_noAllocation
  init() {}

  /// `YMR`: yaw, pitch, roll (deg), magnetic field, acceleration (m/s2), turn rate (rad/s).
  static var yawMagnetAccelerationRate: UInt64 {
    @_noLocks @_noAllocation
    get { 0x59_4D_52 }
  }

  /// Numbers in a measurement of this kind, 0 where Sinew does not read it: YMR, YPR (angles), QTN
  /// (quaternion x y z w).
  @_noLocks @_noAllocation
  static func columns(_ kind: UInt64) -> Int {
    switch kind {
    case 0x59_4D_52: 12
    case 0x59_50_52: 3
    case 0x51_54_4E: 4
    default: 0
    }
  }

  /// RRG, WRG, ASY and ERR answer a command.
  @_noLocks @_noAllocation
  static func isAnswer(_ kind: UInt64) -> Bool {
    kind == 0x52_52_47 || kind == 0x57_52_47 || kind == 0x41_53_59 || kind == 0x45_52_52
  }

  /// Reads numbers with commas between them; false where one is none or there are too many.
  @_noLocks @_noAllocation
  mutating func read(_ line: borrowing TextLine) -> Bool {
    var start = 0
    while start <= line.count {
      let end = line.position(of: 0x2C, from: start, to: line.count)
      guard count < 12, let number = DecimalNumber(line, from: start, to: end) else { return false }
      numbers[count] = number
      count &+= 1
      start = end &+ 1
    }
    return true
  }

  /// Acceleration in g and turn rate in deg/s of a `YMR`.
  @_noLocks @_noAllocation
  func motion() -> Frame {
    var frame = Frame()
    var axis = 0
    while axis < 3 {
      frame.values[axis] = numbers[6 &+ axis].value(times: Float(1 / 9.80665))
      frame.values[3 &+ axis] = numbers[9 &+ axis].value(times: Float(180 / Double.pi))
      axis &+= 1
    }
    return frame
  }

  /// The quaternion w x y z, or the angles yaw pitch roll.
  @_noLocks @_noAllocation
  func orientation(isQuaternion: Bool) -> Frame {
    var frame = Frame()
    var index = 0
    while index < 3 {
      frame.values[isQuaternion ? index &+ 1 : index] = numbers[index].value(times: 1)
      index &+= 1
    }
    if isQuaternion { frame.values[0] = numbers[3].value(times: 1) }
    return frame
  }
}
