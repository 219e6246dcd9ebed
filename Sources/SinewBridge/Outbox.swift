/// What waits for the broker, what is under way to it, and in which order it goes: first how things
/// are, then what has just happened, then what an outage has kept.
///
/// In memory there are at most ten seconds or a megabyte of lines; what the broker does not take in
/// that time goes to the disk.
package final class Outbox {
  /// One publication.
  package struct Publication: Sendable, Equatable {
    package let topic: String
    package let payload: [UInt8]
    package let isRetained: Bool
    fileprivate let content: Content
  }

  fileprivate enum Content: Sendable, Equatable {
    case retained
    case live(BridgeLine)
    case late(Int)
  }

  private struct Underway {
    let publication: Publication
    let order: Int
    let since: Double
  }

  /// A block of the buffer whose lines go out.
  private struct Backlog {
    let lines: [[UInt8]]
    /// The next that was not tried, and those to try again.
    var next: Int
    var again: [Int] = []
    /// Lines that are under way.
    var open = 0
    /// Read first after a start: the end before may have come between sending and remembering.
    let isDoubtful: Bool
    let count: Int
  }

  /// Publications under way at most.
  package static let window = 100
  /// Seconds and bytes of lines that stay in memory.
  private static let heldSeconds = 10.0
  private static let heldBytes = 1 << 20
  /// Bytes of lines in one block at most: as much is lost with one that is damaged.
  private static let blockBytes = 1 << 18
  /// A line older than this is late, seconds.
  private static let lateSeconds = 5.0

  package let buffer: DiskBuffer
  private let topics: Topics
  /// Topics of live lines, by station and kind: the same few, many times a second.
  private var liveTopics: [String: [String: String]] = [:]
  private var thinning: Thinning
  private var retained: [String: [UInt8]] = [:]
  private var dirty: [String] = []
  private var pending: [BridgeLine] = []
  private var head = 0
  private var pendingBytes = 0
  private var backlog: Backlog?
  /// The first block that an earlier run left has been read, or there was none.
  private var hasBegun: Bool
  private var underway: [Int32: Underway] = [:]
  private var order = 0
  /// Publications that the broker threw away, or that could not be made.
  package private(set) var refused = 0

  package init(buffer: DiskBuffer, topics: Topics, outageActivationHz: Double) {
    self.buffer = buffer
    self.topics = topics
    hasBegun = buffer.isEmpty
    thinning = Thinning(activationHz: outageActivationHz)
  }

  /// Publications that are not acknowledged yet.
  package var underwayCount: Int { underway.count }
  /// Lines in memory that wait.
  package var waiting: Int { pending.count - head }
  /// Lines of levels that an outage left out.
  package var thinned: Int64 { thinning.count }
  /// Whether there is more to send than what just happened.
  package var hasBacklog: Bool { backlog != nil || !buffer.isEmpty }

  /// Since when the broker owes an acknowledgement; nil when it owes none.
  package var owedSince: Double? { underway.values.map(\.since).min() }

  /// A line to publish.
  package func add(_ line: BridgeLine) {
    pending.append(line)
    pendingBytes += line.payload.count
  }

  /// How something is, from now on; empty: it is no more.
  package func retain(_ payload: [UInt8], at topic: String) {
    guard retained[topic] != payload else { return }
    retained[topic] = payload
    if !dirty.contains(topic) { dirty.append(topic) }
  }

  /// The topics whose state is kept on the broker.
  package var retainedTopics: [String] { retained.filter { !$0.value.isEmpty }.map(\.key) }

  /// What to publish next; nil when nothing waits or enough is under way. `sent` comes next.
  package func next(now: Double) -> Publication? {
    guard underway.count < Self.window else { return nil }
    if !dirty.isEmpty {
      let topic = dirty.removeFirst()
      return Publication(
        topic: topic, payload: retained[topic] ?? [], isRetained: true, content: .retained)
    }
    if head < pending.count {
      let line = takePending()
      let isLate = now - line.arrived > Self.lateSeconds
      return publication(of: line, isLate: isLate, content: .live(line))
    }
    return nextLate()
  }

  private func takePending() -> BridgeLine {
    let line = pending[head]
    pendingBytes -= line.payload.count
    head += 1
    if head == pending.count || head >= 1024 {
      pending.removeFirst(head)
      head = 0
    }
    return line
  }

  private func publication(
    of line: BridgeLine, isLate: Bool, content: Content
  ) -> Publication {
    return Publication(
      topic: topic(of: line, isLate: isLate), payload: line.published, isRetained: false,
      content: content)
  }

  private func topic(of line: BridgeLine, isLate: Bool) -> String {
    if isLate { return topics.late(station: line.station, kind: line.kind) }
    if let topic = liveTopics[line.station]?[line.kind] { return topic }
    if liveTopics.count > 1000 { liveTopics = [:] }
    let topic = topics.live(station: line.station, kind: line.kind)
    liveTopics[line.station, default: [:]][line.kind] = topic
    return topic
  }

  private func nextLate() -> Publication? {
    while true {
      if backlog == nil {
        guard let (lines, done) = buffer.next() else { return nil }
        backlog = Backlog(
          lines: lines, next: done, isDoubtful: !hasBegun, count: lines.count)
        hasBegun = true
      }
      guard let index = takeIndex() else {
        guard backlog?.open == 0 else { return nil }
        finishBacklog()
        continue
      }
      guard var line = backlog.flatMap({ BridgeLine(stored: $0.lines[index.number]) }) else {
        refused += 1
        continue
      }
      line.isRepeated = index.isRepeated
      backlog?.open += 1
      return publication(of: line, isLate: true, content: .late(index.number))
    }
  }

  private func takeIndex() -> (number: Int, isRepeated: Bool)? {
    guard let current = backlog else { return nil }
    if let first = current.again.first {
      backlog?.again.removeFirst()
      return (first, true)
    }
    guard current.next < current.count else { return nil }
    backlog?.next += 1
    return (current.next, current.isDoubtful)
  }

  private func finishBacklog() {
    guard let done = backlog else { return }
    backlog = nil
    buffer.finish(done.count)
  }

  /// The publication is on its way, and will be acknowledged by this number.
  package func sent(_ publication: Publication, number: Int32, now: Double) {
    underway[number] = Underway(publication: publication, order: order, since: now)
    order += 1
  }

  /// The broker has taken what has this number; `isRefused`: and thrown it away.
  package func acknowledged(_ number: Int32, isRefused: Bool = false) {
    guard let done = underway.removeValue(forKey: number) else { return }
    close(done.publication, isRefused: isRefused)
  }

  /// It can't be published at all.
  package func giveUp(_ publication: Publication) { close(publication, isRefused: true) }

  private func close(_ publication: Publication, isRefused: Bool) {
    if isRefused { refused += 1 }
    guard case .late = publication.content, let current = backlog else { return }
    backlog?.open -= 1
    if current.open == 1, current.again.isEmpty, current.next >= current.count { finishBacklog() }
  }

  /// The connection is gone: what was under way waits again, in its order and marked as perhaps known.
  package func disconnected() {
    let open = underway.values.sorted { $0.order < $1.order }
    underway = [:]
    var lines: [BridgeLine] = []
    for item in open {
      switch item.publication.content {
      case .retained: break
      case .live(var line):
        line.isRepeated = true
        pendingBytes += line.payload.count
        lines.append(line)
      case .late(let index):
        backlog?.again.append(index)
        backlog?.open -= 1
      }
    }
    pending = lines + pending[head...]
    head = 0
    // Another broker may answer next, or the same one without its memory.
    dirty = retained.keys.sorted()
  }

  /// Puts on the disk what has waited in memory long enough, thinned; everything at the end.
  package func seal(now: Double, everything: Bool = false) {
    guard let first = pending[head...].first, let last = pending.last else { return }
    let isLong =
      now - first.arrived >= Self.heldSeconds || abs(last.sent - first.sent) >= Self.heldSeconds
    guard everything || isLong || pendingBytes >= Self.heldBytes else { return }
    var block: [[UInt8]] = []
    var size = 0
    for line in pending[head...] where everything || thinning.keeps(line) {
      let payload = line.published
      if size + payload.count + 1 > Self.blockBytes, !block.isEmpty {
        buffer.append(block)
        block = []
        size = 0
      }
      block.append(payload)
      size += payload.count + 1
    }
    if !block.isEmpty { buffer.append(block) }
    pending = []
    head = 0
    pendingBytes = 0
  }

  /// Remembers how far the block on its way has come, for the next start.
  package func settle() {
    guard let backlog else { return }
    buffer.position.index = backlog.again.min() ?? backlog.next
  }
}
