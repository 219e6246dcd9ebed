/// The Shimmer firmware's CRC (CRC-16-CCITT of the MSP430's CRC module, initial value 0xB0CA): a
/// message of odd length is padded with one zero byte; sent low byte first.
///
/// Check values of the firmware's self test: 01...08 gives 48AA, 01...09 gives 2A5D.
struct Shimmer3CRC: BitwiseCopyable {
  private var register: UInt16 = 0xB0CA
  private var isOdd = false

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  mutating func take(_ byte: UInt8) {
    register = register &>> 8 | register &<< 8
    register ^= UInt16(truncatingIfNeeded: Int(byte))
    register ^= (register & 0xFF) &>> 4
    register ^= register &<< 12
    register ^= (register & 0xFF) &<< 5
    isOdd = !isOdd
  }

  /// The CRC of the bytes taken.
  var value: UInt16 {
    @_noLocks @_noAllocation
    get {
      guard isOdd else { return register }
      var padded = self
      padded.take(0)
      return padded.register
    }
  }
}
