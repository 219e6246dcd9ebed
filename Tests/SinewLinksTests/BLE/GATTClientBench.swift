import SinewLinks
import SinewSignal

/// A client with somebody to talk to, step by step and in a time of the test's own.
struct Bench {
  var client: GATTClient
  var server: ATTServer
  var now = MonotonicTime(seconds: 100)
  /// Everything that was said, `>` from the client.
  private(set) var said: [String] = []
  private(set) var events: [GATTClient.Event] = []

  init(
    _ server: ATTServer = .armband, profile: GATTProfile = ATTServer.armbandProfile,
    kept: GATTTableCache.Entry? = nil
  ) {
    self.server = server
    client = GATTClient(profile: profile, kept: kept, now: now)
  }

  /// Until neither side has anything more to say.
  mutating func run(steps: Int = 10_000) {
    for _ in 0..<steps {
      collect()
      guard let pdu = client.takeOutgoing() else { return }
      said.append("> " + words(pdu))
      guard let answer = server.answer(pdu) else { continue }
      said.append("< " + words(answer))
      client.receive(answer, at: now)
    }
    collect()
  }

  /// The wearable says something unasked.
  mutating func hear(_ text: String) {
    said.append("< " + text)
    client.receive(hex(text), at: now)
    collect()
  }

  mutating func pass(_ seconds: Double) {
    now = now.advanced(bySeconds: seconds)
    client.advance(to: now)
    collect()
  }

  mutating func perform(_ records: [GATTRecord]) { client.perform(records.flatMap(\.bytes)) }

  mutating func forget() {
    said = []
    events = []
  }

  private mutating func collect() {
    while let event = client.takeEvent() { events.append(event) }
  }

  var records: [GATTRecord] {
    events.compactMap { if case .record(let record) = $0 { record } else { nil } }
  }

  var fault: GATTFault? {
    for case .ended(let fault) in events { return fault }
    return nil
  }

  var batteries: [Int?] {
    events.compactMap { if case .battery(let percent) = $0 { percent } else { nil } }
  }
}
