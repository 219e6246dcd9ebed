internal import SinewSignal

/// What is held against one channel, with hysteresis in time: a cause counts at once and for a
/// second after it was last seen.
struct ContactState: BitwiseCopyable, Sendable {
  /// Nothing was judged yet, or there is no contact.
  private(set) var isOff = true
  private(set) var flags = QualityFlags(rawValue: 0)

  private var held: UInt16 = 0
  private var judged: UInt16 = 0
  private var isJudged = false
  private var looksWithout = InlineArray<13, UInt8>(repeating: 0)

  /// Takes the causes of one look; true when quality or reasons have changed.
  @_noLocks @_noAllocation
  mutating func update(_ causes: UInt16) -> Bool {
    var index = 0
    while index < 13 {
      let bit = UInt16(1) << UInt16(truncatingIfNeeded: index)
      if causes & bit != 0 {
        held |= bit
        looksWithout[index] = 0
      } else if held & bit != 0 {
        looksWithout[index] &+= 1
        if looksWithout[index] >= 5 { held &= ~bit }
      }
      index &+= 1
    }
    let isNews = !isJudged || held != judged
    isJudged = true
    isOff = held & (ContactCause.flat | ContactCause.leadOff) != 0
    judged = held
    flags = QualityFlags(rawValue: named())
    return isNews
  }

  /// Nothing may be said about when the muscle works: no contact, hum or noise (science 2.3, 6). A
  /// recording that begins in a set takes work for rest, which is loud then: what stands 10 dB above
  /// it is a burst all the same.
  var isMute: Bool {
    @_noLocks @_noAllocation
    get {
      let drowned = ContactCause.noiseBad | ContactCause.snrPoor
      return isOff || held & ContactCause.humBad != 0 || held & drowned == drowned
    }
  }

  var quality: SignalQuality {
    @_noLocks @_noAllocation
    get {
      if isOff { return .off }
      let poor =
        ContactCause.clip | ContactCause.drop | ContactCause.noiseBad | ContactCause.snrPoor
        | ContactCause.humBad
      if held & poor != 0 { return .poor }
      return held != 0 ? .fair : .good
    }
  }

  /// `QualityFlags.rawValue` of the causes held.
  @_noLocks @_noAllocation
  private func named() -> UInt16 {
    var raw: UInt16 = 0
    if held & ContactCause.clip != 0 { raw |= 1 << 0 }
    if held & ContactCause.flat != 0 { raw |= 1 << 1 }
    if held & (ContactCause.humFair | ContactCause.humBad) != 0 { raw |= 1 << 2 }
    if held & (ContactCause.noiseFair | ContactCause.noiseBad) != 0 { raw |= 1 << 3 }
    if held & (ContactCause.snrFair | ContactCause.snrPoor) != 0 { raw |= 1 << 4 }
    if held & ContactCause.motion != 0 { raw |= 1 << 5 }
    if held & ContactCause.drop != 0 { raw |= 1 << 6 }
    if held & ContactCause.leadOff != 0 { raw |= 1 << 7 }
    if held & ContactCause.ecg != 0 { raw |= 1 << 8 }
    if held & ContactCause.cross != 0 { raw |= 1 << 9 }
    return raw
  }
}
