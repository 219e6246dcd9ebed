extension BITalinoEmulator {
  /// Takes one byte of a command. There are no acknowledgements: only version and state answer.
  mutating func take(_ byte: UInt8, at seconds: Double) {
    if awaitsDuty {
      awaitsDuty = false
      pwm = byte
    } else if byte == 0xFF {
      mode = .idle
    } else if byte & 0xF3 == 0xB3 {
      setOutputs(byte)
    } else if byte == 0xA3 {
      awaitsDuty = true
    } else if byte & 0xA3 == 0xA3 {
      return
    } else if isStreaming {
      takeWhileStreaming(byte)
    } else {
      takeIdle(byte, at: seconds)
    }
  }

  private mutating func setOutputs(_ byte: UInt8) {
    outputs = [byte & 4 != 0, byte & 8 != 0]
  }

  private mutating func takeWhileStreaming(_ byte: UInt8) {
    if byte == 0 {
      mode = .idle
    } else if byte & 3 == 3 {
      // The first generation's way to set the outputs.
      setOutputs(byte)
    }
  }

  private mutating func takeIdle(_ byte: UInt8, at seconds: Double) {
    switch byte & 3 {
    case 0: threshold = byte >> 2
    case 1: start(.live, mask: byte >> 2, at: seconds)
    case 2: start(.simulated, mask: byte >> 2, at: seconds)
    default: takeQuestion(byte, at: seconds)
    }
  }

  private mutating func takeQuestion(_ byte: UInt8, at seconds: Double) {
    switch byte {
    case 0x07, 0x0F:
      outbox.post(
        Array("\(configuration.version)\n".utf8), at: seconds, delay: configuration.replyDelay)
    case 0x0B:
      outbox.post(state(at: seconds), at: seconds, delay: configuration.replyDelay)
    case 0x03, 0x43, 0x83, 0xC3:
      framesPerSecond = [1, 10, 100, 1000][Int(byte >> 6)]
    default:
      break
    }
  }

  private mutating func state(at seconds: Double) -> [UInt8] {
    var codes: [Int] = []
    for input in 0..<6 { codes.append(code(input, at: seconds)) }
    return BITalinoFrame.state(
      codes: codes + [configuration.batteryCode], threshold: threshold,
      pwm: configuration.tellsPWM ? pwm : nil, digital: digital)
  }
}
