import SinewDevices
import SinewSignal
import Testing

@Suite struct Shimmer3Tests {
  /// Inquiry's reply of the sheet: 512 Hz, acceleration, turn rate, ExG1.
  private static let inquiry = hex("ff 02 40 00 01 ff 01 08 09 01 00 01 02 0a 0b 0c 1d 1e 1f")

  /// The sheet's packets, at range 250 deg/s where turn rates are named.
  private static let first = hex("00 000000 ff07 5208 ac07 0000 0083 ff7d 80 000000 000001")
  private static let second = hex("00 400000 ff07 ff07 a508 051e fae2 7fff 80 ffffff 7fffff")
  private static let third = hex("00 ffffff 0000 ff0f e803 8000 0001 ffff c0 800000 01e240")

  private static func refusal(_ step: Conversation) -> String? {
    if case .refuse(let why) = step { why } else { nil }
  }

  /// A device that answers by the sheet, for the handshake.
  private struct Unit {
    var firmware = hex("03 00 00 00 10 02")
    var hardware: UInt8 = 3
    var inquiry = Shimmer3Tests.inquiry
    var calibration = [UInt8](repeating: 0xFF, count: 84)
    var hasCRC = false
    var takesRegisters = true
    /// Commands that get no answer.
    var mute: Set<UInt8> = []
    var registers = [UInt8](repeating: 0, count: 10)
    var heard: [[UInt8]] = []

    mutating func answer(_ command: [UInt8]) -> [UInt8] {
      heard.append(command)
      guard let code = command.first, !mute.contains(code) else { return [] }
      switch code {
      case 0x2E: return [0xFF, 0x2F] + firmware
      case 0x3F: return [0xFF, 0x25, hardware]
      case 0x61:
        if command[1] == 0, takesRegisters { registers = Array(command[4...]) }
        return [0xFF]
      case 0x63: return [0xFF, 0x62, 10] + registers
      case 0x2C: return [0xFF, 0x2D] + calibration
      case 0x8B: return hasCRC ? hex("ff f4 65") : [0xFE]
      case 0x01: return hasCRC ? inquiry + Shimmer3Tests.crc(inquiry) : inquiry
      default: return [0xFF]
      }
    }
  }

  /// The rule of the sheet, written once more for the tests.
  private static func crc(_ message: [UInt8]) -> [UInt8] {
    var crc = 0xB0CA
    for byte in message + (message.count % 2 == 1 ? [0] : []) {
      crc = (crc >> 8 | crc << 8) & 0xFFFF
      crc ^= Int(byte)
      crc ^= (crc & 0xFF) >> 4
      crc = (crc ^ crc << 12) & 0xFFFF
      crc = (crc ^ (crc & 0xFF) << 5) & 0xFFFF
    }
    return [UInt8(crc & 0xFF), UInt8(crc >> 8)]
  }

  /// Talks to the unit until the driver is ready or refuses.
  private func shakeHands(_ driver: inout Shimmer3, _ unit: inout Unit) -> Conversation {
    var step = converse(&driver)
    for _ in 0..<200 {
      switch step {
      case .ready, .refuse: return step
      case .wait: step = converse(&driver)
      case .say(let bytes, _): step = converse(&driver, unit.answer(bytes))
      }
    }
    return step
  }

  private func started(_ unit: Unit = Unit(), _ settings: DriverSettings = DriverSettings())
    -> Shimmer3
  {
    var driver = Shimmer3(settings: settings)
    var unit = unit
    #expect(shakeHands(&driver, &unit) == .ready)
    return driver
  }

  /// A packet with this time stamp and EMG codes 1, 2.
  private func packet(_ stamp: Int) -> [UInt8] {
    [0, UInt8(stamp & 0xFF), UInt8(stamp >> 8 & 0xFF), UInt8(stamp >> 16 & 0xFF)]
      + hex("ff07 5208 ac07 0000 0083 ff7d 80 000001 000002")
  }

  private func sealed(_ packet: [UInt8]) -> [UInt8] { packet + Self.crc(packet) }

