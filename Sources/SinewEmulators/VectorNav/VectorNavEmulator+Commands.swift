extension VectorNavEmulator {
  /// The sensor's error codes (sheet: ASCII; names of PyPI vectornav-vn200).
  private enum Failure: Int {
    case checksum = 3
    case command = 4
    case tooFew = 5
    case parameter = 7
    case register = 8
  }

  private static let asyncTypes = [0, 1, 2, 14, 19]
  private static let asyncRates = [1, 2, 4, 5, 10, 20, 25, 40, 50, 100, 200]

  /// Answers one line.
  mutating func obey(_ line: String, at seconds: Double) {
    guard let start = line.firstIndex(of: "$") else { return }
    guard let body = VectorNavText.body(String(line[start...])) else {
      return fail(.checksum, at: seconds)
    }
    let fields = body.split(separator: ",", omittingEmptySubsequences: false)
    switch fields.first {
    case "VNRRG": read(fields, at: seconds)
    case "VNWRG": write(body, fields, at: seconds)
    case "VNASY":
      isPaused = fields.count > 1 && fields[1] == "0"
      reply(body, at: seconds)
    case "VNWNV", "VNTAR": reply(body, at: seconds)
    case "VNRFS", "VNRST":
      reply(body, at: seconds)
      setFactory(at: outbox.busyUntil)
    default: fail(.command, at: seconds)
    }
  }

  private mutating func reply(_ body: String, at seconds: Double) {
    outbox.post(VectorNavText.line(body), at: seconds, delay: configuration.replyDelay)
  }

  private mutating func fail(_ failure: Failure, at seconds: Double) {
    let code = failure.rawValue
    reply("VNERR,\(code < 10 ? "0" : "")\(code)", at: seconds)
  }

  // MARK: Registers

  private mutating func read(_ fields: [Substring], at seconds: Double) {
    guard fields.count == 2 else { return fail(.tooFew, at: seconds) }
    guard let number = Int(fields[1]), let content = content(of: number, at: seconds) else {
      return fail(.register, at: seconds)
    }
    reply("VNRRG,\(fields[1]),\(content)", at: seconds)
  }

  private mutating func content(of register: Int, at seconds: Double) -> String? {
    let reading = reading(at: seconds)
    switch register {
    case 1: return configuration.model
    case 3: return "\(configuration.serialNumber)"
    case 4: return configuration.firmware
    case 5: return "115200"
    case 6: return "\(asyncType)"
    case 7: return "\(Int(text.rateHz))"
    case 8: return reading.attitudeText
    case 9: return reading.quaternionText
    case 17: return reading.magneticText
    case 18: return reading.accelerationText
    case 19: return reading.turnRateText
    case 27:
      return "\(reading.attitudeText),\(reading.magneticText),\(reading.accelerationText),"
        + reading.turnRateText
    case 54:
      return "\(reading.magneticText),\(reading.accelerationText),\(reading.turnRateText),"
        + "+25.0,+101.325"
    default: return nil
    }
  }

  private mutating func write(_ body: String, _ fields: [Substring], at seconds: Double) {
    guard fields.count >= 3, let register = Int(fields[1]) else {
      return fail(.tooFew, at: seconds)
    }
    switch register {
    case 5: break
    case 6:
      guard let type = Int(fields[2]), Self.asyncTypes.contains(type) else {
        return fail(.parameter, at: seconds)
      }
      asyncType = type
      text.restart(at: seconds)
    case 7:
      guard let rate = Int(fields[2]), Self.asyncRates.contains(rate) else {
        return fail(.parameter, at: seconds)
      }
      text.restart(at: seconds, rateHz: Double(rate))
    case 75, 76, 77:
      guard let output = VectorNavOutput(Array(fields.dropFirst(2))) else {
        return fail(.parameter, at: seconds)
      }
      set(output, at: register - 75, seconds)
    default: return fail(.register, at: seconds)
    }
    reply(body, at: seconds)
  }
}
