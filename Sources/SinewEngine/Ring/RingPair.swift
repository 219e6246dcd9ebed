/// Both ends of a new ring. Move each out of it once, to where its thread is:
/// `let pair = makeRing(...)`, then `pair.producer` and `pair.consumer`, each used only once.
@frozen
package struct RingPair<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  package let producer: RingProducer<Element>
  package let consumer: RingConsumer<Element>
}

/// Makes a wait-free ring between one producing and one consuming thread.
///
/// - Parameters:
///   - capacity: elements it holds at least; rounded up to a power of two, 2...2^30.
///   - isTouched: false where memory is dearer than a page fault each time a page is first used.
package func makeRing<Element: BitwiseCopyable & Sendable>(
  of type: Element.Type, capacity: Int, isTouched: Bool = true
) -> RingPair<Element> {
  let memory = RingMemory(
    capacity: capacity, stride: MemoryLayout<Element>.stride, isTouched: isTouched)
  return RingPair(producer: RingProducer(memory), consumer: RingConsumer(memory))
}