  // MARK: Vectors

  @Test func theSheetsPackets() throws {
    var range250 = Unit()
    range250.inquiry[6] = 0
    // The three stand alone in the sheet: here each begins a run of packets.
    for (vector, stamp) in [(Self.first, 0), (Self.second, 64), (Self.third, 0xFF_FFFF)] {
      var driver = started(range250)
      let run = vector + packet((stamp + 64) & 0xFF_FFFF) + packet((stamp + 128) & 0xFF_FFFF)
      let result = decode(&driver, run + packet((stamp + 192) & 0xFF_FFFF), .every(1))
      let emg = try #require(result.frames(of: 0).first)
      let motion = try #require(result.frames(of: 1).first)
      #expect(emg.counter == UInt32(stamp) && motion.counter == UInt32(stamp))
      switch stamp {
      case 0:
        #expect(close(motion.numbers(3), [-1 / 9.80665, 0, 1 / 9.80665]))
        #expect(close(motion.numbers(6).suffix(3), [-1, 0, 1]))
        #expect(close(emg.numbers(2), [0, 0.0240405]))
      case 64:
        #expect(close(motion.numbers(3), [0, 0, -2 / 9.80665]))
        #expect(close(motion.numbers(6).suffix(3), [10, -10, -250.13], within: 0.01))
        #expect(close(emg.numbers(2), [-0.0240405, 201_666.7], within: 0.05))
        #expect(emg.flags & FrameFlags.clipped.rawValue != 0)
      default:
        #expect(close(emg.numbers(2), [-201_666.7, 2967.95], within: 0.05))
        #expect(motion.flags & FrameFlags.clipped.rawValue != 0)
      }
    }
  }

  private func close(
    _ found: some Sequence<Float>, _ wanted: [Float], within tolerance: Float = 1e-5
  ) -> Bool {
    zip(found, wanted).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test func theSheetsChecksums() {
    #expect(Self.crc(hex("01 02 03 04 05 06 07 08")) == [0xAA, 0x48])
    #expect(Self.crc(hex("01 02 03 04 05 06 07 08 09")) == [0x5D, 0x2A])
    #expect(Self.crc(Self.first) == [0x0D, 0x79])
    #expect(Self.crc([0xFF]) == [0xF4, 0x65])
  }

  @Test func theFirstVectorWithItsChecksumCounts() {
    var unit = Unit()
    unit.hasCRC = true
    var driver = started(unit)
    let result = decode(&driver, Self.first + hex("0d 79") + sealed(Self.second))
    #expect(result.frames(of: 0).map(\.counter) == [0, 64])
    #expect(result.faultTotal == 0)
  }

  // MARK: Handshake

  @Test func commandsAreTheSheetsOnesInOrder() {
    var driver = Shimmer3()
    var unit = Unit()
    unit.hasCRC = true
    #expect(shakeHands(&driver, &unit) == .ready)
    #expect(
      unit.heard
        == [
          "20", "2e", "3f", "a3 00", "05 40 00", "08 d0 00 00",
          "61 00 00 0a 03a01069602000000203", "61 01 00 0a 03a010e1e10000000201", "63 00 00 0a",
          "2c", "8b 02", "01", "07",
        ].map { hex($0) })
    #expect(driver.farewell() == [0x20])
    #expect(driver.streams.map(\.rateHz) == [512, 512])
    #expect(driver.streams[0].counter == .ticks(hertz: 32_768, bits: 24))
  }

  @Test func oldFirmwareIsNotAskedWhatItDoesNotKnow() {
    var driver = Shimmer3()
    var unit = Unit()
    unit.firmware = hex("03 00 00 00 0f 03")
    unit.mute = [0x20]
    #expect(shakeHands(&driver, &unit) == .ready)
    #expect(!unit.heard.contains { $0[0] == 0xA3 || $0[0] == 0x8B })
  }

