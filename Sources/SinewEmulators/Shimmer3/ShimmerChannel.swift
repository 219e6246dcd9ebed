/// One channel of a data packet: its id in the inquiry and the bytes of a reading.
package struct ShimmerChannel: Sendable, Equatable {
  package let id: UInt8
  let kind: Kind

  enum Kind: Sendable, Equatable {
    case lowNoise(axis: Int)
    case wideRange(axis: Int)
    case gyroscope(axis: Int)
    case magnetometer(axis: Int)
    case battery
    case constant16(Int)
    case pressureTemperature
    case pressure
    case exgStatus
    /// `channel` 0...3, two of each chip.
    case exg24(channel: Int)
    case exg16(channel: Int)
  }

  /// The channels that a sensor bitmap enables, in the order of the packet: converter first, then
  /// the digital sensors, as the firmware does.
  package static func enabled(_ bitmap: [UInt8]) -> [ShimmerChannel] {
    func has(_ byte: Int, _ bit: UInt8) -> Bool {
      bitmap.indices.contains(byte) && bitmap[byte] & bit != 0
    }
    var list: [ShimmerChannel] = []
    func add(_ ids: [UInt8], _ kinds: [Kind]) {
      list += zip(ids, kinds).map { ShimmerChannel(id: $0, kind: $1) }
    }
    let axes = 0..<3
    if has(0, 0x80) { add([0, 1, 2], axes.map { .lowNoise(axis: $0) }) }
    if has(1, 0x20) { add([3], [.battery]) }
    let converters: [(Int, UInt8, UInt8)] = [
      (0, 0x02, 0x0D), (0, 0x01, 0x0E), (1, 0x08, 0x0F), (1, 0x04, 0x10), (1, 0x02, 0x11),
      (1, 0x01, 0x12), (2, 0x80, 0x13),
    ]
    for (byte, bit, id) in converters where has(byte, bit) {
      add([id], [.constant16(1000 + Int(id))])
    }
    if has(1, 0x80) { add([0x27, 0x28], [.constant16(2000), .constant16(1000)]) }
    if has(0, 0x04) { add([0x1C], [.constant16(0x4321)]) }
    if has(0, 0x40) { add([0x0A, 0x0B, 0x0C], axes.map { .gyroscope(axis: $0) }) }
    if has(1, 0x10) { add([4, 5, 6], axes.map { .wideRange(axis: $0) }) }
    if has(0, 0x20) { add([7, 8, 9], axes.map { .magnetometer(axis: $0) }) }
    if has(2, 0x04) { add([0x1A, 0x1B], [.pressureTemperature, .pressure]) }
    if has(0, 0x10) {
      add([0x1D, 0x1E, 0x1F], [.exgStatus, .exg24(channel: 0), .exg24(channel: 1)])
    } else if has(2, 0x10) {
      add([0x1D, 0x23, 0x24], [.exgStatus, .exg16(channel: 0), .exg16(channel: 1)])
    }
    if has(0, 0x08) {
      add([0x20, 0x21, 0x22], [.exgStatus, .exg24(channel: 2), .exg24(channel: 3)])
    } else if has(2, 0x08) {
      add([0x20, 0x25, 0x26], [.exgStatus, .exg16(channel: 2), .exg16(channel: 3)])
    }
    return list
  }
}
