import SinewSignal

/// A payload mode: which quantities a DOT sends, and on which characteristic.
struct DOTMode: BitwiseCopyable, Sendable {
  /// As in the specification and in the start command.
  let number: UInt8
  /// Place of the payload's characteristic in the profile's list.
  let characteristic: UInt8
  /// Bytes of the value that mean something; zeros follow up to the characteristic's length.
  let size: Int
  let fieldCount: Int
  let streamCount: Int
  /// Place of the status word, 0 where there is none.
  let statusOffset: Int
  private let fields: InlineArray<4, DOTField>

  /// The modes with an open layout. High fidelity and custom 4 are packed in a way only the maker's
  /// library knows, and delta quantities are no signal.
  private static let quantities: [Int: [DOTField.Quantity]] = [
    2: [.quaternion, .freeAcceleration, .status],
    3: [.quaternion, .freeAcceleration],
    4: [.angles], 5: [.quaternion], 6: [.freeAcceleration],
    7: [.angles, .freeAcceleration, .status],
    16: [.angles, .freeAcceleration],
    20: [.acceleration, .turnRate, .magneticField],
    21: [.acceleration, .turnRate],
    22: [.angles, .freeAcceleration, .turnRate],
    23: [.angles, .freeAcceleration, .magneticField],
    24: [.quaternion, .turnRate],
    26: [.quaternion, .acceleration, .turnRate],
  ]

  static let numbers = quantities.keys.sorted()
  /// Acceleration and turn rate, what the engine works with.
  static let usual = DOTMode(21, [.acceleration, .turnRate])

  /// Nil for a mode that is not offered.
  init?(_ number: Int) {
    guard let quantities = Self.quantities[number] else { return nil }
    self.init(UInt8(truncatingIfNeeded: number), quantities)
  }

  private init(_ number: UInt8, _ quantities: [DOTField.Quantity]) {
    self.number = number
    let joins = quantities.contains(.acceleration) && quantities.contains(.turnRate)
    var fields: [DOTField] = []
    // The time stamp comes first. Where there is a motion stream, it is the first one.
    var offset = 4
    var streams = joins ? 1 : 0
    var status = 0
    for quantity in quantities {
      let isMotion = joins && (quantity == .acceleration || quantity == .turnRate)
      let field = DOTField(
        quantity: quantity, offset: offset, stream: isMotion ? 0 : streams,
        slot: isMotion && quantity == .turnRate ? 3 : 0)
      if quantity == .status { status = offset } else { fields.append(field) }
      if !isMotion, quantity != .status { streams += 1 }
      offset += field.size
    }
    size = offset
    characteristic =
      size > 40
      ? MovellaDOT.longPayload : size > 20 ? MovellaDOT.mediumPayload : MovellaDOT.shortPayload
    fieldCount = fields.count
    streamCount = streams
    statusOffset = status
    self.fields = InlineArray { $0 < fields.count ? fields[$0] : fields[0] }
  }

  /// Field number 0..<`fieldCount`.
  @_noLocks @_noAllocation
  func field(_ index: Int) -> DOTField { fields[index & 3] }

  /// The streams of this mode at this rate.
  func streams(rateHz: Int) -> [StreamProfile] {
    (0..<streamCount).map { stream in
      let quantities = (0..<fieldCount).map { field($0) }.filter { $0.stream == stream }
        .map(\.quantity)
      let (name, kind) = Self.label(quantities)
      return StreamProfile(
        name: name, kind: kind, channels: quantities.flatMap { Self.channels($0) },
        rateHz: Double(rateHz), counter: .ticks(hertz: 1_000_000, bits: 32))
    }
  }

  private static func label(_ quantities: [DOTField.Quantity]) -> (String, StreamKind) {
    guard quantities.count == 1 else { return ("motion", .motion) }
    switch quantities[0] {
    case .quaternion: return ("quaternion", .auxiliary)
    case .angles: return ("angles", .auxiliary)
    case .freeAcceleration: return ("free-acceleration", .auxiliary)
    case .turnRate: return ("turn-rate", .auxiliary)
    default: return ("magnetic-field", .auxiliary)
    }
  }

  private static func channels(_ quantity: DOTField.Quantity) -> [ChannelProfile] {
    func axes(_ prefix: String, _ unit: SignalUnit, _ step: Float = 0) -> [ChannelProfile] {
      ["x", "y", "z"].map { ChannelProfile(prefix + $0, unit, resolution: step) }
    }
    switch quantity {
    case .quaternion: return ["w", "x", "y", "z"].map { ChannelProfile($0, .quaternion) }
    case .angles: return ["roll", "pitch", "yaw"].map { ChannelProfile($0, .degrees) }
    case .acceleration: return axes("a", .gravities)
    case .freeAcceleration: return axes("f", .gravities)
    case .turnRate: return axes("g", .degreesPerSecond)
    case .magneticField: return axes("m", .unitless, 1 / 4096)
    case .status: return []
    }
  }
}
