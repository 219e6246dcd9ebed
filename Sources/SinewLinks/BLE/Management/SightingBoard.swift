package import SinewSignal

/// A wearable that is heard, whether it is connected or not.
package struct Sighting: Sendable, Hashable {
  package let peer: BLEAddress
  /// What all its reports said together.
  package internal(set) var advertisement: Advertisement
  /// Of the newest report, dBm; nil where the adapter does not say.
  package internal(set) var rssi: Int8?
  package internal(set) var isConnectable: Bool
  package internal(set) var lastHeard: MonotonicTime
}

/// Everything that was heard lately. In a gym that is hundreds of phones and watches, whose
/// addresses change: what was not heard for a while is forgotten, and the number is limited.
struct SightingBoard: Sendable {
  /// Devices remembered; the one not heard for longest goes first.
  static let capacity = 512
  /// Seconds after which a device is gone.
  static let memory = 60.0

  private var sightings: [BLEAddress: Sighting] = [:]

  mutating func add(_ report: AdvertisingReport, at now: MonotonicTime) -> Sighting {
    var sighting =
      sightings[report.peer]
      ?? Sighting(
        peer: report.peer, advertisement: Advertisement(), rssi: nil,
        isConnectable: report.isConnectable, lastHeard: now)
    sighting.advertisement.merge(report.advertisement)
    sighting.rssi = report.rssi
    // A scan response says nothing of it.
    if !report.isScanResponse { sighting.isConnectable = report.isConnectable }
    sighting.lastHeard = now
    if sightings[report.peer] == nil, sightings.count >= Self.capacity { makeRoom(now) }
    sightings[report.peer] = sighting
    return sighting
  }

  /// When a device was heard last; nil where it was not within `memory`.
  func lastHeard(_ peer: BLEAddress) -> MonotonicTime? { sightings[peer]?.lastHeard }

  /// What was heard within `memory`, the strongest first.
  func present(at now: MonotonicTime) -> [Sighting] {
    sightings.values.filter { now.seconds(since: $0.lastHeard) <= Self.memory }
      .sorted {
        ($0.rssi ?? .min, "\($1.peer)") > ($1.rssi ?? .min, "\($0.peer)")
      }
  }

  private mutating func makeRoom(_ now: MonotonicTime) {
    sightings = sightings.filter { now.seconds(since: $0.value.lastHeard) <= Self.memory }
    guard sightings.count >= Self.capacity,
      let oldest = sightings.values.min(by: { $0.lastHeard < $1.lastHeard })
    else { return }
    sightings[oldest.peer] = nil
  }
}
