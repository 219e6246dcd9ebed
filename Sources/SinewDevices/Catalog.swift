/// Every device family Sinew speaks, one line each, alphabetical by id.
package let deviceCatalog: [any (DeviceDriver & ~Copyable).Type] = [
  BackyardBrainsSpikerBox.self,
  BITalinoRevolution.self,
  GenericLines.self,
  NeuroidssFreeEEG32.self,
  OlimexOpenEEG.self,
  OpenBCICyton.self,
  ProtoCentralADS129x.self,
  Shimmer3.self,
  UpsideDownLabsChords.self,
  VectorNavVN100.self,
  WitMotionWT901.self,
  XsensMTi.self,
]

/// The family with this id.
package func deviceFamily(_ id: String) -> (any (DeviceDriver & ~Copyable).Type)? {
  deviceCatalog.first { $0.profile.id == id }
}
