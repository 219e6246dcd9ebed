/// Both ends of a new ring. Each is taken once, to where its thread is.
package struct RingPair<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  /// Counters that any thread may read, also after the ends are gone.
  package let meter: RingMeter
  private var producer: RingProducer<Element>?
  private var consumer: RingConsumer<Element>?

  init(_ memory: RingMemory) {
    meter = RingMeter(memory: memory)
    producer = RingProducer(memory)
    consumer = RingConsumer(memory)
  }

  /// The end that fills the ring. Taking it twice is a fault of the program and ends it.
  package mutating func takeProducer() -> RingProducer<Element> {
    guard let end = producer.take() else { preconditionFailure("the producer is taken") }
    return end
  }

  /// The end that empties the ring. Taking it twice is a fault of the program and ends it.
  package mutating func takeConsumer() -> RingConsumer<Element> {
    guard let end = consumer.take() else { preconditionFailure("the consumer is taken") }
    return end
  }
}

/// Makes a wait-free ring between one producing and one consuming thread.
///
/// - Parameters:
///   - capacity: elements it holds at least; rounded up to a power of two, 2...2^30.
///   - isTouched: false where memory is dearer than a page fault each time a page is first used.
package func makeRing<Element: BitwiseCopyable & Sendable>(
  of type: Element.Type, capacity: Int, isTouched: Bool = true
) -> RingPair<Element> {
  RingPair(
    RingMemory(
      capacity: capacity, stride: MemoryLayout<Element>.stride, isTouched: isTouched))
}
