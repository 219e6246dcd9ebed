/// How a gForce packs its EMG: rate, channels, bytes a packet, bits a sample.
package struct GForceEMGFormat: Sendable, Equatable {
  package var rateHz: UInt16 = 500
  /// Bit i set: channel i is sent.
  package var mask: UInt16 = 0x00FF
  package var packetBytes: UInt8 = 128
  package var bits: UInt8 = 8

  package init() {}

  /// From the payload of command 3F; nil where the firmware does not offer it: 12 bits only up to
  /// 500 Hz, 8 bits up to 1000, packets that hold whole samples of up to eight channels.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 6 else { return nil }
    rateHz = UInt16(bytes[0]) | UInt16(bytes[1]) << 8
    mask = UInt16(bytes[2]) | UInt16(bytes[3]) << 8
    packetBytes = bytes[4]
    bits = bytes[5]
    let isOffered = bits == 8 ? [500, 650, 1000].contains(rateHz) : bits == 12 && rateHz == 500
    guard isOffered, mask > 0, mask <= 0xFF, packetBytes > 0,
      Int(packetBytes) % (channels.count * sampleBytes) == 0
    else { return nil }
  }

  package var bytes: [UInt8] {
    LittleEndian.bytes(rateHz, 2) + LittleEndian.bytes(mask, 2) + [packetBytes, bits]
  }

  /// Enabled channels, 0 based.
  var channels: [Int] { (0..<8).filter { mask >> UInt16($0) & 1 == 1 } }
  var samplesPerPacket: Int { Int(packetBytes) / (channels.count * sampleBytes) }
  private var sampleBytes: Int { bits == 8 ? 1 : 2 }

  /// One value as sent: an offset code, 2.5 V behind a gain of 1200 for half of the range.
  func code(microvolts: Double) -> [UInt8] {
    let top = bits == 8 ? 127.0 : 2047
    let code = (microvolts * 1e-6 * 1200 / 2.5 * top).rounded() + top + 1
    let held = code.isFinite ? min(max(code, 0), 2 * top + 1) : 0
    return bits == 8 ? [UInt8(held)] : LittleEndian.bytes(UInt16(held), 2)
  }
}
