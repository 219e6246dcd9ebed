import SinewDevices
import SinewSignal
import Testing

@Suite struct BITalinoTests {
  // MARK: Vectors

  /// A driver that has started with these inputs, and the frames of a vector repeated with
  /// ascending counters until the driver has locked; the vector's own frame comes fifth.
  private func decoded(
    _ vector: String, channels: Int, auxiliary: [Int] = []
  ) throws -> (frames: [Seen], faults: UInt64) {
    let inputs = Array(1...channels).filter { !auxiliary.contains($0) }
    var driver = started(DriverSettings(inputs: inputs, auxiliaryInputs: auxiliary))
    let last = hex(vector)
    let counter = Int(last.last ?? 0) >> 4
    let bytes = (0..<5).flatMap { numbered(last, (counter + 12 + $0) & 15) }
    #expect(Array(bytes.suffix(last.count)) == last)
    let result = decode(&driver, bytes)
    return (result.frames, result.faultTotal)
  }

  /// The same frame with another counter and the CRC that belongs to it, bit by bit.
  private func numbered(_ frame: [UInt8], _ counter: Int) -> [UInt8] {
    var bytes = frame
    bytes[bytes.count - 1] = UInt8(counter << 4)
    var register = 0
    for byte in bytes {
      for bit in (0...7).reversed() {
        register <<= 1
        if register & 16 != 0 { register ^= 0x13 }
        register ^= Int(byte) >> bit & 1
      }
    }
    bytes[bytes.count - 1] |= UInt8(register)
    return bytes
  }

  private func started(_ settings: DriverSettings = DriverSettings()) -> BITalinoRevolution {
    var driver = BITalinoRevolution(settings: settings)
    var step = converse(&driver)
    for _ in 0..<10 where step != .ready {
      if case .say([0x07], _) = step {
        step = converse(&driver, "BITalino_v5.2\n")
      } else {
        step = converse(&driver)
      }
    }
    #expect(step == .ready)
    return driver
  }

  private func microvolts(_ code: Double, bits: Double = 1024) -> Float {
    Float((code / bits - 0.5) * 3.3 / 1009 * 1e6)
  }

  @Test(
    arguments: [
      ("00 08 0e", [512], 0, [0, 0, 0, 0]),
      ("00 fc ff 5c", [1023, 0], 5, [1, 1, 1, 1]),
      ("c0 00 02 04 80 90", [1, 2, 3], 9, [1, 0, 0, 0]),
      ("00 08 40 00 fe 5f f1", [1023, 512, 256, 128], 15, [0, 1, 0, 1]),
      ("c0 4f c0 00 02 04 00 3b", [1, 2, 3, 4, 63], 3, [0, 0, 0, 0]),
      ("e5 07 19 4b c8 90 31 c3", [100, 200, 300, 400, 31, 37], 12, [0, 0, 1, 1]),
    ] as [(String, [Double], UInt32, [Float])])
  func theSheetsVectors(
    vector: String, codes: [Double], counter: UInt32, digital: [Float]
  ) throws {
    let (frames, faults) = try decoded(vector, channels: codes.count)
    let last = try #require(frames.last { $0.stream == 0 })
    #expect(faults == 0)
    #expect(last.counter == counter)
    let wanted = codes.enumerated().map { microvolts($1, bits: $0 < 4 ? 1024 : 64) }
    for (value, expected) in zip(last.numbers(codes.count), wanted) {
      #expect(abs(value - expected) <= 1e-3)
    }
    #expect(frames.first { $0.stream == 1 }?.numbers(4) == digital)
  }

  @Test func theFirstVectorIsNothingAndTheSecondIsNearTheEndOfTheRange() throws {
    #expect(try decoded("00 08 0e", channels: 1).frames.last?.numbers(1) == [0])
    let (frames, _) = try decoded("00 fc ff 5c", channels: 2)
    let last = try #require(frames.last)
    #expect(abs(last.numbers(1)[0] - 1632.1) < 0.1)
    #expect(last.flags == FrameFlags.clipped.rawValue)
  }

  @Test func inputsWithoutAnEMGSensorAreCounts() throws {
    let (frames, _) = try decoded("e5 07 19 4b c8 90 31 c3", channels: 6, auxiliary: [5, 2])
    let emg = try #require(frames.last { $0.stream == 0 })
    let analog = try #require(frames.last { $0.stream == 2 })
    #expect(analog.numbers(2) == [200, 31])
    #expect(abs(emg.numbers(4)[3] - microvolts(37, bits: 64)) < 1e-3)
    #expect(analog.counter == emg.counter)
  }

  // MARK: Streams

  @Test func streamsFollowTheInputs() {
    let driver = BITalinoRevolution(
      settings: DriverSettings(rateHz: 100, inputs: [6, 1], auxiliaryInputs: [3]))
    #expect(driver.streams.map(\.name) == ["emg", "digital", "analog"])
    #expect(driver.streams[0].channels.map(\.name) == ["a1", "a6"])
    #expect(driver.streams[0].rateHz == 100)
    #expect(driver.streams[2].channels.map(\.unit) == [.counts])
    #expect(BITalinoRevolution.profile.streams.map(\.name) == ["emg", "digital"])
  }

  // MARK: Handshake

