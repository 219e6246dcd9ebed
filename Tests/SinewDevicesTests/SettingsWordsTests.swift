import SinewDevices
import SinewSignal
import Testing

/// The settings of a recorded device come back from the line of its header.
@Suite struct SettingsWordsTests {
  @Test func aUnitFreshFromItsBoxNeedsNoWords() {
    #expect(DriverSettings().words == "")
    #expect(DriverSettings(words: "") == DriverSettings())
  }

  @Test func everySettingComesBack() {
    var settings = DriverSettings(
      gain: 12, isBipolar: true, rateHz: 500, inputs: [1, 3], auxiliaryInputs: [2],
      lines: LineSettings(
        kind: .emg,
        columns: [PrintedColumn("us"), PrintedColumn("emg", unit: .microvolts, scale: 0.5)]))
    settings.amplifierGain = 2848
    settings.channelCount = 4
    settings.payloadMode = 26
    settings.accelerationRangeG = 8
    settings.turnRateRangeDPS = 500
    settings.prefersMotion = true
    #expect(DriverSettings(words: settings.words) == settings)
  }

  @Test(arguments: ["gain", "gain=many", "inputs=x,99,-1", "columns=a,b:c", "=", "who=knows"])
  func whatIsNotUnderstoodIsLeftAtItsDefault(_ words: String) {
    #expect(DriverSettings(words: words) == DriverSettings())
  }
}
