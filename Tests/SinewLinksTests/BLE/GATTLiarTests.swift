import SinewLinks
import SinewSignal
import Testing

/// Wearables that lie, whether by malice, by a fault or by a bad radio.
@Suite struct GATTLiarTests {
  @Test func anAnswerThatNeverComesEndsTheLinkAfterHalfAMinute() {
    var bench = Bench()
    bench.run()
    bench.perform([GATTRecord(.write, 0, [1])])
    _ = bench.client.takeOutgoing()
    bench.pass(29.9)
    #expect(bench.fault == nil)
    bench.pass(0.2)
    #expect(bench.fault == .silent)
    #expect(bench.client.deadline == nil)
  }

  @Test func aDeviceThatAnswersSlowlyForEverIsGivenUp() {
    var bench = Bench()
    for _ in 0..<40 where bench.fault == nil {
      bench.run(steps: 1)
      bench.pass(6)
    }
    #expect(bench.fault == .slow)
  }

  @Test(arguments: [UInt16(0), 1, 22]) func anMTUBelowTheLeastOneIsTheLeastOne(mtu: UInt16) {
    var bench = Bench()
    _ = bench.client.takeOutgoing()
    bench.client.receive(ATTPDU.exchangeMTUResponse(mtu).bytes, at: bench.now)
    #expect(bench.client.mtu == 23)
    #expect(bench.client.takeOutgoing().map(words) == "10 01 00 ff ff 00 28")
  }

  @Test func aDeviceThatDoesNotKnowTheMTUQuestionKeepsTheLeastOne() {
    var bench = Bench()
    _ = bench.client.takeOutgoing()
    bench.hear("01 02 00 00 06")
    #expect(bench.client.mtu == 23 && bench.fault == nil)
  }

  /// Says each in turn, whatever is asked.
  private func hear(_ lies: [String]) -> GATTFault? {
    var bench = Bench()
    for lie in lies {
      while bench.client.takeOutgoing() != nil {}
      bench.hear(lie)
    }
    return bench.fault
  }

