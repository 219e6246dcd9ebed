import SinewDevices
import SinewSignal
import Testing

@Suite struct GenericBLELinesTests {
  private static func text(_ characteristic: UInt8, _ text: String) -> [UInt8] {
    notification(characteristic, Array(text.utf8))
  }

  /// A shield that was listened to until its single column was clear.
  private func shield(_ settings: LineSettings = LineSettings()) -> GenericBLELines {
    var driver = GenericBLELines(settings: DriverSettings(lines: settings))
    let asked = converse(&driver)
    #expect(asked == .say(GATTRecord(.subscribe, 0, [1]).bytes, wait: 5))
    #expect(converse(&driver, GATTRecord(.subscribe, 0).bytes) == .wait(seconds: 3))
    var step = Conversation.wait(seconds: 3)
    for _ in 0..<6 where step != .ready { step = converse(&driver, Self.text(0, "12.00")) }
    #expect(step == .ready)
    return driver
  }

  private func uart() -> GenericBLELines {
    var driver = GenericBLELines()
    var unit = Wearable(refused: [0: 0x0A])
    var step = converse(&driver)
    for _ in 0..<2 {
      guard case .say(let bytes, _) = step else { break }
      step = converse(&driver, unit.answer(bytes))
    }
    #expect(unit.heard == [GATTRecord(.subscribe, 0, [1]), GATTRecord(.subscribe, 1, [1])])
    for _ in 0..<6 where step != .ready { step = converse(&driver, Self.text(1, "1,2\n")) }
    #expect(step == .ready)
    return driver
  }

  // MARK: The shield

  @Test func theSheetsNumbers() {
    var driver = shield()
    let result = decode(
      &driver,
      notification(0, "3132332e3030") + notification(0, "2d34352e3530")
        + notification(0, "343039352e3030") + notification(0, "") + notification(0, "6e616e"),
      .every(1))
    #expect(result.frames.map { $0.numbers(1) } == [[123], [-45.5], [4095]])
    #expect(result[.text] == 1 && result.faultTotal == 1)
  }

  @Test func whatTheNumbersMeanIsTheOwnersToSay() {
    let columns = [PrintedColumn("flexor", unit: .microvolts, scale: 1000)]
    var driver = shield(LineSettings(kind: .envelope, columns: columns))
    #expect(driver.streams[0].kind == .envelope)
    #expect(driver.streams[0].channels == [ChannelProfile("flexor", .microvolts)])
    #expect(decode(&driver, Self.text(0, "0.25")).frames.map { $0.numbers(1) } == [[250]])
  }

  @Test func aLostNotificationFlagsAGap() {
    var driver = shield()
    var damaged = Self.text(0, "2.00")
    damaged[6] ^= 1
    let result = decode(
      &driver, Self.text(0, "1.00") + damaged + Self.text(0, "3.00") + Self.text(0, "4.00"))
    #expect(result.frames.map { $0.numbers(1)[0] } == [1, 3, 4])
    let gap = FrameFlags.gapBefore.rawValue
    #expect(result.frames.map { $0.flags & gap } == [0, gap, 0])
  }

  // MARK: The UART

  @Test func linesRunOnOverNotifications() {
    var driver = uart()
    let result = decode(
      &driver, ["10,", "20\r", "\n30", ",40\n50,60\n70"].flatMap { Self.text(1, $0) }, .every(7))
    #expect(result.frames.map { $0.numbers(2) } == [[10, 20], [30, 40], [50, 60]])
    #expect(result.faultTotal == 0)
  }

  @Test func halvesOfDifferentLinesAreNeverJoined() {
    var driver = uart()
    var damaged = Self.text(1, "20\n3")
    damaged[5] ^= 8
    let result = decode(
      &driver,
      Self.text(1, "5,6\n1") + damaged + Self.text(1, "0,40\n50,60\n") + Self.text(1, "70,80\n"))
    #expect(result.frames.map { $0.numbers(2) } == [[5, 6], [50, 60], [70, 80]])
    let gap = FrameFlags.gapBefore.rawValue
    #expect(result.frames.map { $0.flags & gap } == [0, gap, 0])
  }

  @Test func startAndStopTextGoToTheUARTOnly() {
    let settings = DriverSettings(lines: LineSettings(startText: "go", stopText: "halt"))
    var driver = GenericBLELines(settings: settings)
    _ = converse(&driver)
    _ = converse(&driver, GATTRecord(.failed, 0, [0x0A]).bytes)
    #expect(converse(&driver, GATTRecord(.subscribe, 1).bytes) == .wait(seconds: 2))
    #expect(
      converse(&driver) == .say(GATTRecord(.writeCommand, 2, Array("go".utf8)).bytes, wait: 3))
    #expect(records(driver.farewell()) == [GATTRecord(.writeCommand, 2, Array("halt".utf8))])

    var shield = GenericBLELines(settings: settings)
    _ = converse(&shield)
    #expect(converse(&shield, GATTRecord(.subscribe, 0).bytes) == .wait(seconds: 2))
    #expect(converse(&shield) == .wait(seconds: 3))
    #expect(shield.farewell().isEmpty)
  }

  // MARK: Handshake

  @Test func recordsMayComeInPieces() {
    var driver = GenericBLELines()
    var step = converse(&driver)
    let bytes =
      GATTRecord(.subscribe, 0).bytes + (0..<8).flatMap { Self.text(0, "\($0).50") }
    for byte in bytes where step != .ready { step = converse(&driver, [byte]) }
    #expect(step == .ready)
  }

  @Test func otherBoardsAndSilenceAreRefusedInWords() {
    for (word, unit) in [
      ("neither", Wearable(refused: [0: 0x0A, 1: 0x0A])), ("again", Wearable(mute: [0])),
      ("Nothing heard", Wearable()),
    ] {
      var unit = unit
      var driver = GenericBLELines()
      #expect(refusal(unit.shakeHands(&driver))?.contains(word) == true, "\(word)")
    }
  }

  @Test func itIsKnownByItsServices() throws {
    let gatt = try #require(GenericBLELines.profile.gatt)
    #expect(
      gatt.advertisement.services.map(\.description) == [
        "ec3af789-2154-49f4-a9fc-bc6c88e9e930", "6e400001-b5a3-f393-e0a9-e50e24dcca9e",
      ])
    #expect(
      gatt.characteristics.map(\.uuid.description) == [
        "f3a56edf-8f1e-4533-93bf-5601b2e91308", "6e400003-b5a3-f393-e0a9-e50e24dcca9e",
        "6e400002-b5a3-f393-e0a9-e50e24dcca9e",
      ])
  }
}
