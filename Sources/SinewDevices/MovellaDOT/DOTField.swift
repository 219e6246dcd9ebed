import SinewSignal

/// One quantity of a DOT's payload: three or four numbers in a row.
struct DOTField: BitwiseCopyable, Sendable {
  /// What the specification calls them. Free acceleration is that of the earth frame, gravity removed.
  enum Quantity: Sendable {
    case quaternion, angles, acceleration, freeAcceleration, turnRate, magneticField
    /// Clip bits u16 and two counts u8.
    case status
  }

  let quantity: Quantity
  /// Place of the first number in the value.
  let offset: Int
  /// Stream and slot of the first number.
  let stream: Int
  let slot: Int

  /// Numbers in the field.
  var count: Int {
    @_noLocks @_noAllocation
    get {
      switch quantity {
      case .quaternion: 4
      case .status: 0
      default: 3
      }
    }
  }

  /// Bytes of the field.
  var size: Int {
    switch quantity {
    case .quaternion: 16
    case .magneticField: 6
    case .status: 4
    default: 12
    }
  }

  /// Factor to the profile's unit: m/s2 become g, magnetic counts units of the local field.
  var scale: Double {
    @_noLocks @_noAllocation
    get {
      switch quantity {
      case .acceleration, .freeAcceleration: 1 / 9.80665
      case .magneticField: 1 / 4096
      default: 1
      }
    }
  }
}
