import Glibc
import SinewSignal
import Testing

@testable import SinewEngine

/// Two real threads, also meant to run under the thread sanitizer.
@Suite(.serialized) struct RingThreadTests {
  private static let frames = 60_000

  @Test func everyFrameCrossesInOrderOneAtATimeAndInBatches() {
    var pair = makeRing(of: Frame.self, capacity: 64)
    var consumer = pair.takeConsumer()
    let sender = Sender(pair.takeProducer(), frames: Self.frames, wake: nil)
    let thread = Thread(sender)
    var buffer = [Frame](repeating: Frame(), count: 24)
    var expected = 0
    var wrong = 0
    while expected < Self.frames {
      if expected % 3 == 0 {
        guard let frame = consumer.pop() else {
          sched_yield()
          continue
        }
        if !isIntact(frame, expected) { wrong += 1 }
        expected += 1
      } else {
        let got = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return 0 }
          return unsafe consumer.pop(into: base, max: buffer.count)
        }
        if got == 0 { sched_yield() }
        for index in 0..<got {
          if !isIntact(buffer[index], expected + index) { wrong += 1 }
        }
        expected += got
      }
    }
    thread.join()
    #expect(wrong == 0)
    #expect(consumer.pop() == nil)
  }

  @Test func aSleepingConsumerIsAlwaysWoken() {
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    defer {
      close(ends[0])
      close(ends[1])
    }
    var pair = makeRing(of: Frame.self, capacity: 64)
    var consumer = pair.takeConsumer()
    let sender = Sender(pair.takeProducer(), frames: Self.frames, wake: ends[1])
    let thread = Thread(sender)
    var expected = 0
    var wrong = 0
    var sleeps = 0
    var lostWakeUps = 0
    var byte: UInt8 = 0
    while expected < Self.frames {
      while let frame = consumer.pop() {
        if !isIntact(frame, expected) { wrong += 1 }
        expected += 1
      }
      guard expected < Self.frames, consumer.announceSleep() else { continue }
      var poll = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
      // A wake-up that never comes would hang; five seconds of silence is a failure.
      if unsafe Glibc.poll(&poll, 1, 5000) == 1 {
        _ = unsafe read(ends[0], &byte, 1)
        sleeps += 1
      } else {
        lostWakeUps += 1
      }
      consumer.awake()
    }
    thread.join()
    #expect(wrong == 0)
    #expect(lostWakeUps == 0)
    // One byte for one sleep: none is left, save one for a sleep taken back at the last moment.
    #expect(sender.wakeUps >= sleeps)
  }
}

private func isIntact(_ frame: Frame, _ number: Int) -> Bool {
  frame.counter == UInt32(truncatingIfNeeded: number) && frame.values[0] == Float(number % 4096)
    && frame.values[11] == Float(number % 4096)
}

/// The producing thread's state.
private final class Sender: @unchecked Sendable {
  private var held: RingProducer<Frame>?
  private let frames: Int
  private let wake: Int32?
  private(set) var wakeUps = 0

  init(_ producer: consuming RingProducer<Frame>, frames: Int, wake: Int32?) {
    held = consume producer
    self.frames = frames
    self.wake = wake
  }

  func run() {
    guard var producer = held.take() else { return }
    var batch: [Frame] = []
    var next = 0
    while next < frames {
      batch.removeAll(keepingCapacity: true)
      for number in next..<min(frames, next + 1 + next % 40) {
        var frame = Frame(counter: UInt32(truncatingIfNeeded: number))
        frame.values[0] = Float(number % 4096)
        frame.values[11] = Float(number % 4096)
        batch.append(frame)
      }
      next += unsafe batch.withUnsafeBufferPointer { unsafe producer.push($0) }
      if let wake, producer.takeWakeUp() {
        var byte: UInt8 = 1
        _ = unsafe write(wake, &byte, 1)
        wakeUps += 1
      }
      if next % 7 == 0 { sched_yield() }
    }
  }
}

private final class Thread {
  private var thread = pthread_t()

  init(_ sender: Sender) {
    let started = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Sender>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(sender).toOpaque())
    precondition(started == 0)
  }

  func join() { pthread_join(thread, nil) }
}
