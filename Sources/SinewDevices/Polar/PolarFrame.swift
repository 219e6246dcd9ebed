import SinewSignal

/// Reads the samples of one PMD data notification, from offset 10 on.
///
/// Plain: sample after sample, 1 to 3 bytes a channel. Compressed: a reference sample of two bytes a
/// channel, then blocks `width | count | deltas`: `count` samples of one two's-complement difference
/// of `width` bits a channel, least significant bit first, each block padded to whole bytes.
struct PolarFrame: BitwiseCopyable, Sendable {
  let channels: Int
  private let isCompressed: Bool
  /// Bytes a channel of a plain or reference sample.
  private let size: Int
  /// Factor to the profile's unit, and whether the device's factor applies.
  private let unit: Double
  /// The newest sample, in counts.
  private(set) var values: InlineArray<3, Int> = [0, 0, 0]
  /// Place of the next byte; in a block, of its first delta.
  private var offset = 10
  private var bit = 0
  private var width = 0
  /// Samples left in the block; -1 before the reference sample.
  private var left = -1

  /// Nil for a frame type nobody has described. `place` is `PolarSensor.place`.
  @_noLocks @_noAllocation
  init?(place: Int, type: UInt8) {
    switch (place, type) {
    case (0, 0x00), (0, 0x01), (0, 0x02):
      (channels, isCompressed, size, unit) = (3, false, Int(type) &+ 1, 0.001)
    case (0, 0x80): (channels, isCompressed, size, unit) = (3, true, 2, 1)
    case (0, 0x81): (channels, isCompressed, size, unit) = (3, true, 2, 0.001)
    case (1, 0x00): (channels, isCompressed, size, unit) = (1, false, 3, 1)
    case (2, 0x80): (channels, isCompressed, size, unit) = (3, true, 2, 1)
    default: return nil
    }
  }

  /// Factor from counts to g, microvolts or deg/s. Plain samples have no factor.
  @_noLocks @_noAllocation
  func scale(factor: Double) -> Double { isCompressed ? unit * factor : unit }

  /// True when an axis stands at the end of its 16 bits.
  var isClipped: Bool {
    @_noLocks @_noAllocation
    get {
      guard size == 2 else { return false }
      var channel = 0
      while channel < channels {
        if values[channel] >= 32_767 || values[channel] <= -32_768 { return true }
        channel &+= 1
      }
      return false
    }
  }

  /// Samples in the notification; 0 where they don't fill it exactly, or a width is impossible.
  @_noLocks @_noAllocation
  func samples(in reader: borrowing GATTRecordReader) -> Int {
    let body = reader.count &- 10
    let sample = channels &* size
    guard isCompressed else { return body % sample == 0 ? body / sample : 0 }
    var at = 10 &+ sample
    guard at <= reader.count else { return 0 }
    var samples = 1
    while at < reader.count {
      let width = Int(reader[at])
      let count = Int(reader[at &+ 1])
      guard at &+ 2 <= reader.count, width <= 32 else { return 0 }
      at &+= 2 &+ (width &* count &* channels &+ 7) / 8
      samples &+= count
    }
    return at == reader.count ? samples : 0
  }

  /// Moves on to the next sample, of which `samples(in:)` promised one.
  @_noLocks @_noAllocation
  mutating func advance(_ reader: borrowing GATTRecordReader) {
    if !isCompressed || left < 0 {
      plain(reader)
      if isCompressed { left = 0 }
      return
    }
    while left == 0, offset < reader.count {
      width = Int(reader[offset])
      left = Int(reader[offset &+ 1])
      offset &+= 2
      bit = 0
      if left == 0 { continue }
    }
    guard left > 0 else { return }
    var channel = 0
    while channel < channels {
      values[channel] &+= delta(reader)
      channel &+= 1
    }
    left &-= 1
    if left == 0 { offset &+= (bit &+ 7) / 8 }
  }

  @_noLocks @_noAllocation
  private mutating func plain(_ reader: borrowing GATTRecordReader) {
    var channel = 0
    while channel < channels {
      let shift = 64 &- 8 &* size
      let raw = reader.littleEndian(at: offset, size: size)
      values[channel] = Int(Int64(bitPattern: raw &<< UInt64(shift)) &>> Int64(shift))
      offset &+= size
      channel &+= 1
    }
  }

  /// The next `width` bits, least significant first, two's complement.
  @_noLocks @_noAllocation
  private mutating func delta(_ reader: borrowing GATTRecordReader) -> Int {
    guard width > 0 else { return 0 }
    let first = offset &+ bit &>> 3
    // At most 32 bits and 7 before them: five bytes.
    let raw = reader.littleEndian(at: first, size: 5) &>> UInt64(bit & 7)
    bit &+= width
    let shift = 64 &- width
    return Int(Int64(bitPattern: raw &<< UInt64(shift)) &>> Int64(shift))
  }
}
