internal import SinewSignal

/// The two files of one family: EDF+ with 16 bits a sample (B. Kemp, J. Olivan, European data
/// format 'plus', Clinical Neurophysiology 114, 2003) and BDF+ with 24 (BioSemi).
package enum EDFFormat: Sendable, Hashable {
  case edf
  case bdf

  var bytesPerSample: Int { self == .edf ? 2 : 3 }
  var lowestDigital: Int { self == .edf ? -32768 : -8_388_608 }
  var highestDigital: Int { self == .edf ? 32767 : 8_388_607 }
  var annotationLabel: String { self == .edf ? "EDF Annotations" : "BDF Annotations" }
  /// The first eight bytes.
  var signature: [UInt8] {
    self == .edf ? Array("0       ".utf8) : [0xFF] + Array("BIOSEMI".utf8)
  }

  func reserved(isDiscontinuous: Bool) -> String {
    (self == .edf ? "EDF+" : "BDF+") + (isDiscontinuous ? "D" : "C")
  }

  /// Word of a unit in a header, as the field writes it.
  static func dimension(_ unit: SignalUnit) -> String {
    switch unit {
    case .microvolts: "uV"
    case .gravities: "g"
    case .degreesPerSecond: "deg/s"
    case .degrees: "deg"
    case .celsius: "degC"
    case .counts: "counts"
    case .quaternion, .unitless: ""
    }
  }
}

/// Eight characters of a header that are a number, without exponent.
struct EDFNumber {
  let text: String
  /// What a reader makes of the text.
  let value: Double

  /// Characters of a number in a header.
  static let width = 8

  enum Direction { case nearest, down, up }

  /// The text nearest to `wanted`, or the nearest that is not above or not below it; nil where
  /// eight characters don't hold it.
  init?(_ wanted: Double, _ direction: Direction = .nearest) {
    guard wanted.isFinite, abs(wanted) < 1e8 else { return nil }
    for decimals in stride(from: 6, through: 0, by: -1) {
      let scale = Self.powers[decimals]
      let scaled: Double
      switch direction {
      case .nearest: scaled = (wanted * scale).rounded()
      case .down: scaled = (wanted * scale).rounded(.down)
      case .up: scaled = (wanted * scale).rounded(.up)
      }
      let text = Self.text(Int(scaled), decimals: decimals)
      guard text.utf8.count <= Self.width else { continue }
      self.text = text
      value = scaled / scale
      return
    }
    return nil
  }

  private static let powers = [1, 10, 100, 1000, 1e4, 1e5, 1e6]

  private static func text(_ scaled: Int, decimals: Int) -> String {
    var digits = String(scaled.magnitude)
    let sign = scaled < 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    var whole = digits.dropLast(decimals) + "." + digits.suffix(decimals)
    while whole.last == "0" { whole.removeLast() }
    if whole.last == "." { whole.removeLast() }
    return sign + whole
  }
}
