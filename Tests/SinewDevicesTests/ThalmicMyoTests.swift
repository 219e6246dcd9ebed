import SinewDevices
import SinewSignal
import Testing

@Suite struct ThalmicMyoTests {
  private static let version = hex("01 00 05 00 b2 07 02 00")

  private static func emg(_ turn: UInt8, _ first: Int8 = 0) -> [UInt8] {
    notification(3 + turn, [UInt8](repeating: UInt8(bitPattern: first), count: 16))
  }

  private static let motion = notification(2, "00400000000000000000000000080000 00000000")

  // MARK: Vectors

  @Test func theSheetsSamples() {
    var driver = ThalmicMyo()
    let result = decode(&driver, notification(3, "01ff7f8005fb0af602fe7e8106fa0bf5"), .every(1))
    #expect(
      result.frames.map { $0.numbers(8) } == [
        [1, -1, 127, -128, 5, -5, 10, -10], [2, -2, 126, -127, 6, -6, 11, -11],
      ])
    #expect(result.frames.map(\.counter) == [0, 1])
    let clipped = FrameFlags.clipped.rawValue
    #expect(result.frames.map { $0.flags & clipped } == [clipped, 0])
    #expect(result.faultTotal == 0)
  }

  @Test func theSheetsMotion() {
    var driver = ThalmicMyo()
    let result = decode(
      &driver,
      notification(2, "00400000 00e0412d 000000f8 00041000 60ff007d")
        + notification(2, "412d412d 00000000 00080000 00f00083 08000100"))
    #expect(
      result.frames(of: 2).map { $0.numbers(4) } == [
        [1, 0, -0.5, 0.70709228515625], [0.70709228515625, 0.70709228515625, 0, 0],
      ])
    #expect(
      result.frames(of: 1).map { $0.numbers(6) } == [
        [0, -1, 0.5, 1, -10, 2000], [1, 0, -2, -2000, 0.5, 0.0625],
      ])
  }

  /// Two notifications of a real armband beside their values as others decoded them.
  @Test func capturedMotion() {
    var driver = ThalmicMyo()
    let result = decode(
      &driver,
      notification(2, "703ac1f279165bffe4fadffc6d050d00faffffff")
        + notification(2, "8c3a0ef35b163dfff2fafefc79050400f6ff0500")
        + notification(4, "fe01020b06fe05fefcf9f90b0804fdfc"))
    #expect(
      result.frames(of: 2).map { $0.numbers(4) } == [
        [0.9130859375, -0.20697021484375, 0.35113525390625, -0.01007080078125],
        [0.914794921875, -0.2022705078125, 0.34930419921875, -0.01190185546875],
      ])
    #expect(
      result.frames(of: 1).map { $0.numbers(6) } == [
        [-0.638671875, -0.39111328125, 0.67822265625, 0.8125, -0.375, -0.0625],
        [-0.6318359375, -0.3759765625, 0.68408203125, 0.25, -0.625, 0.3125],
      ])
    #expect(
      result.frames(of: 0).map { $0.numbers(8) } == [
        [-2, 1, 2, 11, 6, -2, 5, -2], [-4, -7, -7, 11, 8, 4, -3, -4],
      ])
  }

  /// Six recordings of two people reaching, 6 s each.
  @Test(.enabled(if: Datasets.arePresent))
  func recordedArmbandsGiveAUnitQuaternionAndAboutOneG() throws {
    var frames = 0
    var gravity: [Float] = []
    for trial in ["02", "05", "09", "14", "20", "26"] {
      var driver = ThalmicMyo()
      for row in try Datasets.rows("myo_reach/m1_\(trial)_ble.csv.gz") {
        let characteristic: UInt8 = row[1].hasPrefix("d5060402") ? 2 : 4
        let result = decode(&driver, notification(characteristic, row[2]))
        frames += result.frames.count
        #expect(result.faultTotal == 0)
        for frame in result.frames(of: 2) {
          let norm = frame.numbers(4).map { $0 * $0 }.reduce(0, +).squareRoot()
          #expect(abs(norm - 1) < 0.001)
        }
        for frame in result.frames(of: 1) {
          gravity.append(frame.numbers(3).map { $0 * $0 }.reduce(0, +).squareRoot())
        }
      }
    }
    gravity.sort()
    #expect(frames > 4000)
    #expect(abs(gravity[gravity.count / 2] - 1) < 0.05)
    #expect(gravity[gravity.count / 100] > 0.5 && gravity[gravity.count * 99 / 100] < 2)
  }

  // MARK: Loss

  @Test func skippedCharacteristicsShowInACounterOfTwoSamplesEach() {
    for skipped in 0...3 {
      var driver = ThalmicMyo()
      let next = UInt8((2 + skipped + 1) % 4)
      let result = decode(&driver, Self.emg(1) + Self.emg(2) + Self.emg(next))
      let first = 2 * UInt32(next)
      #expect(result.frames.map(\.counter) == [2, 3, 4, 5, first, first + 1])
    }
  }

  @Test func damagedEMGCostsItsPairOnly() {
    var driver = ThalmicMyo()
    var damaged = Self.emg(1, 9)
    damaged[10] ^= 4
    let result = decode(&driver, Self.emg(0) + damaged + Self.emg(2) + Self.motion)
    #expect(result.frames(of: 0).map(\.counter) == [0, 1, 4, 5])
    #expect(result[.checksum] == 1)
    #expect(result.bytesLost == 23)
    #expect(result.frames(of: 1).map(\.counter) == [0])
  }

  @Test func damagedMotionFlagsAGap() {
    var driver = ThalmicMyo()
    var damaged = Self.motion
    damaged[7] ^= 1
    let result = decode(&driver, Self.motion + damaged + Self.motion + Self.motion)
    let gap = FrameFlags.gapBefore.rawValue
    #expect(result.frames(of: 1).map(\.counter) == [0, 1, 2])
    #expect(result.frames(of: 1).map { $0.flags & gap } == [0, gap, 0])
  }

  @Test func aWrongLengthIsNotedAndGivesNoSample() {
    var driver = ThalmicMyo()
    let result = decode(&driver, notification(3, "0102030405060708") + notification(2, "00"))
    #expect(result.frames.isEmpty)
    #expect(result[.framing] == 2)
  }

  @Test func theCounterWrapsWhereTheProfileSays() {
    var driver = ThalmicMyo()
    var last: UInt32 = 0
    for pair in 0..<6 {
      let result = decode(&driver, Self.emg(UInt8(pair % 4)))
      last = result.frames[1].counter
    }
    #expect(last == 3)
    #expect(driver.streams[0].counter == .samples(modulus: 8))
  }

  // MARK: Handshake

  @Test func requestsAreTheSheetsInOrder() {
    var driver = ThalmicMyo()
    var unit = Wearable(readable: [0: Self.version])
    #expect(unit.shakeHands(&driver) == .ready)
    #expect(
      unit.heard == [
        GATTRecord(.read, 0),
        GATTRecord(.subscribe, 2, [1]), GATTRecord(.subscribe, 3, [1]),
        GATTRecord(.subscribe, 4, [1]), GATTRecord(.subscribe, 5, [1]),
        GATTRecord(.subscribe, 6, [1]),
        GATTRecord(.write, 1, [0x09, 0x01, 0x01]),
        GATTRecord(.write, 1, [0x01, 0x03, 0x03, 0x01, 0x00]),
      ])
    #expect(
      records(driver.farewell()) == [
        GATTRecord(.write, 1, [0x01, 0x03, 0, 0, 0]), GATTRecord(.write, 1, [0x09, 0x01, 0]),
      ])
  }

  @Test func olderProtocolsErrorsAndSilenceAreRefusedInWords() {
    let units = [
      ("older", Wearable(readable: [0: hex("00 00 08 00 00 00 01 00")])),
      ("another", Wearable(refused: [0: 0x0A])),
      ("error 3", Wearable(readable: [0: Self.version], refused: [1: 0x03])),
      ("again", Wearable(readable: [0: Self.version], mute: [4])),
    ]
    for (word, unit) in units {
      var unit = unit
      var driver = ThalmicMyo()
      #expect(refusal(unit.shakeHands(&driver))?.contains(word) == true, "\(word)")
    }
  }

  @Test func dataBeforeTheLastAnswerDoesNotDisturb() {
    var driver = ThalmicMyo()
    var unit = Wearable(readable: [0: Self.version])
    unit.reaction = { _ in [(UInt8(3), [UInt8](repeating: 1, count: 16))] }
    #expect(unit.shakeHands(&driver) == .ready)
  }

  @Test func itIsKnownByItsServiceAndVibrates() throws {
    let gatt = try #require(ThalmicMyo.profile.gatt)
    let service = BluetoothUUID("d5060001-a904-deb9-4748-2c7f4a124842")
    #expect(gatt.advertisement.services == [try #require(service)])
    #expect(
      gatt.characteristics.map(\.uuid.description)
        == ["0201", "0401", "0402", "0105", "0205", "0305", "0405"].map {
          "d506\($0)-a904-deb9-4748-2c7f4a124842"
        })
    #expect(records(gatt.identify) == [GATTRecord(.write, 1, [0x03, 0x01, 0x01])])
    #expect(records(gatt.keepAlive) == [GATTRecord(.write, 1, [0x09, 0x01, 0x01])])
  }
}