  @Test func answersMayComeByteByByteAndBehindAStatusReport() {
    var driver = Shimmer3()
    var unit = Unit()
    unit.hasCRC = true
    var step = converse(&driver)
    var silences = 0
    loop: for _ in 0..<2000 {
      guard case .say(let command, _) = step else { break }
      step = .wait(seconds: 1)
      for byte in hex("ff 8a 71 01") + unit.answer(command) {
        step = converse(&driver, [byte])
        if step == .ready { break loop }
      }
      while case .wait = step, silences < 100 {
        silences += 1
        step = converse(&driver)
      }
    }
    #expect(step == .ready)
    #expect(unit.heard.count == 13)
  }

  @Test func gainAndRateAreSetAndTold() {
    var driver = Shimmer3(settings: DriverSettings(gain: 8, rateHz: 1000))
    var unit = Unit()
    unit.inquiry[2] = 33
    #expect(shakeHands(&driver, &unit) == .ready)
    #expect(unit.heard.contains(hex("05 21 00")))
    #expect(unit.heard.contains(hex("61 00 00 0a 03a01059502000000203")))
    #expect(abs((driver.streams[0].rateHz ?? 0) - 992.97) < 0.01)
    #expect(abs(driver.streams[0].channels[0].resolution - 0.0360607) < 1e-6)
    var other = Shimmer3(settings: DriverSettings(rateHz: 1024))
    var secondUnit = Unit()
    #expect(shakeHands(&other, &secondUnit) == .ready)
    #expect(secondUnit.heard.contains(hex("61 00 00 0a 04a01069602000000203")))
  }

  @Test func calibrationOfTheDeviceIsUsed() throws {
    var unit = Unit()
    // Acceleration: offset 2000, 80 counts per m/s2; turn rate: 32.8 counts; both unrotated.
    let unrotated = "64 00 00 00 64 00 00 00 64"
    let blocks =
      hex("07d0 07d0 07d0 0050 0050 0050 \(unrotated)")
      + hex("0000 0000 0000 0cd0 0cd0 0cd0 \(unrotated)")
    unit.calibration.replaceSubrange(0..<42, with: blocks)
    var driver = started(unit)
    let result = decode(&driver, [0, 64, 128, 192].flatMap { packet($0) })
    let motion = try #require(result.frames(of: 1).first)
    let gravities = ([47, 130, -36] as [Float]).map { $0 / 80 / 9.80665 }
    let turn: [Float] = [0, 131 / 32.8, -131 / 32.8]
    #expect(close(motion.numbers(6), gravities + turn))
  }

  @Test func whatIsNotUnderstoodIsRefusedInWords() {
    func why(_ unit: Unit, _ settings: DriverSettings = DriverSettings()) -> String {
      var driver = Shimmer3(settings: settings)
      var unit = unit
      return Self.refusal(shakeHands(&driver, &unit)) ?? ""
    }
    var unit = Unit()
    unit.firmware[0] = 1
    #expect(why(unit).contains("LogAndStream"))
    unit = Unit()
    unit.hardware = 10
    #expect(why(unit).contains("code 10"))
    unit = Unit()
    unit.takesRegisters = false
    #expect(why(unit).contains("EMG board"))
    unit = Unit()
    unit.inquiry = hex("ff 02 40 00 01 ff 01 08 03 01 00 01 02")
    #expect(why(unit).contains("as it was told to"))
    unit = Unit()
    unit.mute = [0x20, 0x2E]
    #expect(why(unit).contains("switched on"))
    #expect(unit.heard.isEmpty)
    unit = Unit()
    unit.mute = [0x2C]
    #expect(why(unit).contains("stopped answering"))
    #expect(why(Unit(), DriverSettings(gain: 5)).contains("gain 5"))
    #expect(why(Unit(), DriverSettings(rateHz: 2000)).contains("2000 Hz"))
  }

  @Test func aDeviceThatDoesNotStopIsRefused() {
    var driver = Shimmer3()
    var step = converse(&driver)
    for _ in 0..<400 where Self.refusal(step) == nil {
      step = converse(&driver, [UInt8](repeating: 0, count: 512))
    }
    #expect(Self.refusal(step)?.contains("does not obey") == true)
  }

