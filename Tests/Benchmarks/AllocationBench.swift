import Glibc
import SinewCoaching
import SinewDevices
import SinewEngine
import SinewFeedback
import SinewPipeline
import SinewSignal

/// Heap allocations a sample on the whole way of a line: decode, ring, clock, engine, finding
/// ring, encoding. Counted by a library that is preloaded (peers/count_allocations.c).
struct AllocationBench {
  private let warmUp = 250 * 10
  private let counted = 250 * 60

  func run() {
    guard let allocations = AllocationCounter() else {
      print("# allocations: skipped, count_allocations.so is not preloaded")
      return
    }
    let counter = { allocations.count }
    let before = counter()
    unsafe UnsafeMutablePointer<Int>.allocate(capacity: 100).deallocate()
    guard counter() > before else { fatalError("the counter does not count") }
    for isInSet in [false, true] { count(isInSet: isInSet, counter) }
  }

  private func count(isInSet: Bool, _ counter: () -> Int) {
    let bytes = SensorBytes.cytonStream(packets: warmUp + counted, isInSet: isInSet)
    var path = Path()
    for packet in 0..<warmUp { path.take(bytes, packet) }
    let before = counter()
    for packet in warmUp..<warmUp + counted { path.take(bytes, packet) }
    let made = counter() - before
    precondition(
      path.lines >= warmUp + counted - 1, "a line for every sample, but for one held back")
    let name = "in-process/\(isInSet ? "set" : "rest")"
    report(bench: "allocations", case: name, metric: "per_sample", Double(made) / Double(counted))
    report(bench: "allocations", case: name, metric: "lines", Double(path.lines))
    report(bench: "allocations", case: name, metric: "events", Double(path.events))
  }
}

/// The way of a line on one thread.
@safe
private struct Path: ~Copyable {
  private(set) var lines = 0
  private(set) var events = 0
  private var driver = OpenBCICyton()
  private var batch = FrameBatch()
  private var frames: RingProducer<Frame>
  private var incoming: RingConsumer<Frame>
  private var findings: RingProducer<Finding>
  private var found: RingConsumer<Finding>
  private let core = EngineCore(plan: EngineSetup.muscles(lanes: 8, activationHz: 250)())
  private let pipeline = StationPipeline(
    setup: PathSetup.station, numbers: SequentialSetNumbers())
  private var line = LineWriter(capacity: 4096)
  private let popped = UnsafeMutablePointer<Frame>.allocate(capacity: 64)

  init() {
    var frameRing = makeRing(of: Frame.self, capacity: 8192)
    frames = frameRing.takeProducer()
    incoming = frameRing.takeConsumer()
    var findingRing = makeRing(of: Finding.self, capacity: 1024)
    findings = findingRing.takeProducer()
    found = findingRing.takeConsumer()
  }

  deinit { unsafe popped.deallocate() }

  mutating func take(_ bytes: [UInt8], _ packet: Int) {
    batch.clear()
    driver.decode(
      bytes.span.extracting(packet * 33..<packet * 33 + 33),
      arrival: MonotonicTime(seconds: 1 + Double(packet) / 250), into: &batch)
    batch.mark(device: 0)
    _ = unsafe batch.withFrames { unsafe frames.push($0) }
    let count = unsafe incoming.pop(into: popped, max: 64)
    unsafe core.process(UnsafeBufferPointer(start: popped, count: count), findings: &findings)
    core.settle(findings: &findings)
    while let finding = found.pop() {
      guard case .activation(let tick) = finding else {
        // Onsets and the like are messages of their own and may allocate; they are no samples.
        events += 1
        continue
      }
      line.clear()
      pipeline.encodeLevels(
        tick, into: &line, sequence: UInt64(lines), emitted: tick.decidedTime)
      pipeline.handle(finding) { _ in }
      lines += 1
    }
  }
}
