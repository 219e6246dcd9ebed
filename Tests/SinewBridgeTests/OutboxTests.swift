import SinewBridge
import Testing

@Suite struct OutboxTests {
  private let folder = Folder()
  private let topics = Topics(root: "sinew", gym: "g")

  private func outbox(hz: Double = 1) throws -> Outbox {
    Outbox(
      buffer: try DiskBuffer(folder: folder.path, limit: 1_000_000), topics: topics,
      outageActivationHz: hz)
  }

  private func line(_ seq: Int, kind: String = "rep", at now: Double) -> BridgeLine {
    BridgeLine(
      payload: bytes(#"{"kind":"\#(kind)","seq":\#(seq),"t_emit":\#(now),"station":"s"}"#),
      station: "s", kind: kind, sent: now, arrived: now)
  }

  /// Publishes all that may go, and gives their numbers and texts.
  private func publish(_ outbox: Outbox, now: Double, from number: Int32 = 1) -> [(
    Int32, String, String
  )] {
    var sent: [(Int32, String, String)] = []
    while let next = outbox.next(now: now) {
      let number = number + Int32(sent.count)
      outbox.sent(next, number: number, now: now)
      sent.append((number, next.topic, text(next.payload)))
    }
    return sent
  }

  @Test func howThingsAreGoesBeforeWhatHappens() throws {
    let outbox = try outbox()
    outbox.add(line(1, at: 0))
    outbox.retain(bytes("{}"), at: "sinew/g/device/box")
    let topics = publish(outbox, now: 0).map(\.1)
    #expect(topics == ["sinew/g/device/box", "sinew/g/live/s/rep"])
    outbox.retain(bytes("{}"), at: "sinew/g/device/box")
    #expect(outbox.next(now: 0) == nil, "the same state is not told twice")
  }

  @Test func noMoreIsUnderWayThanTheWindow() throws {
    let outbox = try outbox()
    for seq in 0..<500 { outbox.add(line(seq, at: 0)) }
    #expect(publish(outbox, now: 0).count == Outbox.window)
    outbox.acknowledged(1)
    #expect(publish(outbox, now: 0, from: 1000).count == 1)
    outbox.acknowledged(77_777)
    #expect(outbox.next(now: 0) == nil, "a number that was never given frees nothing")
  }

  @Test func whatWasUnderWayGoesAgainFirstAndMarkedAndInOrder() throws {
    let outbox = try outbox()
    for seq in 0..<5 { outbox.add(line(seq, at: 0)) }
    // Numbers wrap.
    for number: Int32 in [65_534, 65_535, 1] {
      let next = try #require(outbox.next(now: 0))
      outbox.sent(next, number: number, now: 0)
    }
    outbox.acknowledged(65_535)
    outbox.disconnected()
    let again = publish(outbox, now: 1).map(\.2)
    #expect(again.map { $0.contains(#""again":true"#) } == [true, true, false, false])
    #expect(again.map { $0.contains(#""seq":0,"#) } == [true, false, false, false])
    #expect(again.map { $0.contains(#""seq":2,"#) } == [false, true, false, false])
  }

  @Test func anOutageGoesToTheDiskThinnedAndComesBackLate() throws {
    let outbox = try outbox()
    for tick in 0..<600 {
      let now = Double(tick) * 0.05
      outbox.add(line(tick, kind: "activation", at: now))
      if tick % 100 == 0 { outbox.add(line(10_000 + tick, at: now)) }
      outbox.seal(now: now)
    }
    outbox.seal(now: 100)
    #expect(outbox.waiting == 0)
    #expect(outbox.buffer.lines == 30 + 6)
    #expect(outbox.thinned == 570)
    outbox.add(line(700, at: 100))
    let sent = publish(outbox, now: 100)
    #expect(sent.first?.1 == "sinew/g/live/s/rep", "what happens now does not wait behind it")
    #expect(sent.dropFirst().allSatisfy { $0.1.hasPrefix("sinew/g/late/s/") })
  }

  @Test func everyBufferedLineIsSentOnceThoughTheConnectionBreaks() throws {
    let outbox = try outbox()
    for seq in 0..<1000 {
      outbox.add(line(seq, at: Double(seq)))
      outbox.seal(now: Double(seq))
    }
    outbox.seal(now: 2000, everything: true)
    var acknowledged: [String: Int] = [:]
    var number: Int32 = 1
    var rounds = 0
    while outbox.hasBacklog, rounds < 1000 {
      rounds += 1
      let sent = publish(outbox, now: 3000, from: number)
      number += Int32(sent.count)
      for (place, item) in sent.enumerated() where rounds % 5 != 0 || place % 3 == 0 {
        outbox.acknowledged(item.0)
        let plain = item.2.replacing(#","again":true"#, with: "")
        acknowledged[plain, default: 0] += 1
      }
      if rounds % 5 == 0 { outbox.disconnected() }
    }
    #expect(acknowledged.count == 1000)
    #expect(acknowledged.values.allSatisfy { $0 == 1 })
    #expect(outbox.buffer.isEmpty)
  }

  @Test func aFreshStartGoesOnWhereTheLastOneSettled() throws {
    var last: [String] = []
    do {
      let outbox = try outbox()
      for seq in 0..<50 { outbox.add(line(seq, at: 0)) }
      outbox.seal(now: 0, everything: true)
      let sent = publish(outbox, now: 100)
      for item in sent.prefix(20) { outbox.acknowledged(item.0) }
      outbox.disconnected()
      outbox.settle()
      outbox.buffer.save()
      last = sent.dropFirst(20).map(\.2)
    }
    let again = publish(try outbox(), now: 200).map { $0.2.replacing(#","again":true"#, with: "") }
    #expect(again == last)
  }

  @Test func aShortPauseIsNotLateAndCostsNothing() throws {
    let outbox = try outbox()
    for tick in 0..<40 { outbox.add(line(tick, kind: "activation", at: Double(tick) * 0.05)) }
    outbox.seal(now: 2)
    let sent = publish(outbox, now: 2)
    #expect(sent.count == 40)
    #expect(sent.allSatisfy { $0.1 == "sinew/g/live/s/activation" })
    #expect(outbox.thinned == 0)
  }

  @Test func whatTheBrokerThrowsAwayIsCounted() throws {
    let outbox = try outbox()
    outbox.add(line(1, at: 0))
    outbox.add(line(2, at: 0))
    _ = publish(outbox, now: 0)
    outbox.acknowledged(1, isRefused: true)
    outbox.acknowledged(2)
    #expect(outbox.refused == 1)
    #expect(outbox.owedSince == nil)
  }
}