  @Test(
    arguments: [
      (DriverSettings(), [0xC3, 0x05]),
      (DriverSettings(rateHz: 100, inputs: [1, 3, 6]), [0x83, 0x95]),
      (DriverSettings(rateHz: 1, inputs: [1, 2, 3], auxiliaryInputs: [4, 5, 6]), [0x03, 0xFD]),
      (DriverSettings(rateHz: 10, inputs: [2]), [0x43, 0x09]),
    ] as [(DriverSettings, [UInt8])])
  func stopDrainVersionRateStart(settings: DriverSettings, commands: [UInt8]) {
    var driver = BITalinoRevolution(settings: settings)
    #expect(converse(&driver) == .say([0xFF], wait: 0.2))
    #expect(converse(&driver, [1, 2, 3]) == .wait(seconds: 0.2))
    #expect(converse(&driver) == .say([0x07], wait: 1))
    #expect(converse(&driver, "BITalino_v") == .wait(seconds: 1))
    #expect(converse(&driver, "4.2\n") == .wait(seconds: 0.1))
    #expect(converse(&driver) == .say([commands[0]], wait: 0.1))
    #expect(converse(&driver) == .say([commands[1]], wait: 0))
    #expect(converse(&driver) == .ready)
    #expect(driver.farewell() == [0xFF])
  }

  private func refusal(_ step: Conversation) -> String {
    if case .refuse(let why) = step { why } else { "" }
  }

  /// The refusal that follows this answer to the version command, given each time.
  private func refusal(ofAnswer text: String) -> String {
    var driver = BITalinoRevolution()
    _ = converse(&driver)
    var step = converse(&driver)
    for _ in 0..<40 where refusal(step).isEmpty {
      step = converse(&driver, text)
      if case .wait = step { step = converse(&driver) }
    }
    return refusal(step)
  }

  @Test func silenceOtherDevicesAndOldBoardsAreRefusedInWords() {
    #expect(refusal(ofAnswer: "").contains("switched on"))
    #expect(refusal(ofAnswer: "512,300\n").contains("not as a BITalino"))
    #expect(refusal(ofAnswer: "BITalino V3.1\n").contains("3.1"))
    #expect(refusal(ofAnswer: "BITalino_v99999999999999999999\n").contains("not as a BITalino"))
  }

  @Test func aBoardThatDoesNotStopIsRefused() {
    var driver = BITalinoRevolution()
    var step = converse(&driver)
    for _ in 0..<60 where refusal(step).isEmpty {
      step = converse(&driver, [UInt8](repeating: 0, count: 512))
    }
    #expect(refusal(step).contains("does not obey"))
  }

  @Test(
    arguments: [
      DriverSettings(rateHz: 500), DriverSettings(inputs: [7]), DriverSettings(inputs: [0]),
      DriverSettings(inputs: [1, 2], auxiliaryInputs: [2]),
    ])
  func whatTheBoardCannotDoIsRefusedAtOnce(_ settings: DriverSettings) {
    var driver = BITalinoRevolution(settings: settings)
    #expect(!refusal(converse(&driver)).isEmpty)
    #expect(driver.streams[0].channels.count == 1)
  }

  // MARK: Loss and resync

  private func stream(_ counters: [Int]) -> [UInt8] {
    counters.flatMap { numbered([UInt8($0 * 4), 0x08, 0], $0) }
  }

  @Test func aGapOfWholeFramesIsSeenInTheCounterAndCostsNothingElse() {
    var driver = started()
    let result = decode(&driver, stream([0, 1, 2, 3, 4, 9, 10, 11, 12]))
    #expect(result.frames(of: 0).map(\.counter) == [0, 1, 2, 3, 4, 9, 10, 11, 12])
    #expect(result.faultTotal == 0)
    #expect(result.frames(of: 0).first?.flags == FrameFlags.restarted.rawValue)
  }

  @Test func aSpoiltFrameAloneIsLost() {
    var driver = started()
    var bytes = stream([0, 1, 2, 3, 4, 5, 6, 7])
    bytes[4 * 3] ^= 0x10
    let result = decode(&driver, bytes, .every(1))
    #expect(result.frames(of: 0).map(\.counter) == [0, 1, 2, 3, 5, 6, 7])
    #expect(result.bytesLost == 3)
    #expect(result[.checksum] == 1)
  }

  @Test func aMissingByteCostsItsFrameAndTheLockComesBack() {
    var driver = started()
    var bytes = stream(Array(0...12))
    bytes.remove(at: 16)
    let result = decode(&driver, bytes)
    #expect(result.frames(of: 0).map(\.counter) == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12])
  }

  @Test func nothingCountsBeforeFourFramesInARow() {
    var driver = started()
    #expect(decode(&driver, stream([3, 4, 5])).frames.isEmpty)
    #expect(decode(&driver, stream([6])).frames(of: 0).map(\.counter) == [3, 4, 5, 6])
  }

  @Test func heldFramesKeepTheirOwnArrival() {
    var driver = started()
    var batch = FrameBatch()
    for (index, counter) in [0, 1, 2, 3].enumerated() {
      let arrival = MonotonicTime(nanoseconds: Int64(index) * 1_000_000)
      driver.decode(stream([counter]).span, arrival: arrival, into: &batch)
    }
    let arrivals = (0..<batch.count).map { batch[$0] }.filter { $0.stream == 0 }
      .map(\.arrival.nanoseconds)
    #expect(arrivals == [0, 1_000_000, 2_000_000, 3_000_000])
  }

  @Test func digitalLinesAreToldAtTheStartAndWhenTheyChange() {
    var driver = started()
    let bytes = [0x08, 0x08, 0x08, 0x08, 0x88, 0x88, 0x48].enumerated().flatMap {
      numbered([0, UInt8($1), 0], $0)
    }
    let lines = decode(&driver, bytes).frames(of: 1)
    #expect(lines.map { $0.numbers(4) } == [[0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]])
    #expect(lines.map(\.counter) == [0, 1, 2])
  }
}
