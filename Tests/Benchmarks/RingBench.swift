import SinewEngine
import SinewSignal
import Synchronization

/// The ring between two pinned cores: nanoseconds a word and a frame one at a time, a frame in
/// batches of 32, and the median round trip. Each short trial is bracketed by a ping-pong of one line, since
/// a virtual machine may move its cores between one complex ("near") and two ("far").
struct RingBench {
  let first: Int
  let second: Int
  private let farNanoseconds = 260.0
  private let trials = 12

  func run() {
    emit("u64x1", "ns_per_item") { throughput(of: UInt64.self, count: 200_000) }
    emit("f64Bx1", "ns_per_item") { throughput(of: Frame.self, count: 100_000) }
    emit("f64Bx32", "ns_per_item") { batches(frames: 199_968, of: 32) }
    emit("u64x1", "rtt_p50_ns") { roundTrip(of: UInt64.self, count: 3000) }
    emit("f64Bx1", "rtt_p50_ns") { roundTrip(of: Frame.self, count: 3000) }
  }

  private func emit(_ name: String, _ metric: String, _ trial: () -> Double) {
    var values: [[Double]] = [[], []]
    var before = probe()
    for _ in 0..<trials {
      let value = trial()
      let after = probe()
      let isFar = before > farNanoseconds
      if isFar == (after > farNanoseconds) { values[isFar ? 1 : 0].append(value) }
      before = after
    }
    for side in 0..<2 where values[side].count >= 3 {
      report(
        bench: "ring", case: "\(name)/\(side == 0 ? "near" : "far")", metric: metric,
        median(values[side]))
    }
  }

  private func throughput<Item: RingItem>(of type: Item.Type, count: Int) -> Double {
    var pair = makeRing(of: Item.self, capacity: 1024)
    var consumer = pair.takeConsumer()
    let sender = Sender(pair.takeProducer())
    var end: UInt64 = 0
    PinnedThreads.run(cpus: (first, second)) {
      sender.sendOneByOne(count)
    } _: {
      for index in 0..<count {
        while true {
          guard let item = Item.pop(&consumer) else {
            relax()
            continue
          }
          precondition(item.number == index & 1023, "out of order")
          break
        }
      }
      end = nanoseconds()
    }
    return Double(end - sender.start) / Double(count)
  }

  private func batches(frames: Int, of batch: Int) -> Double {
    var pair = makeRing(of: Frame.self, capacity: 1024)
    var consumer = pair.takeConsumer()
    let sender = Sender(pair.takeProducer())
    let target = UnsafeMutablePointer<Frame>.allocate(capacity: batch)
    defer { unsafe target.deallocate() }
    var end: UInt64 = 0
    PinnedThreads.run(cpus: (first, second)) {
      sender.send(frames, in: batch)
    } _: {
      var index = 0
      while index < frames {
        let got = unsafe consumer.pop(into: target, max: batch)
        for offset in 0..<got {
          precondition(
            unsafe target[offset].counter == UInt32(truncatingIfNeeded: index + offset),
            "out of order")
        }
        if got == 0 { relax() }
        index += got
      }
      end = nanoseconds()
    }
    return Double(end - sender.start) / Double(frames)
  }

  private func roundTrip<Item: RingItem>(of type: Item.Type, count: Int) -> Double {
    var there = makeRing(of: Item.self, capacity: 1024)
    var back = makeRing(of: Item.self, capacity: 1024)
    let echo = Echo(there.takeConsumer(), back.takeProducer())
    var producer = there.takeProducer()
    var consumer = back.takeConsumer()
    var times: [Double] = []
    times.reserveCapacity(count)
    PinnedThreads.run(cpus: (first, second)) {
      echo.run(count)
    } _: {
      var last = nanoseconds()
      for index in 0..<count {
        let item = Item(number: index)
        while !Item.push(item, &producer) {}
        while Item.pop(&consumer) == nil {}
        let now = nanoseconds()
        times.append(Double(now - last))
        last = now
      }
    }
    return median(times)
  }

