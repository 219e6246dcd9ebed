import SinewSignal
import Testing

@testable import SinewEngine

@Suite struct ContactQualityTests {
  private func quality(fullScale: Float = 1000) -> ContactQuality {
    ContactQuality(
      rateHz: 250, lanes: 0x0F, fullScale: SIMD8(repeating: fullScale),
      resolution: SIMD8(repeating: 0.1), isMicrovolts: true)
  }

  private func run(
    _ quality: inout ContactQuality, seconds: Double, lost: UInt32 = 0,
    _ value: (Int) -> SIMD8<Float>
  ) -> UInt8 {
    var changed: UInt8 = 0
    for sample in 0..<Int(seconds * 250) {
      changed |= quality.update(
        value(sample), signal: value(sample) * SIMD8(1, 0, 0, 0, 0, 0, 0, 0), isClipped: false,
        lost: sample % 25 == 0 ? lost : 0,
        isShaken: false)
    }
    return changed
  }

  private func wave(_ sample: Int) -> SIMD8<Float> {
    SIMD8(repeating: Float(sample % 7) * 10 - 30)
  }

  @Test func aLivingChannelIsGoodAndUnusedLanesStayOff() {
    var contact = quality()
    let changed = run(&contact, seconds: 1, wave)
    #expect(changed == 0x0F)
    #expect(contact.quality(lane: 0) == .good && contact.quality(lane: 7) == .off)
    #expect(contact.quality(lane: 99) == .off && contact.off == 0xF0)
    let again = run(&contact, seconds: 1, wave)
    #expect(again == 0)
  }

  @Test func aFlatChannelIsOffAndComesBackAfterASecond() {
    var contact = quality()
    _ = run(&contact, seconds: 1, wave)
    _ = run(&contact, seconds: 0.4) { sample in
      var value = wave(sample)
      value[2] = 12.05
      return value
    }
    #expect(contact.quality(lane: 2) == .off && contact.flags(lane: 2) == .flat)
    #expect(contact.quality(lane: 1) == .good)
    _ = run(&contact, seconds: 0.6, wave)
    #expect(contact.quality(lane: 2) == .off)
    _ = run(&contact, seconds: 0.8, wave)
    #expect(contact.quality(lane: 2) == .good)
  }

  @Test func missingValuesAreOff() {
    var contact = quality()
    _ = run(&contact, seconds: 1) { _ in SIMD8(repeating: .nan) }
    #expect(contact.quality(lane: 0) == .off)
  }

  @Test func threeSamplesAtTheRailAreClipping() {
    var contact = quality()
    _ = run(&contact, seconds: 1) { sample in
      var value = wave(sample)
      if (60..<63).contains(sample) { value[1] = -999 }
      if sample == 60 || sample == 70 { value[3] = 999 }
      return value
    }
    #expect(contact.quality(lane: 1) == .poor && contact.flags(lane: 1) == .clip)
    // Two single samples in a second are 0.8 %: also clipping; none is good.
    #expect(contact.flags(lane: 3) == .clip && contact.quality(lane: 0) == .good)
  }

  @Test func theFramesMarkServesWhereFullScaleIsUnknown() {
    var contact = ContactQuality(rateHz: 250, lanes: 0xFF, isMicrovolts: false)
    for sample in 0..<100 {
      var value = wave(sample)
      let isRail = sample >= 80 && sample < 90
      if isRail { value[4] = 5000 }
      _ = contact.update(
        value, signal: value, isClipped: isRail, lost: 0, isShaken: false)
    }
    #expect(contact.flags(lane: 4) == .clip)
    #expect(contact.flags(lane: 0) != .flat)
  }

  @Test func lossesAboveTwoPercentAreMarked() {
    var contact = quality()
    _ = run(&contact, seconds: 5, wave)
    _ = run(&contact, seconds: 5, lost: 1, wave)
    #expect(contact.flags(lane: 0) == .drop && contact.quality(lane: 0) == .poor)
    _ = run(&contact, seconds: 7, wave)
    #expect(contact.quality(lane: 0) == .good)
  }

  @Test func noiseAndWorkDecide() {
    var contact = quality()
    var rest = SIMD8<Float>(repeating: 3)
    rest[1] = 8
    rest[2] = 20
    contact.setLevels(rest: rest, work: SIMD8(repeating: 90))
    _ = run(&contact, seconds: 1, wave)
    #expect(contact.quality(lane: 0) == .good)
    #expect((contact.snrDB(lane: 0) - 29.54).magnitude < 0.01)
    #expect(contact.quality(lane: 1) == .fair && contact.flags(lane: 1) == .noise)
    #expect(contact.quality(lane: 2) == .poor && contact.flags(lane: 2) == [.noise, .snr])
    contact.setLevels(rest: SIMD8(repeating: 3), work: SIMD8(repeating: 8))
    _ = run(&contact, seconds: 2, wave)
    #expect(contact.quality(lane: 0) == .poor && contact.flags(lane: 0) == .snr)
    #expect(quality().snrDB(lane: 0).isNaN)
  }

  @Test func aMuscleThatNeverLetsGoIsFairWhileItsWorkStandsOut() {
    var contact = quality()
    contact.setLevels(rest: SIMD8(repeating: 30), work: SIMD8(repeating: 0))
    _ = run(&contact, seconds: 1, wave)
    #expect(contact.quality(lane: 0) == .fair && contact.flags(lane: 0) == .noise)
    contact.setLevels(rest: SIMD8(repeating: 30), work: SIMD8(repeating: 400))
    _ = run(&contact, seconds: 2, wave)
    #expect(contact.quality(lane: 0) == .fair && contact.flags(lane: 0) == .noise)
    contact.setLevels(rest: SIMD8(repeating: 30), work: SIMD8(repeating: 200))
    _ = run(&contact, seconds: 1, wave)
    #expect(contact.quality(lane: 0) == .poor)
  }

  @Test func humIsFairThenPoor() {
    var contact = quality()
    var share = SIMD8<Float>(repeating: 0)
    share[0] = 0.3
    share[1] = 0.7
    contact.setMains(share: share)
    _ = run(&contact, seconds: 1, wave)
    #expect(contact.quality(lane: 0) == .fair && contact.flags(lane: 0) == .mains)
    #expect(contact.quality(lane: 1) == .poor && contact.quality(lane: 2) == .good)
  }
}
