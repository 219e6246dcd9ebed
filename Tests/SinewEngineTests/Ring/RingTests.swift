import SinewSignal
import Testing

@testable import SinewEngine

@Suite struct RingTests {
  private func frame(_ number: Int) -> Frame {
    var frame = Frame(counter: UInt32(truncatingIfNeeded: number))
    frame.values[0] = Float(number)
    frame.values[11] = Float(-number)
    return frame
  }

  @Test(arguments: [(1, 2), (2, 2), (3, 4), (1000, 1024), (1024, 1024), (-5, 2)])
  func capacityIsRoundedUpToAPowerOfTwo(asked: Int, got: Int) {
    var pair = makeRing(of: Frame.self, capacity: asked)
    let capacity = pair.takeProducer().capacity
    #expect(capacity == got)
  }

  @Test func anEmptyRingGivesNothing() {
    var pair = makeRing(of: Frame.self, capacity: 8)
    var consumer = pair.takeConsumer()
    let frame = consumer.pop()
    #expect(frame == nil)
  }

  @Test func aFullRingDropsTheNewestAndCountsThem() {
    var pair = makeRing(of: Frame.self, capacity: 4)
    var producer = pair.takeProducer()
    var consumer = pair.takeConsumer()
    var taken: [Bool] = []
    for number in 0..<6 { taken.append(producer.push(frame(number))) }
    #expect(taken == [true, true, true, true, false, false])
    let meter = producer.meter
    #expect(meter.dropped == 2)
    #expect(meter.count == 4)
    var popped: [UInt32] = []
    while let frame = consumer.pop() { popped.append(frame.counter) }
    #expect(popped == [0, 1, 2, 3])
    #expect(meter.count == 0)
  }

  @Test func aBatchThatDoesNotFitIsCutAndTheRestCounted() {
    var pair = makeRing(of: Frame.self, capacity: 8)
    var producer = pair.takeProducer()
    var consumer = pair.takeConsumer()
    let frames = (0..<11).map { frame($0) }
    let pushed = unsafe frames.withUnsafeBufferPointer { unsafe producer.push($0) }
    #expect(pushed == 8)
    #expect(consumer.meter.dropped == 3)
    var popped: [UInt32] = []
    while let frame = consumer.pop() { popped.append(frame.counter) }
    #expect(popped == Array(0..<8))
  }

  @Test func batchesOfEverySizeCrossTheEndOfTheMemoryInOrder() {
    var pair = makeRing(of: Frame.self, capacity: 16)
    var producer = pair.takeProducer()
    var consumer = pair.takeConsumer()
    var sent = 0
    var received = 0
    var buffer = [Frame](repeating: Frame(), count: 32)
    for round in 0..<400 {
      let frames = (0..<(round * 7 % 17)).map { frame(sent + $0) }
      sent += unsafe frames.withUnsafeBufferPointer { unsafe producer.push($0) }
      let got = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe consumer.pop(into: base, max: round * 5 % 19)
      }
      for index in 0..<got {
        #expect(buffer[index].counter == UInt32(received))
        #expect(buffer[index].values[11] == Float(-received))
        received += 1
      }
    }
    #expect(received > 1000)
  }

  @Test func anEmptyBatchAndANegativeLimitMoveNothing() {
    var pair = makeRing(of: Frame.self, capacity: 4)
    var producer = pair.takeProducer()
    var consumer = pair.takeConsumer()
    let none: [Frame] = []
    let pushed = unsafe none.withUnsafeBufferPointer { unsafe producer.push($0) }
    #expect(pushed == 0)
    _ = producer.push(frame(1))
    var one = Frame()
    let popped = unsafe withUnsafeMutablePointer(to: &one) {
      unsafe consumer.pop(into: $0, max: -1)
    }
    #expect(popped == 0)
    #expect(consumer.meter.count == 1)
  }

  @Test func findingsAndPlainNumbersTravelToo() {
    var findings = makeRing(of: Finding.self, capacity: 4)
    var findingProducer = findings.takeProducer()
    var findingConsumer = findings.takeConsumer()
    var end = MovementEnd(
      station: 3, signalTime: MonotonicTime(nanoseconds: 1),
      decidedTime: MonotonicTime(nanoseconds: 2))
    end.station = 7
    let pushed = findingProducer.push(.movementEnded(end))
    #expect(pushed)
    if case .movementEnded(let got) = findingConsumer.pop() {
      #expect(got.station == 7)
    } else {
      Issue.record("the finding did not come out")
    }

    var numbers = makeRing(of: UInt16.self, capacity: 4)
    var producer = numbers.takeProducer()
    var consumer = numbers.takeConsumer()
    for number in 0..<100 {
      let pushed = producer.push(UInt16(number))
      let popped = consumer.pop()
      #expect(pushed && popped == UInt16(number))
    }
  }

  @Test func sleepIsRefusedWhileSomethingWaits() {
    var pair = makeRing(of: Frame.self, capacity: 4)
    var producer = pair.takeProducer()
    var consumer = pair.takeConsumer()
    _ = producer.push(frame(1))
    let mayNot = consumer.announceSleep()
    #expect(!mayNot)
    let noWake = producer.takeWakeUp()
    #expect(!noWake)
    _ = consumer.pop()
    let may = consumer.announceSleep()
    #expect(may)
  }

  @Test func eachSleepIsEndedByExactlyOneWakeUp() {
    var pair = makeRing(of: Frame.self, capacity: 8)
    var producer = pair.takeProducer()
    var consumer = pair.takeConsumer()
    for _ in 0..<3 {
      let may = consumer.announceSleep()
      #expect(may)
      _ = producer.push(frame(1))
      _ = producer.push(frame(2))
      let first = producer.takeWakeUp()
      let second = producer.takeWakeUp()
      #expect(first && !second)
      consumer.awake()
      while consumer.pop() != nil {}
    }
    let may = consumer.announceSleep()
    consumer.awake()
    let afterAwake = producer.takeWakeUp()
    #expect(may && !afterAwake)
  }
}
