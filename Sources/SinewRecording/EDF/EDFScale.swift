/// How the values of one signal become whole numbers and back: chosen from the range they really
/// have, so that nothing is clipped. Counts of a converter that fit are kept as they are.
struct EDFScale: Sendable {
  let physicalMinimum: EDFNumberText
  let physicalMaximum: EDFNumberText
  let digitalMinimum: Int
  let digitalMaximum: Int
  /// Physical size of one digital step, as a reader computes it.
  let step: Double
  /// Where values are counts of this size, digital numbers are the counts less `origin`.
  private let counts: (size: Double, origin: Int)?

  /// What a slot without a sample holds: the least digital number, which no sample has.
  var noSample: Int { digitalMinimum }
  /// True where digital numbers are the converter's own counts.
  var isExact: Bool { counts != nil }

  /// A number of a header and its text.
  struct EDFNumberText: Sendable {
    let text: String
    let value: Double
    init(_ number: EDFNumber) {
      text = number.text
      value = number.value
    }
  }

  /// Nil where the range can't be written in eight characters.
  init?(_ channel: SampledTable.Channel, _ format: EDFFormat) {
    if let exact = EDFScale(counting: channel, format) {
      self = exact
    } else if let spread = EDFScale(spreading: channel, format) {
      self = spread
    } else {
      return nil
    }
  }

  /// Every digital number for the digital number it stands for.
  func digital(_ value: Float) -> Int {
    guard value.isFinite else { return noSample }
    let number: Double
    if let counts {
      number = (Double(value) / counts.size).rounded() - Double(counts.origin)
    } else {
      number =
        ((Double(value) - physicalMinimum.value) / step).rounded() + Double(digitalMinimum)
    }
    return Int(min(max(number, Double(digitalMinimum + 1)), Double(digitalMaximum)))
  }

  /// The converter's counts as they are, moved where they would not fit otherwise.
  private init?(counting channel: SampledTable.Channel, _ format: EDFFormat) {
    let size = channel.resolution
    guard channel.isOnSteps, size > 0 else { return nil }
    let low = (channel.lowest / size).rounded()
    let high = (channel.highest / size).rounded()
    let room = format.highestDigital - format.lowestDigital - 1
    guard abs(low) < 1e9, abs(high) < 1e9, Int(high - low) < room else { return nil }
    // The least digital number is kept free for slots without a sample.
    let fits =
      Int(low) > format.lowestDigital && Int(high) <= format.highestDigital
    let origin = fits ? 0 : Int(((low + high) / 2).rounded())
    let least = Int(low) - origin - 1
    let most = max(Int(high) - origin, least + 2)
    // Ends whose text says best how large they are.
    let spare = 500
    guard
      let bottom = Self.best(
        max(format.lowestDigital, least - spare)...least, origin: origin, size: size),
      let top = Self.best(
        most...min(format.highestDigital, most + spare), origin: origin, size: size)
    else { return nil }
    counts = (size, origin)
    digitalMinimum = bottom.digital
    digitalMaximum = top.digital
    physicalMinimum = EDFNumberText(bottom.number)
    physicalMaximum = EDFNumberText(top.number)
    step =
      (physicalMaximum.value - physicalMinimum.value) / Double(digitalMaximum - digitalMinimum)
    // Near zero eight characters may be too few for counts of this size.
    let worst = max(
      abs(physicalMinimum.value - size * Double(digitalMinimum + origin)),
      abs(physicalMaximum.value - size * Double(digitalMaximum + origin)))
    guard worst < 0.25 * size else { return nil }
  }

  private static func best(
    _ range: ClosedRange<Int>, origin: Int, size: Double
  ) -> (digital: Int, number: EDFNumber)? {
    var found: (digital: Int, number: EDFNumber)?
    var error = Double.infinity
    for digital in range {
      let wanted = Double(digital + origin) * size
      guard let number = EDFNumber(wanted), abs(number.value - wanted) < error else { continue }
      error = abs(number.value - wanted)
      found = (digital, number)
    }
    return found
  }

  /// The whole digital range over the range of the values.
  private init?(spreading channel: SampledTable.Channel, _ format: EDFFormat) {
    var low = min(channel.lowest, channel.highest)
    var high = max(channel.lowest, channel.highest)
    if high - low < 1e-6 * max(1, abs(high)) {
      low -= max(1, abs(low) * 1e-3)
      high += max(1, abs(high) * 1e-3)
    }
    // One step below the least value is the slot without a sample.
    let margin = 2 * (high - low) / Double(format.highestDigital - format.lowestDigital)
    guard let bottom = EDFNumber(low - margin, .down), let top = EDFNumber(high, .up),
      bottom.value < low, top.value > bottom.value
    else { return nil }
    counts = nil
    digitalMinimum = format.lowestDigital
    digitalMaximum = format.highestDigital
    physicalMinimum = EDFNumberText(bottom)
    physicalMaximum = EDFNumberText(top)
    step = (top.value - bottom.value) / Double(digitalMaximum - digitalMinimum)
  }
}
