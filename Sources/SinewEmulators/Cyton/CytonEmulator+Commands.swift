extension CytonEmulator {
  private static let channelNames = Array("12345678QWERTYUI".utf8)
  private static let switchOff = Array("12345678qwertyui".utf8)
  private static let switchOn = Array("!@#$%^&*QWERTYUI".utf8)
  private static let rates = [16000, 8000, 4000, 2000, 1000, 500, 250]
  private static let modes = ["default", "debug", "analog", "digital", "marker", "BLE"]

  /// Feeds one byte to the dongle's or the board's command reader.
  mutating func take(_ byte: UInt8, at seconds: Double) {
    guard unfinished.isEmpty else {
      unfinished.append(byte)
      continueCommand(at: seconds)
      return
    }
    if byte == 0xF0 {
      begin(byte, at: seconds)
    } else if !boardIsHeard {
      say(CytonTexts.noBoard, at: seconds)
    } else {
      takeBoardCommand(byte, at: seconds)
    }
  }

  var boardIsHeard: Bool { configuration.boardPresent && hostChannel == radioChannel }

  /// After a second the firmware gives up waiting for the rest.
  mutating func giveUpUnfinished(at seconds: Double) {
    let isDongle = unfinished.first == 0xF0
    forget()
    if !isDongle { say(CytonTexts.multiByteTimeout, at: seconds, delay: 0) }
  }

  private mutating func begin(_ byte: UInt8, at seconds: Double) {
    unfinished = [byte]
    unfinishedDeadline = seconds + 1
  }

  private mutating func forget() {
    unfinished = []
    unfinishedDeadline = nil
  }

  private mutating func takeBoardCommand(_ byte: UInt8, at seconds: Double) {
    switch byte {
    case UInt8(ascii: "b"): startStream(at: seconds)
    case UInt8(ascii: "s"): streaming = false
    case UInt8(ascii: "v"):
      resetBoard()
      outbox.clear()
      say(CytonTexts.banner(daisy: daisyAttached), at: seconds, delay: configuration.bannerDelay)
    case UInt8(ascii: "x"), UInt8(ascii: "z"), UInt8(ascii: "~"), UInt8(ascii: "/"),
      UInt8(ascii: "`"):
      begin(byte, at: seconds)
    default:
      disturb()
      takeSimple(byte, at: seconds)
    }
  }

  private mutating func takeSimple(_ byte: UInt8, at seconds: Double) {
    if let index = Self.switchOff.firstIndex(of: byte) { return power(index, on: false) }
    if let index = Self.switchOn.firstIndex(of: byte) { return power(index, on: true) }
    if let signal = CytonTestSignal(rawValue: byte) {
      testSignal = signal
      return say(CytonTexts.testSignal, at: seconds)
    }
    switch byte {
    case UInt8(ascii: "V"): say(CytonTexts.version, at: seconds)
    case UInt8(ascii: "d"): setDefaults(at: seconds)
    case UInt8(ascii: "D"): say(CytonTexts.defaultReport, at: seconds)
    case UInt8(ascii: "?"): sayRegisters(at: seconds)
    case UInt8(ascii: "<"): stampTime(true, at: seconds)
    case UInt8(ascii: ">"): stampTime(false, at: seconds)
    case UInt8(ascii: "c"), UInt8(ascii: "C"): attachDaisy(byte, at: seconds)
    case UInt8(ascii: ":"), UInt8(ascii: "{"): say(CytonTexts.wifiAbsent, at: seconds)
    case UInt8(ascii: "}"), UInt8(ascii: ";"): say(CytonTexts.wifiNotAttached, at: seconds)
    default: break
    }
  }

  private mutating func continueCommand(at seconds: Double) {
    let last = unfinished[unfinished.count - 1]
    switch unfinished[0] {
    case 0xF0: continueDongleCommand(at: seconds)
    case UInt8(ascii: "x"):
      if unfinished.count < 9, last == UInt8(ascii: "X") { return refuse(at: seconds) }
      if unfinished.count == 9 { setChannel(at: seconds) }
    case UInt8(ascii: "z"):
      if unfinished.count < 5, last == UInt8(ascii: "Z") { return refuse(at: seconds) }
      if unfinished.count == 5 { setLeadOff(at: seconds) }
    case UInt8(ascii: "~"): setRate(last, at: seconds)
    case UInt8(ascii: "/"): setMode(last, at: seconds)
    default:
      marker = last
      forget()
    }
  }

  /// Any command while packets flow costs one of them.
  private mutating func disturb() {
    if streaming { hiccup = true }
  }

  /// Commands that touch the converter stop and restart it: the counter begins at 0 again.
  private mutating func restartConverter(at seconds: Double) {
    if streaming { startStream(at: seconds) }
  }

  private mutating func refuse(at seconds: Double) {
    forget()
    say(CytonTexts.tooFew, at: seconds)
  }

  private mutating func power(_ index: Int, on: Bool) {
    channels[index].powered = on
    if streaming { counter = 0 }
  }

  private mutating func setDefaults(at seconds: Double) {
    channels = Array(repeating: CytonChannel(), count: 16)
    testSignal = nil
    restartConverter(at: seconds)
    say(CytonTexts.channelDefaults, at: seconds)
  }

  private mutating func sayRegisters(at seconds: Double) {
    for line in CytonTexts.registers(daisy: daisyAttached) {
      say(line, at: seconds, delay: configuration.registerLineDelay)
    }
  }

  private mutating func stampTime(_ on: Bool, at seconds: Double) {
    timeStamp = on ? .set : .off
    // The dongle answers a lone `<` by itself, with a comma.
    if on { say(",", at: seconds, delay: 0) }
    say(on ? CytonTexts.timeStampOn : CytonTexts.timeStampOff, at: seconds)
  }

  private mutating func attachDaisy(_ byte: UInt8, at seconds: Double) {
    if byte == UInt8(ascii: "c") {
      guard daisyAttached else { return }
      daisyAttached = false
      return say("daisy removed$$$", at: seconds)
    }
    if daisyAttached { return say("16$$$", at: seconds) }
    daisyAttached = configuration.daisy
    say(daisyAttached ? "daisy attached16$$$" : "no daisy to attach!8$$$", at: seconds)
  }

  private mutating func setChannel(at seconds: Double) {
    let bytes = unfinished
    forget()
    guard bytes[8] == UInt8(ascii: "X") else { return say(CytonTexts.ninthNotX, at: seconds) }
    guard let index = Self.channelNames.firstIndex(of: bytes[1]) else { return }
    func digit(_ position: Int) -> Int { Int(bytes[position]) - 0x30 }
    var channel = channels[index]
    channel.powered = digit(2) == 0
    channel.gainCode = (0...6).contains(digit(3)) ? digit(3) : 6
    channel.input = (0...7).contains(digit(4)) ? digit(4) : 0
    channel.bias = digit(5) == 1
    channel.srb2 = digit(6) == 1
    channels[index] = channel
    // SRB1 is one switch for the whole chip.
    for other in (index < 8 ? 0..<8 : 8..<16) { channels[other].srb1 = digit(7) == 1 }
    testSignal = nil
    disturb()
    restartConverter(at: seconds)
    say(CytonTexts.channelSet(index + 1), at: seconds)
  }

  private mutating func setLeadOff(at seconds: Double) {
    let bytes = unfinished
    forget()
    guard bytes[4] == UInt8(ascii: "Z") else { return say(CytonTexts.fifthNotZ, at: seconds) }
    guard let index = Self.channelNames.firstIndex(of: bytes[1]) else { return }
    channels[index].leadOff = bytes[2] == UInt8(ascii: "1") || bytes[3] == UInt8(ascii: "1")
    restartConverter(at: seconds)
    say(CytonTexts.leadOffSet(index + 1), at: seconds)
  }

  private mutating func setRate(_ byte: UInt8, at seconds: Double) {
    forget()
    if byte != UInt8(ascii: "~") {
      let code = Int(byte) - 0x30
      guard Self.rates.indices.contains(code) else {
        return say(CytonTexts.rateOutOfBounds, at: seconds)
      }
      rateCode = code
      // The rate re-runs the converter's start-up: channel settings fall back without a word.
      channels = Array(repeating: CytonChannel(), count: 16)
      restartConverter(at: seconds)
    }
    say(CytonTexts.rate(Self.rates[rateCode]), at: seconds)
  }

  private mutating func setMode(_ byte: UInt8, at seconds: Double) {
    forget()
    if byte != UInt8(ascii: "/") {
      let code = Int(byte) - 0x30
      guard Self.modes.indices.contains(code) else {
        return say(CytonTexts.modeOutOfBounds, at: seconds)
      }
      boardMode = code
    }
    disturb()
    say(CytonTexts.mode(Self.modes[boardMode]), at: seconds)
  }

  /// The dongle's own commands: 0xF0, a command byte, for some a value (sheet 6).
  private mutating func continueDongleCommand(at seconds: Double) {
    let wantsValue = [0x01, 0x02, 0x04].contains(unfinished[1])
    guard unfinished.count == (wantsValue ? 3 : 2) else { return }
    let bytes = unfinished
    forget()
    answerDongle(bytes[1], value: bytes.count > 2 ? bytes[2] : 0, at: seconds)
  }
}
