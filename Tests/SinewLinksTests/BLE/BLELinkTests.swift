import SinewLinks
import SinewSignal
import Synchronization
import Testing

@Suite struct BLELinkTests {
  private func link(
    _ wearable: Wearable, _ profile: GATTProfile = ATTServer.armbandProfile,
    tell: @escaping @Sendable (BLENews) -> Void = { _ in }
  ) throws -> BLELink {
    BLELink(
      to: Wearable.address, profile: profile, connector: wearable, waiter: try DescriptorWaiter(),
      tell: tell)
  }

  private func error(_ body: () async throws -> Void) async -> BLEError? {
    do {
      try await body()
      return nil
    } catch {
      return error as? BLEError
    }
  }

  @Test func fromConnectingToTheFarewellAsTheSupervisorDoesIt() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    try await link.say(GATTRecord(.subscribe, 0, [1]).bytes)
    let answer = try await link.hear(for: 5)
    #expect(answer == GATTRecord(.subscribe, 0).bytes)
    let reader = try await link.stream()
    let life = Task { await link.attend() }
    wearable.say(hex("1b 2b 00 01 02 03"))
    #expect(try next(reader).1 == GATTRecord(.notification, 0, [1, 2, 3]).bytes)
    life.cancel()
    await link.sayGoodBye(GATTRecord(.write, 0, [1, 3, 0, 0, 0]).bytes)
    #expect(wearable.server.withLock { $0.writes.contains { $0.value == [1, 3, 0, 0, 0] } })
    #expect(await life.value == nil)
    #expect(try next(reader).0 == .ended(.closed))
  }

  @Test func theFarewellIsSaidInACancelledTaskToo() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      await link.sayGoodBye(GATTRecord(.write, 0, [4]).bytes)
    }
    task.cancel()
    await task.value
    #expect(wearable.server.withLock { $0.writes.contains { $0.value == [4] } })
  }

  @Test func valuesOfEverySizeBecomeTheRecordsTheDriverKnows() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    let reader = try await link.stream()
    for size in 0...GATTRecord.longestValue {
      let value = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ size) }
      wearable.say([0x1B, 0x2B, 0] + value)
      #expect(try next(reader).1 == GATTRecord(.notification, 0, value).bytes)
      wearable.say([0x1D, 0x2B, 0] + value)
      #expect(try next(reader).1 == GATTRecord(.notification, 0, value).bytes)
    }
    wearable.say([0x1B, 0x2B, 0] + [UInt8](repeating: 255, count: 244))
    #expect(
      try next(reader).1
        == GATTRecord(.notification, 0, [UInt8](repeating: 255, count: 244)).bytes)
  }

  @Test func whatIsNoValueForTheDriverGivesTheReaderNothing() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    let reader = try await link.stream()
    for lie in ["1b", "1b 2b", "1b 99 00 01", "13", "00", "ff ff", "1d 99 00 01", "02 05 02"] {
      wearable.say(hex(lie))
    }
    wearable.say([0x1B, 0x2B, 0] + [UInt8](repeating: 1, count: 245))
    wearable.say([0x1B, 0x2B, 0] + [UInt8](repeating: 1, count: 600))
    wearable.say(hex("1b 2b 00 07"))
    #expect(try next(reader).1 == GATTRecord(.notification, 0, [7]).bytes)
  }

  @Test func aBufferTooSmallForTheValueGetsNothingRatherThanAPart() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    let reader = try await link.stream()
    wearable.say([0x1B, 0x2B, 0] + [UInt8](repeating: 1, count: 60))
    wearable.say([0x1B, 0x2B, 0, 5])
    #expect(try next(reader, room: 40).1 == GATTRecord(.notification, 0, [5]).bytes)
  }

  @Test func everythingReceivedIsReadBeforeTheEndIsTold() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    let reader = try await link.stream()
    for number in 0..<20 { wearable.say([0x1B, 0x2B, 0, UInt8(number)]) }
    wearable.hangUp()
    for number in 0..<20 {
      #expect(try next(reader).1 == GATTRecord(.notification, 0, [UInt8(number)]).bytes)
    }
    #expect(try next(reader).0 == .ended(.closed))
    #expect(try next(reader).0 == .ended(.closed))
  }

  @Test func valuesHeardBeforeStreamingAreNotLost() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    try await link.say(GATTRecord(.subscribe, 0, [1]).bytes)
    _ = try await link.hear(for: 5)
    wearable.say(hex("1b 2b 00 01"))
    try await link.say(GATTRecord(.read, 0).bytes)
    var heard: [UInt8] = []
    while heard.count < 2 * (GATTRecord.headSize + GATTRecord.sumSize) + 1 {
      heard += try await link.hear(for: 5)
    }
    #expect(heard == GATTRecord(.notification, 0, [1]).bytes + GATTRecord(.read, 0).bytes)
    wearable.say(hex("1b 2b 00 02"))
    let reader = try await link.stream()
    #expect(try next(reader).1 == GATTRecord(.notification, 0, [2]).bytes)
  }

  @Test func whatNobodyHasFetchedIsTheFirstThatIsRead() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    try await link.say(GATTRecord(.read, 9).bytes)
    let reader = try await link.stream()
    wearable.say(hex("1b 2b 00 02"))
    #expect(try next(reader).1 == GATTRecord(.failed, 9, [0x0A]).bytes)
    #expect(try next(reader).1 == GATTRecord(.notification, 0, [2]).bytes)
  }

  @Test func batteryAndInformationAreToldBeforeAndWhileItStreams() async throws {
    let (news, told) = AsyncStream<BLENews>.makeStream()
    let wearable = try Wearable()
    let link = try link(wearable) { told.yield($0) }
    try await link.open()
    let reader = try await link.stream()
    let life = Task { await link.attend() }
    let hot = Task { try await onThread { try next(reader) } }
    var batteries: [Int?] = []
    for await item in news {
      guard case .battery(let percent) = item else { continue }
      batteries.append(percent)
      if batteries.count == 1 { wearable.say(hex("1b 11 00 2a")) }
      if batteries.count == 2 { break }
    }
    #expect(batteries == [91, 42])
    await link.close()
    #expect(try await hot.value.0 == .ended(.closed))
    #expect(await life.value == nil)
  }

  @Test func theDevicesQuestionsAreAnsweredWhileItStreams() async throws {
    let wearable = try Wearable(isMute: true)
    let link = try link(wearable)
    let opened = Task { try await link.open() }
    try await onThread {
      // The MTU, then the table: ten questions.
      var server = ATTServer.armband
      for _ in 0..<10 {
        if let answer = server.answer(wearable.heard()) { wearable.say(answer) }
      }
    }
    try await opened.value
    let reader = try await link.stream()
    let life = Task { await link.attend() }
    let hot = Task { try await onThread { try next(reader) } }
    wearable.say(hex("02 05 02"))
    wearable.say(hex("1d 99 00 01"))
    let answers = try await onThread {
      var server = ATTServer.armband
      var answers: Set<String> = []
      while answers.count < 2 {
        let pdu = wearable.heard()
        guard !pdu.isEmpty else { break }
        if let answer = server.answer(pdu) {
          wearable.say(answer)
        } else {
          answers.insert(words(pdu))
        }
      }
      return answers
    }
    #expect(answers == ["03 f7 00", "1e"])
    await link.close()
    _ = try await hot.value
    _ = await life.value
  }

  @Test func anotherModelIsRefusedWithItsSentence() async throws {
    let strange = GATTCharacteristic(service: ATTServer.emg, uuid: ATTServer.myo(0x0905))
    let link = try link(
      try Wearable(),
      GATTProfile(characteristics: [strange], advertisement: AdvertisementPattern()))
    let fault = await error { try await link.open() }
    #expect(fault == .fault(.anotherModel(missing: [strange])))
    #expect(fault?.voidsTable == true)
  }

  @Test func aHangUpDuringSetUpIsAnEndAndASecondConnectionIsBusy() async throws {
    let wearable = try Wearable(isMute: true)
    let first = try link(wearable)
    let opened = Task { await error { try await first.open() } }
    _ = try await onThread { wearable.heard() }
    wearable.hangUp()
    #expect(await opened.value == .ended(.closed))
    let second = try link(wearable)
    #expect(await error { try await second.open() } == .owned(Wearable.address))
  }

  @Test func aChangedTableEndsTheReaderToo() async throws {
    var server = ATTServer.armband
    server.service(BluetoothUUID(0x1801), 0x40...0x43)
    server.characteristic(BluetoothUUID(0x2A05), 0x20, 0x41, configuration: 0x43)
    let wearable = try Wearable(server)
    let link = try link(wearable)
    try await link.open()
    let reader = try await link.stream()
    let life = Task { await link.attend() }
    let hot = Task { try await onThread { try next(reader) } }
    wearable.server.withLock { $0.attributes.removeAll { $0.handle >= 0x2D && $0.handle < 0x40 } }
    wearable.say(hex("1d 42 00 01 00 ff ff"))
    #expect(await life.value == .fault(.tableChanged))
    #expect(try await hot.value.0 == .ended(.closed))
  }

  @Test func hearingEndsWithTheTaskAndWithTheTime() async throws {
    let link = try link(try Wearable())
    try await link.open()
    #expect(try await link.hear(for: 0.01) == [])
    let task = Task { try await link.hear(for: 60) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func showingItselfIsSentWhileItStreams() async throws {
    let wearable = try Wearable()
    let link = try link(wearable)
    try await link.open()
    let reader = try await link.stream()
    let life = Task { await link.attend() }
    await link.send(GATTRecord(.writeCommand, 0, [3, 1, 1]).bytes)
    while wearable.server.withLock({ !$0.writes.contains { $0.value == [3, 1, 1] } }) {
      await Task.yield()
    }
    await link.close()
    #expect(try next(reader).0 == .ended(.closed))
    _ = await life.value
  }
}