  @Test func handlesOutOfOrderEndTheDiscovery() {
    let disorder = GATTFault.malformed(what: "it lists handles out of order")
    #expect(hear(["03 17 00", "11 06 05 00 08 00 0f 18 01 00 04 00 0a 18"]) == disorder)
    #expect(hear(["03 17 00", "11 06 05 00 08 00 0f 18", "11 06 05 00 08 00 0f 18"]) == disorder)
    #expect(hear(["03 17 00", "11 06 05 00 ff ff 0f 18 06 00 07 00 0f 18"]) == disorder)
    let service = ["03 17 00", "11 06 05 00 ff ff 0f 18"]
    #expect(hear(service + ["09 07 04 00 12 06 00 19 2a"]) == disorder)
    #expect(hear(service + ["09 07 06 00 12 06 00 19 2a"]) == disorder)
    #expect(
      hear(service + ["09 07 06 00 12 07 00 19 2a", "09 07 06 00 12 07 00 19 2a"]) == disorder)
    let configured = service + ["09 07 06 00 12 07 00 19 2a", "01 08 07 00 0a"]
    #expect(hear(configured + ["05 01 07 00 01 29"]) == disorder)
    #expect(hear(configured + ["05 01 09 00 01 29 08 00 01 29"]) == disorder)
    // The same up to the lie, without it.
    #expect(hear(configured + ["05 01 08 00 01 29"]) == nil)
  }

  @Test func aServiceListThatNeverEndsIsGivenUp() {
    var bench = Bench()
    _ = bench.client.takeOutgoing()
    bench.hear("03 17 00")
    var asked = 0
    while let pdu = bench.client.takeOutgoing(),
      case .readByGroupTypeRequest(let range, _) = ATTPDU(pdu)
    {
      asked += 1
      bench.client.receive(
        ATTPDU.readByGroupTypeResponse([ATTGroup(range.lowerBound...range.lowerBound, [1, 2])])
          .bytes,
        at: bench.now)
    }
    bench.run()
    #expect(bench.fault == .endless)
    #expect(asked == 65)
  }

  @Test func aCharacteristicListThatNeverEndsIsGivenUp() {
    var bench = Bench()
    _ = bench.client.takeOutgoing()
    bench.hear("03 17 00")
    _ = bench.client.takeOutgoing()
    bench.hear("11 06 01 00 ff ff 0f 18")
    var asked = 0
    while let pdu = bench.client.takeOutgoing(), case .readByTypeRequest(let range, _) = ATTPDU(pdu)
    {
      asked += 1
      let value = range.lowerBound + 1
      bench.client.receive(
        ATTPDU.readByTypeResponse([
          ATTHandleValue(
            range.lowerBound, [0x10, UInt8(truncatingIfNeeded: value), UInt8(value >> 8), 1, 2])
        ]).bytes, at: bench.now)
    }
    bench.run()
    #expect(bench.fault == .endless)
    #expect(asked == 257)
  }

  @Test func aTableToTheLastHandleIsRead() {
    let heard = hear([
      "03 17 00", "11 06 f0 ff ff ff 0f 18", "09 07 fd ff 12 fe ff 19 2a", "01 08 fe ff 0a",
      "05 01 ff ff 02 29",
    ])
    // Complete, and then another model's.
    #expect(heard == .anotherModel(missing: ATTServer.armbandProfile.characteristics))
  }

  @Test(arguments: [
    "11 06 05 00 08 00 0f", "11", "11 03 05 00 08", "11 05 01 00 02 00 07", "01 10 01", "01",
    "11 06 08 00 05 00 0f 18", "11 06 00 00 05 00 0f 18",
  ])
  func anAnswerCutShortEndsTheLink(lie: String) {
    guard case .malformed = hear(["03 17 00", lie]) else {
      Issue.record("still believed after \(lie)")
      return
    }
  }

  @Test(arguments: [
    "13", "0b 01 02", "09 07 10 00 12 11 00 19 2a", "05 01 2c 00 02 29", "01 12 2c 00 03", "1e",
    "00",
    "ff", "03 b9 00", "0d 01",
  ])
  func answersToQuestionsNobodyAskedChangeNothing(lie: String) {
    var bench = Bench()
    _ = bench.client.takeOutgoing()
    bench.hear("03 b9 00")
    let asked = bench.client.takeOutgoing()
    #expect(asked.map(words) == "10 01 00 ff ff 00 28")
    for _ in 0..<1000 { bench.hear(lie) }
    #expect(bench.fault == nil)
    #expect(bench.client.strayPDUs + (lie == "00" ? 1000 : 0) >= 1000)
    while bench.client.takeOutgoing() != nil {}
    bench.hear("01 10 01 00 0a")
    #expect(bench.fault == .anotherModel(missing: ATTServer.armbandProfile.characteristics))
  }

  @Test(arguments: [
    ("02 05 02", "03 f7 00"), ("04 01 00 ff ff", "01 04 01 00 0a"),
    ("08 05 00 ff ff 03 28", "01 08 05 00 0a"), ("10 01 00 ff ff 00 28", "01 10 01 00 0a"),
    ("0a 2b 00", "01 0a 2b 00 06"), ("0c 2b 00 01 00", "01 0c 2b 00 06"),
    ("12 2b 00 01", "01 12 2b 00 06"), ("16 2b 00 00 00 01", "01 16 00 00 06"),
    ("02 05", "01 02 00 00 04"), ("08 ff ff 05 00 03 28", "01 08 00 00 04"),
  ])
  func theDevicesOwnQuestionsAreAnswered(question: String, answer: String) {
    var bench = Bench()
    bench.run()
    bench.hear(question)
    #expect(bench.client.takeOutgoing().map(words) == answer)
  }

  @Test(arguments: [
    "52 2b 00 01", "d2 2b 00 01 00 00 00 00 00 00 00 00 00 00 00", "1e", "01 0a 00 00 01",
  ])
  func commandsAndErrorsAreNeverAnswered(question: String) {
    var bench = Bench()
    bench.run()
    bench.hear(question)
    let answer = bench.client.takeOutgoing()
    #expect(answer == nil)
  }

  @Test func aFloodOfQuestionsFillsNoMemory() {
    var bench = Bench()
    bench.run()
    for _ in 0..<100_000 { bench.client.receive([0x02, 0x17, 0x00], at: bench.now) }
    var answers = 0
    while bench.client.takeOutgoing() != nil { answers += 1 }
    #expect(answers <= 16)
  }

  @Test func aValueLongerThanAnyMTUIsNotForTheDriver() {
    var bench = Bench()
    bench.run()
    bench.client.receive([0x1B, 0x2B, 0] + [UInt8](repeating: 1, count: 245), at: bench.now)
    bench.client.receive([0x1B, 0x2B, 0] + [UInt8](repeating: 1, count: 244), at: bench.now)
    bench.run()
    #expect(bench.records.map(\.value.count) == [244])
  }

  @Test func aValueThatNeverEndsIsReadToTheLongestThereIs() {
    var bench = Bench()
    bench.server.mtu = 23
    bench.run()
    bench.perform([GATTRecord(.read, 0)])
    var parts = 0
    while let pdu = bench.client.takeOutgoing(), parts < 1000 {
      parts += 1
      let answer: UInt8 = pdu[0] == 0x0A ? 0x0B : 0x0D
      bench.client.receive([answer] + [UInt8](repeating: 7, count: 22), at: bench.now)
    }
    bench.run()
    #expect(bench.records.map(\.value.count) == [512])
    #expect(parts == 24)
  }

  /// Sound answers with bytes changed, cut, doubled and mixed with noise; whatever comes, the
  /// client neither traps nor asks for ever.
  @Test(arguments: 0..<8) func noLieTrapsOrHangsTheClient(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<400 {
      var bench = Bench()
      var steps = 0
      while steps < 3000, bench.client.fault == nil {
        steps += 1
        if bench.client.isReady, Int.random(in: 0..<50, using: &random) == 0 {
          bench.perform([GATTRecord(.read, 0), GATTRecord(.write, 0, [1])])
        }
        guard let pdu = bench.client.takeOutgoing() else {
          bench.pass(Double.random(in: 0...20, using: &random))
          bench.client.receive(noise(&random), at: bench.now)
          if bench.client.isReady, steps > 200 { break }
          continue
        }
        guard var answer = bench.server.answer(pdu) else { continue }
        if Int.random(in: 0..<20, using: &random) == 0 { change(&answer, &random) }
        bench.client.receive(answer, at: bench.now)
      }
      #expect(steps < 3000)
    }
  }

  private func noise(_ random: inout SeededGenerator) -> [UInt8] {
    let count = Int.random(in: 0...30, using: &random)
    var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    if count > 0 { bytes[0] = ATTOpcode.allCases.randomElement(using: &random)?.rawValue ?? 0 }
    return bytes
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    case 1: bytes += noise(&random)
    case 2: bytes = noise(&random)
    default:
      guard let place = bytes.indices.randomElement(using: &random) else { return }
      bytes[place] = UInt8.random(in: 0...255, using: &random)
    }
  }
}