  // MARK: Loss and resync

  private func counters(_ result: Decoded) -> [UInt32] { result.frames(of: 0).map(\.counter) }

  @Test func lostPacketsShowInTheTimeStampAndTheWrapIsNone() {
    var driver = started()
    let stamps = [0xFF_FF40, 0xFF_FF80, 0xFF_FFC0, 0, 64, 320, 384, 448]
    let result = decode(&driver, stamps.flatMap { packet($0) } + [0xFF])
    #expect(counters(result) == stamps.map { UInt32($0) })
    #expect(result.faultTotal == 0)
  }

  @Test func aCutPacketIsLostAndTheLockComesBack() {
    for hasCRC in [false, true] {
      var unit = Unit()
      unit.hasCRC = hasCRC
      var driver = started(unit)
      var bytes: [UInt8] = []
      for index in 0..<8 {
        let whole = hasCRC ? sealed(packet(64 * index)) : packet(64 * index)
        bytes += index == 3 ? Array(whole.prefix(12)) : whole
      }
      let result = decode(&driver, bytes + packet(64 * 8).prefix(4), .every(7))
      #expect(counters(result) == [0, 64, 128, 256, 320, 384, 448])
      #expect(result.bytesLost == 12)
    }
  }

  @Test func aWrongChecksumCostsItsPacketAlone() {
    var unit = Unit()
    unit.hasCRC = true
    var driver = started(unit)
    var bytes = (0..<6).flatMap { sealed(packet(64 * $0)) }
    bytes[3 * 25 + 18] ^= 0x40
    let result = decode(&driver, bytes)
    #expect(counters(result) == [0, 64, 128, 256, 320])
    #expect(result[.checksum] == 1)
    #expect(result.bytesLost == 25)
  }

  @Test func answersAndReportsBetweenPacketsAreNoFault() {
    let reports = [
      "ff", "ff 8a 71 31", "8a 71 10", "8a 94 8c 0a 02", "ff 8a 94 8c 0a 02",
    ].map { hex($0) }
    for hasCRC in [false, true] {
      for report in reports {
        var unit = Unit()
        unit.hasCRC = hasCRC
        var driver = started(unit)
        var bytes: [UInt8] = []
        for index in 0..<5 {
          bytes += hasCRC ? sealed(packet(64 * index)) : packet(64 * index)
          if index == 2 { bytes += hasCRC ? sealed(report) : report }
        }
        let result = decode(&driver, bytes + [0xFF], .every(1))
        #expect(counters(result) == [0, 64, 128, 192, 256])
        #expect(result.faultTotal == 0)
      }
    }
  }

  @Test func aFirstPacketOfZerosIsNoSample() {
    var driver = started()
    let zeros = [UInt8](repeating: 0, count: 23)
    let result = decode(&driver, zeros + packet(64) + packet(128) + packet(192))
    #expect(counters(result) == [64, 128])
    #expect(result[.incomplete] == 1)
    #expect(result.frames.first?.flags == FrameFlags.restarted.rawValue)
  }

  @Test func channelsStandWhereTheInquirySays() throws {
    var unit = Unit()
    // ExG first, and a magnetometer that nobody asked for.
    unit.inquiry = hex("ff 02 40 00 01 ff 01 08 0c 01 1d 1e 1f 07 08 09 0a 0b 0c 00 01 02")
    var driver = started(unit)
    let body = hex("80 000001 000002 1111 2222 3333 0000 0083 ff7d ff07 5208 ac07")
    let stamps: [UInt8] = [0, 64, 128, 192]
    let bytes = stamps.flatMap { stamp -> [UInt8] in [0, stamp, 0, 0] + body }
    let result = decode(&driver, bytes)
    let motion = try #require(result.frames(of: 1).first)
    #expect(close(motion.numbers(3), [-1 / 9.80665, 0, 1 / 9.80665]))
    let emg = try #require(result.frames(of: 0).first)
    #expect(close(emg.numbers(2), [0.0240405, 0.048081]))
  }
}
