/// What a binary output register (75 to 77) is set to.
struct VectorNavOutput: Sendable {
  /// 0 sends nothing; the sensor's two ports are one here.
  let port: Int
  /// Of 800 Hz.
  let divisor: Int
  let groups: UInt8
  let masks: [UInt16]

  /// From `port,divisor,groups,mask...`, the last in hexadecimal; nil when it can't be.
  init?(_ fields: [Substring]) {
    guard fields.count >= 3, let port = Int(fields[0]), let divisor = Int(fields[1]),
      let groups = UInt8(fields[2], radix: 16), (0...3).contains(port),
      (0...65_535).contains(divisor)
    else { return nil }
    let masks = fields.dropFirst(3).compactMap { UInt16($0, radix: 16) }
    guard masks.count == fields.count - 3, masks.count == groups.nonzeroBitCount else { return nil }
    self.port = port
    self.divisor = divisor
    self.groups = groups
    self.masks = masks
    let known = zip(groupBits, masks).allSatisfy { group, mask in
      guard let sizes = VectorNavBinary.sizes[group] else { return false }
      return Int(mask) >> sizes.count == 0
    }
    guard known else { return nil }
  }

  var isOn: Bool { port > 0 && divisor > 0 && groups != 0 }
  var rateHz: Double { 800 / Double(max(1, divisor)) }

  private var groupBits: [UInt8] { (0..<8).map { 1 << $0 }.filter { groups & $0 != 0 } }

  func bytes(_ reading: VectorNavReading) -> [UInt8] {
    var payload: [UInt8] = []
    for (group, mask) in zip(groupBits, masks) {
      let sizes = VectorNavBinary.sizes[group] ?? []
      for (bit, size) in sizes.enumerated() where mask >> UInt16(bit) & 1 == 1 {
        payload += reading.field(group: group, bit: bit, size: size)
      }
    }
    return VectorNavBinary.bytes(groups: groups, masks: masks, payload: payload)
  }
}
