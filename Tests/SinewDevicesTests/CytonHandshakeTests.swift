import SinewDevices
import SinewSignal
import Testing

@Suite struct CytonHandshakeTests {
  private func refusal(_ step: Conversation) -> String? {
    if case .refuse(let why) = step { why } else { nil }
  }

  private func said(_ step: Conversation) -> String? {
    if case .say(let bytes, _) = step { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  private func waits(_ step: Conversation) -> Bool {
    if case .wait = step { true } else { false }
  }

  @Test func stopDrainResetBannerStart() {
    var driver = OpenBCICyton()
    #expect(said(converse(&driver)) == "s")
    let drained = converse(&driver, [UInt8](repeating: 0xA0, count: 300))
    #expect(waits(drained))
    #expect(said(converse(&driver)) == "v")
    let banner = Array(Banner.text().utf8)
    for chunk in Chunking.every(31).cut(banner) {
      let step = converse(&driver, chunk)
      #expect(waits(step))
    }
    #expect(said(converse(&driver)) == "b")
    let last = converse(&driver)
    #expect(last == .ready)
    #expect(driver.streams.map(\.name) == ["emg", "acceleration", "analog"])
    #expect(driver.streams[0].rateHz == 250)
    #expect(driver.farewell() == Array("s".utf8))
  }

  @Test func aBannerInOnePieceIsFollowedByAPause() {
    var driver = OpenBCICyton()
    _ = converse(&driver)
    _ = converse(&driver)
    let step = converse(&driver, Banner.text(daisy: true))
    #expect(step == .wait(seconds: 0.05))
    #expect(said(converse(&driver)) == "b")
  }

  @Test func noBoardInRangeIsToldInWords() throws {
    var driver = OpenBCICyton()
    _ = converse(&driver, "")
    _ = converse(&driver)
    let step = converse(
      &driver, "Failure: Communications timeout - Device failed to poll Host$$$")
    let why = try #require(refusal(step))
    #expect(why.contains("no board does"))
    #expect(why.contains("radio channel"))
  }

  @Test func anotherFailureIsQuoted() throws {
    var driver = OpenBCICyton()
    _ = converse(&driver)
    _ = converse(&driver)
    let why = try #require(refusal(converse(&driver, "Failure: strange \u{7} thing$$$")))
    #expect(why.contains("Failure: strange  thing"))
  }

  @Test func silenceIsRefusedAfterASecondTry() throws {
    var driver = OpenBCICyton()
    _ = converse(&driver)
    #expect(said(converse(&driver)) == "v")
    #expect(said(converse(&driver)) == "v")
    let why = try #require(refusal(converse(&driver)))
    #expect(why.contains("No answer"))
  }

  @Test func aDeviceThatNeverStopsTalkingIsRefused() {
    var driver = OpenBCICyton()
    var step = converse(&driver)
    var steps = 0
    while refusal(step) == nil, steps < 200 {
      step = converse(&driver, [UInt8](repeating: 0x55, count: 512))
      steps += 1
    }
    #expect(refusal(step)?.contains("not an OpenBCI Cyton") == true)
  }

  @Test func anotherDevicesAnswerIsRefused() {
    var driver = OpenBCICyton()
    _ = converse(&driver)
    _ = converse(&driver)
    var step = Conversation.ready
    for _ in 0..<30 { step = converse(&driver, String(repeating: "512,300\n", count: 20)) }
    #expect(refusal(step)?.contains("not as an OpenBCI board") == true)
  }

  @Test func gainAndBipolarMontageAreSetOnEveryChannel() {
    var driver = OpenBCICyton(settings: DriverSettings(gain: 12, isBipolar: true))
    _ = converse(&driver)
    _ = converse(&driver)
    _ = converse(&driver, Banner.text(daisy: true))
    var commands: [String] = []
    var step = converse(&driver)
    while let text = said(step), text != "b", commands.count < 20 {
      commands.append(text)
      _ = converse(&driver, "Success: Channel set ")
      _ = converse(&driver, "for \(commands.count)$$$")
      step = converse(&driver)
    }
    #expect(said(step) == "b")
    #expect(commands.count == 16)
    #expect(commands.first == "x1050100X")
    #expect(commands[8] == "xQ050100X" && commands[15] == "xI050100X")
    let last = converse(&driver)
    #expect(last == .ready)
    #expect(abs(driver.streams[0].channels[0].resolution - 0.0447035) < 1e-6)
  }

  @Test func aBoardThatDoesNotTakeTheGainIsRefused() {
    var driver = OpenBCICyton(settings: DriverSettings(gain: 6))
    _ = converse(&driver)
    _ = converse(&driver)
    _ = converse(&driver, Banner.text())
    #expect(said(converse(&driver)) == "x1030110X")
    let step = converse(&driver, "Failure: too few chars$$$")
    #expect(refusal(step)?.contains("channel 1") == true)
  }

  @Test func aGainTheBoardLacksIsRefusedAtOnce() {
    var driver = OpenBCICyton(settings: DriverSettings(gain: 5))
    #expect(refusal(converse(&driver))?.contains("no gain 5") == true)
  }
}
