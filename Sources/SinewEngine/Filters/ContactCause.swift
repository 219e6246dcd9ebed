/// The causes of doubt about a channel, each a bit.
enum ContactCause {
  static var clip: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 0 }
  }
  static var flat: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 1 }
  }
  static var drop: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 2 }
  }
  static var noiseFair: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 3 }
  }
  static var noiseBad: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 4 }
  }
  static var snrFair: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 5 }
  }
  static var snrPoor: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 6 }
  }
  static var humFair: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 7 }
  }
  static var humBad: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 8 }
  }
  static var leadOff: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 9 }
  }
  static var motion: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 10 }
  }
  static var ecg: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 11 }
  }
  static var cross: UInt16 {
    @_noLocks @_noAllocation
    get { 1 << 12 }
  }
}
