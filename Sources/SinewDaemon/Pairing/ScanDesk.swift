import SinewDevices
import SinewFeedback
import SinewLinks
import SinewSignal

/// The scan that a client has asked for, and what it has heard. One at a time: the adapter is
/// shared. It ends after its seconds, by request, or with the connection of whoever asked.
struct ScanDesk {
  /// Who asked, by the tag of the connection.
  let owner: UInt64
  let ends: MonotonicTime
  let isDuringStreams: Bool
  /// The answers that wait until the adapter scans, or can't.
  var waiting: [(ControlDesk.Answer, id: Int?)] = []
  /// Until when they wait.
  let patience: MonotonicTime
  private(set) var heard: [BLEAddress: HeardWearable] = [:]

  /// Seconds a scan goes on unless asked otherwise.
  static let usualSeconds = 30.0
  static let secondsRange = 1.0...600.0
  /// Seconds in which an adapter is switched on and scans; then somebody else most likely scans,
  /// whose reports reach us too.
  static let longestStart = 4.0
  /// Seconds between two messages about one device: advertisements come up to fifty a second.
  private static let pace = 0.5
  /// Devices remembered, as on the adapter's own board.
  private static let capacity = 512

  init(owner: UInt64, seconds: Double, isDuringStreams: Bool, now: MonotonicTime) {
    self.owner = owner
    self.isDuringStreams = isDuringStreams
    ends = now.advanced(bySeconds: seconds)
    patience = now.advanced(bySeconds: min(Self.longestStart, seconds))
  }

  /// When something is due.
  var deadline: MonotonicTime { waiting.isEmpty ? ends : min(ends, patience) }

  /// Takes what was heard. Returns it as a message when there is something to tell.
  mutating func hear(_ sighting: Sighting, isKnown: Bool) -> FeedbackMessage? {
    let now = sighting.lastHeard
    if heard[sighting.peer] == nil, heard.count >= Self.capacity,
      let oldest = heard.values.min(by: { $0.lastHeard < $1.lastHeard })
    {
      heard[oldest.peer] = nil
    }
    var wearable = heard[sighting.peer] ?? HeardWearable(peer: sighting.peer, at: now)
    let isNews = wearable.take(sighting)
    defer { heard[sighting.peer] = wearable }
    guard isNews || now.seconds(since: wearable.lastTold) >= Self.pace else { return nil }
    wearable.lastTold = now
    let scan = Scan {
      $0.address = "\(sighting.peer)"
      $0.model = wearable.model
      $0.name = wearable.name
      $0.rssi = sighting.rssi.map(Int.init)
      $0.isKnown = isKnown
    }
    return FeedbackMessage(envelope: Envelope(tSignal: now.seconds), body: .scan(scan))
  }
}

/// A device on the air as the scan knows it.
struct HeardWearable {
  let peer: BLEAddress
  private(set) var model: String?
  private(set) var name: String?
  /// Strength, dBm, smoothed: single reports jump by ten.
  private(set) var strength: Double?
  private(set) var isConnectable = false
  private(set) var lastHeard: MonotonicTime
  var lastTold: MonotonicTime

  /// Share of the newest report in `strength`.
  private static let newest = 0.4

  init(peer: BLEAddress, at now: MonotonicTime) {
    self.peer = peer
    lastHeard = now
    lastTold = .zero
  }

  /// Returns whether name or model are other than before.
  mutating func take(_ sighting: Sighting) -> Bool {
    let before = (model, name)
    name = sighting.advertisement.name ?? name
    model = sighting.advertisement.family ?? model
    isConnectable = sighting.isConnectable
    lastHeard = sighting.lastHeard
    if let rssi = sighting.rssi.map(Double.init) {
      strength = strength.map { $0 + Self.newest * (rssi - $0) } ?? rssi
    }
    return before != (model, name)
  }
}