  private func probe(count: Int = 400) -> Double {
    let line = Line()
    var times: [Double] = []
    times.reserveCapacity(count)
    PinnedThreads.run(cpus: (first, second)) {
      for index in 0..<count {
        while line.value.load(ordering: .acquiring) != 2 * index + 1 {}
        line.value.store(2 * index + 2, ordering: .releasing)
      }
    } _: {
      var last = nanoseconds()
      for index in 0..<count {
        line.value.store(2 * index + 1, ordering: .releasing)
        while line.value.load(ordering: .acquiring) != 2 * index + 2 {}
        let now = nanoseconds()
        times.append(Double(now - last))
        last = now
      }
    }
    return median(times)
  }
}

/// Stands for the pause instruction, which Swift can't name: some 80 ns in which this core leaves
/// the line alone that the other one is writing to. Throughput only; round trips spin bare.
private func relax() {
  _ = nanoseconds() &+ nanoseconds() &+ nanoseconds() &+ nanoseconds()
}

private final class Line: Sendable {
  let value = Atomic<Int>(0)
}

/// What the trials send. The verbs are the item's, so that a frame takes the ring's own versions
/// for frames, as the daemon does.
private protocol RingItem: BitwiseCopyable, Sendable {
  init(number: Int)
  var number: Int { get }
  static func push(_ item: Self, _ producer: inout RingProducer<Self>) -> Bool
  static func pop(_ consumer: inout RingConsumer<Self>) -> Self?
}

extension UInt64: RingItem {
  fileprivate init(number: Int) { self.init(truncatingIfNeeded: number) }
  fileprivate var number: Int { Int(truncatingIfNeeded: self) }

  fileprivate static func push(_ item: UInt64, _ producer: inout RingProducer<UInt64>) -> Bool {
    producer.push(item)
  }

  fileprivate static func pop(_ consumer: inout RingConsumer<UInt64>) -> UInt64? { consumer.pop() }
}

extension Frame: RingItem {
  fileprivate init(number: Int) { self.init(counter: UInt32(truncatingIfNeeded: number)) }
  fileprivate var number: Int { Int(counter) }

  fileprivate static func push(_ item: Frame, _ producer: inout RingProducer<Frame>) -> Bool {
    producer.push(item)
  }

  fileprivate static func pop(_ consumer: inout RingConsumer<Frame>) -> Frame? { consumer.pop() }
}

/// The filling end with its own thread's state.
private final class Sender<Item: RingItem> {
  fileprivate var held: RingProducer<Item>?
  fileprivate(set) var start: UInt64 = 0

  init(_ producer: consuming RingProducer<Item>) { held = consume producer }

  func sendOneByOne(_ count: Int) {
    // Held in a local while it runs: a class's property would be checked for exclusive access
    // at each push.
    guard var producer = held.take() else { return }
    // Ready-made frames, as the intake has them in its batch: a frame put together from small
    // stores just before the push would be measured for its failed store forwarding.
    let source = UnsafeMutablePointer<Item>.allocate(capacity: 1024)
    for index in 0..<1024 { unsafe (source + index).initialize(to: Item(number: index)) }
    defer { unsafe source.deallocate() }
    start = nanoseconds()
    for index in 0..<count {
      while unsafe !Item.push(source[index & 1023], &producer) { relax() }
    }
  }
}

extension Sender where Item == Frame {
  func send(_ frames: Int, in batch: Int) {
    guard var producer = held.take() else { return }
    let source = UnsafeMutablePointer<Frame>.allocate(capacity: batch)
    unsafe source.initialize(repeating: Frame(), count: batch)
    defer { unsafe source.deallocate() }
    start = nanoseconds()
    for index in stride(from: 0, to: frames, by: batch) {
      for offset in 0..<batch {
        unsafe source[offset].counter = UInt32(truncatingIfNeeded: index + offset)
      }
      var done = 0
      while done < batch {
        done += unsafe producer.push(
          UnsafeBufferPointer(start: source + done, count: batch - done))
        if done < batch { relax() }
      }
    }
  }
}

/// Sends back what it gets.
private final class Echo<Item: RingItem> {
  private var incoming: RingConsumer<Item>?
  private var outgoing: RingProducer<Item>?

  init(_ consumer: consuming RingConsumer<Item>, _ producer: consuming RingProducer<Item>) {
    incoming = consume consumer
    outgoing = consume producer
  }

  func run(_ count: Int) {
    guard var consumer = incoming.take(), var producer = outgoing.take() else { return }
    for _ in 0..<count {
      while true {
        guard let item = Item.pop(&consumer) else { continue }
        while !Item.push(item, &producer) {}
        break
      }
    }
  }
}
