/// One measurement of a Polar sensor while it runs.
struct PolarStream: Sendable {
  /// The measurement types of the control point.
  enum Kind: UInt8, Sendable, Hashable { case ecg = 0, acceleration = 2, turnRate = 5 }

  let kind: Kind
  /// g, or degrees a second; unused for ECG.
  let range: Double
  var timer: SampleTimer
  /// Samples not yet sent, oldest first: counts by channel.
  var waiting: [[Int]] = []
}

/// What a sensor offers for one measurement, as the control point tells it.
struct PolarOffer: Sendable {
  let kind: PolarStream.Kind
  let rates: [UInt16]
  let resolution: UInt16
  let ranges: [UInt16]
  /// 0 where the sensor does not speak of channels.
  let channels: UInt8

  static let h10 = [
    PolarOffer(kind: .ecg, rates: [130], resolution: 14, ranges: [], channels: 0),
    PolarOffer(
      kind: .acceleration, rates: [25, 50, 100, 200], resolution: 16, ranges: [2, 4, 8],
      channels: 0),
  ]

  static let veritySense = [
    PolarOffer(kind: .acceleration, rates: [52], resolution: 16, ranges: [8], channels: 3),
    PolarOffer(kind: .turnRate, rates: [52], resolution: 16, ranges: [2000], channels: 3),
  ]

  /// Type, count, values: rate 0, resolution 1, range 2, channels 4.
  var settings: [UInt8] {
    func list(_ type: UInt8, _ values: [UInt16]) -> [UInt8] {
      values.isEmpty
        ? [] : [type, UInt8(values.count)] + values.flatMap { LittleEndian.bytes($0, 2) }
    }
    return list(0, rates) + list(1, [resolution]) + list(2, ranges)
      + (channels == 0 ? [] : [4, 1, channels])
  }

  /// The rate and range that a start request chose, or the status that refuses it.
  func choice(_ request: [UInt8]) -> Result<(rate: UInt16, range: UInt16), PolarRefusal> {
    var rate: UInt16?
    var range: UInt16?
    var rest = request[...]
    while let type = rest.popFirst() {
      let size = type == 4 ? 1 : 2
      guard rest.popFirst() == 1, rest.count >= size else { return .failure(.parameter) }
      let value = UInt16(LittleEndian.number(rest.prefix(size)))
      rest = rest.dropFirst(size)
      switch type {
      case 0: rate = value
      case 1: guard value == resolution else { return .failure(.resolution) }
      case 2: range = value
      case 4: guard value == UInt16(channels) else { return .failure(.channels) }
      default: return .failure(.parameter)
      }
    }
    guard let rate, rates.contains(rate) else { return .failure(.rate) }
    guard ranges.isEmpty || ranges.contains(range ?? 0) else { return .failure(.range) }
    return .success((rate, range ?? 0))
  }
}

/// Statuses of the control point.
enum PolarRefusal: UInt8, Error, Sendable {
  case opcode = 1
  case type = 2
  case length = 4
  case parameter = 5
  case alreadyInState = 6
  case resolution = 7
  case rate = 8
  case range = 9
  case mtu = 10
  case channels = 11
}
