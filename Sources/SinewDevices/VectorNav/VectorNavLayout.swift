/// Where the fields that Sinew reads stand in a binary message; 0 for those it does not have.
struct VectorNavLayout: BitwiseCopyable {
  /// Bytes before the CRC.
  private(set) var end: Int
  /// False where a group or field is of unknown size: the message can't be measured.
  private(set) var isKnown: Bool
  /// Nanoseconds since start, u64.
  private(set) var time = 0
  /// x, y, z, w.
  private(set) var quaternion = 0
  /// Yaw, pitch, roll.
  private(set) var angles = 0
  private(set) var turnRate = 0
  private(set) var acceleration = 0

  /// A message whose payload begins at `start`.
  @_noLocks @_noAllocation
  init(groups: UInt8, start: Int) {
    end = start
    // Common, time, IMU and attitude; GPS and INS groups never come from a VN-100.
    isKnown = groups != 0 && groups & ~0b0001_0111 == 0
  }

  /// Bytes up to the payload: start, groups, and two for each group.
  @_noLocks @_noAllocation
  static func headerSize(groups: UInt8) -> Int {
    var size = 2
    var left = groups
    while left != 0 {
      size &+= Int(left & 1) &* 2
      left &>>= 1
    }
    return size
  }

  /// Adds the fields of group number `group` that `mask` names. Bit 15 is an extension of newer
  /// firmware that this can't measure.
  @_noLocks @_noAllocation
  mutating func add(group: Int, mask: Int) {
    if mask == 0 { isKnown = false }
    var bit = 0
    while bit < 16 {
      if mask & (1 &<< bit) != 0 {
        let size = Self.size(group, bit)
        if size == 0 { isKnown = false }
        note(group, bit)
        end &+= size
      }
      bit &+= 1
    }
  }

  @_noLocks @_noAllocation
  private mutating func note(_ group: Int, _ bit: Int) {
    switch (group, bit) {
    case (0, 0), (1, 0): time = end
    case (0, 3), (4, 1): angles = end
    case (0, 4), (4, 2): quaternion = end
    case (0, 5), (2, 10): turnRate = end
    case (0, 8), (2, 9): acceleration = end
    default: break
    }
  }

  /// Bytes of a field, 0 where unknown: vnproglib's table of the binary output groups.
  @_noLocks @_noAllocation
  private static func size(_ group: Int, _ bit: Int) -> Int {
    switch group {
    case 0: common(bit)
    case 1: time(bit)
    case 2: inertial(bit)
    case 4: bit == 0 ? 2 : (bit == 2 ? 16 : (bit == 3 ? 36 : (bit < 10 ? 12 : 0)))
    default: 0
    }
  }

  @_noLocks @_noAllocation
  private static func common(_ bit: Int) -> Int {
    switch bit {
    case 0, 1, 2, 14: 8
    case 3, 5, 7, 8: 12
    case 4: 16
    case 6, 9: 24
    case 10: 20
    case 11: 28
    case 12: 2
    case 13: 4
    default: 0
    }
  }

  @_noLocks @_noAllocation
  private static func time(_ bit: Int) -> Int {
    switch bit {
    case 0, 1, 2, 4, 5, 6: 8
    case 3: 2
    case 7, 8: 4
    case 9: 1
    default: 0
    }
  }

  @_noLocks @_noAllocation
  private static func inertial(_ bit: Int) -> Int {
    switch bit {
    case 0, 11: 2
    case 4, 5: 4
    case 6: 16
    case 1, 2, 3, 7, 8, 9, 10: 12
    default: 0
    }
  }
}
