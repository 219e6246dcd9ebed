/// The settings a measurement offers: a list of `type | count | values`, little-endian.
struct PolarSettings: Sendable {
  private struct Offer {
    let type: UInt8
    let values: [Int]
  }

  private static let rate: UInt8 = 0
  private static let resolution: UInt8 = 1
  private static let range: UInt8 = 2
  private static let rangeMilli: UInt8 = 3
  private static let channels: UInt8 = 4
  private static let factor: UInt8 = 5
  private static let security: UInt8 = 6

  private var offers: [Offer] = []
  /// Unit of a compressed sample's step, where the list tells it.
  private(set) var factor: Double?

  /// Nil when the list is cut or holds a type of unknown size.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let type = rest.popFirst() {
      guard let count = rest.popFirst(), let size = Self.size(of: type),
        rest.count >= Int(count) * size
      else { return nil }
      let values = (0..<Int(count)).map { index in
        let start = rest.startIndex + index * size
        return rest[start..<(start + min(size, 4))].reversed().reduce(0) { $0 << 8 | Int($1) }
      }
      rest = rest.dropFirst(Int(count) * size)
      if type == Self.factor, let pattern = values.first {
        let number = Float(bitPattern: UInt32(truncatingIfNeeded: pattern))
        factor = number.isFinite && number > 0 ? Double(number) : nil
      } else if type != Self.security, type != Self.factor, !values.isEmpty {
        offers.append(Offer(type: type, values: values))
      }
    }
  }

  private static func size(of type: UInt8) -> Int? {
    switch type {
    case rate, resolution, range: 2
    case rangeMilli, factor: 4
    case channels: 1
    case security: 16
    default: nil
    }
  }

  /// Offered samples a second.
  var rates: [Int] { offers.first { $0.type == Self.rate }?.values ?? [] }

  /// One value of each setting: this rate, 8 g (or the widest range), and the most of all others.
  func start(rateHz: Int, isAcceleration: Bool) -> [UInt8] {
    offers.flatMap { offer -> [UInt8] in
      var value = offer.values.max() ?? 0
      if offer.type == Self.rate { value = rateHz }
      if offer.type == Self.range, isAcceleration, offer.values.contains(8) { value = 8 }
      let size = Self.size(of: offer.type) ?? 0
      return [offer.type, 1] + (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
  }
}
