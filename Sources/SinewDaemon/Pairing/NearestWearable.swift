import SinewFeedback
import SinewLinks
import SinewSignal

/// Which of the wearables on the air is held to the adapter.
enum NearestWearable {
  /// dBm; held to an adapter a wearable comes with -20 to -45, worn at a metre with -55 and less.
  static let held = -50.0
  /// dB by which it must be ahead of the next: a body between them takes about as much.
  static let lead = 8.0
  /// Seconds after which a report says nothing of where it is now.
  static let memory = 5.0

  /// The recognised wearable, not known yet, that is clearly nearest.
  ///
  /// - Throws: `RequestError` with what to do, when there is none or more than one.
  static func find(
    among heard: some Collection<HeardWearable>, now: MonotonicTime,
    isKnown: (BLEAddress) -> Bool
  ) throws(RequestError) -> HeardWearable {
    let candidates = heard.filter {
      $0.model != nil && $0.isConnectable && now.seconds(since: $0.lastHeard) <= memory
        && !isKnown($0.peer)
    }.compactMap { wearable in wearable.strength.map { (wearable, strength: $0) } }
      .sorted { ($0.strength, "\($1.0.peer)") > ($1.strength, "\($0.0.peer)") }
    guard let (first, strength) = candidates.first else {
      throw RequestError(
        .wrongState, "No new wearable is heard: switch it on and hold it to the adapter.")
    }
    guard strength >= held else {
      throw RequestError(
        .wrongState,
        "\(first.name ?? "\(first.peer)") is nearest with \(Int(strength)) dBm, which is not near"
          + " enough to be sure: hold it to the adapter (\(Int(held)) dBm and more).")
    }
    if let (second, other) = candidates.dropFirst().first, strength - other < lead {
      throw RequestError(
        .wrongState,
        "Two wearables are about as near, \(first.name ?? "\(first.peer)") and"
          + " \(second.name ?? "\(second.peer)"): take one away.")
    }
    return first
  }
}
