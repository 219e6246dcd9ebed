extension CytonEmulator {
  /// What the dongle says by itself; channel and time appear in decimals and as one raw byte.
  mutating func answerDongle(_ command: UInt8, value: UInt8, at seconds: Double) {
    switch command {
    case 0x00: sayChannel(at: seconds)
    case 0x01: changeBoth(value, at: seconds)
    case 0x02:
      hostChannel = value
      sayDongle("Success: Host override - Channel number: \(value)", raw: value, at: seconds)
    case 0x03: sayDongle("Success: Poll time: 80", raw: 80, at: seconds)
    case 0x04: sayDongle("Success: Poll time: \(value)", raw: value, at: seconds)
    case 0x05: say("Success: Switch your baud rate to 115200$$$", at: seconds)
    case 0x06: say("Success: Switch your baud rate to 230400$$$", at: seconds)
    case 0x0A: say("Success: Switch your baud rate to 921600$$$", at: seconds)
    case 0x07:
      say(
        boardIsHeard ? "Success: System is Up$$$" : "Failure: System is Down$$$", at: seconds)
    default: break
    }
  }

  private mutating func sayChannel(at seconds: Double) {
    let words = boardIsHeard ? "Success: Host and Device on" : "Failure: Host on"
    sayDongle("\(words) Channel number: \(hostChannel)", raw: hostChannel, at: seconds)
  }

  private mutating func changeBoth(_ channel: UInt8, at seconds: Double) {
    guard channel <= 25 else {
      return say("Failure: Verify channel number is less than 25$$$", at: seconds)
    }
    guard boardIsHeard else { return say(CytonTexts.noBoard, at: seconds) }
    hostChannel = channel
    radioChannel = channel
    sayChannel(at: seconds)
  }

  private mutating func sayDongle(_ text: String, raw: UInt8, at seconds: Double) {
    guard !streaming else { return }
    let bytes = Array(text.utf8) + [raw] + Array(CytonTexts.end.utf8)
    outbox.post(bytes, at: seconds, delay: configuration.replyDelay)
  }
}
