package import SinewCoaching
internal import SinewSignal

/// References while several athletes take turns at a station.
extension StationPipeline {
  /// What an athlete's references are here, to take them to another station; nil where none are.
  package func handOver(referencesOf athlete: String) -> SessionReferences? {
    bare.athlete == athlete ? references : parked[athlete]
  }

  /// References that an athlete brings along.
  package func take(_ brought: SessionReferences?, of athlete: String) {
    if let brought, references != nil { parked[athlete] = brought }
  }

  /// An athlete has gone.
  package func forgetReferences(of athlete: String) { parked[athlete] = nil }

  /// A sensor sits on somebody else's skin from now on.
  package func forgetReferences(device: String) {
    references?.forget(device: device)
    for athlete in parked.keys { parked[athlete]?.forget(device: device) }
  }

  /// Keeps what the athlete who stops measured on their own sensors, and gives back what the one who
  /// starts measured; what all share goes from skin to skin, so nothing of it holds.
  func changeReferences(from old: String?, to new: String?) {
    guard references != nil else { return }
    if let old { parked[old] = references?.keeping(devices: owned(old)) }
    references = new.flatMap { parked.removeValue(forKey: $0) } ?? SessionReferences()
  }
}
