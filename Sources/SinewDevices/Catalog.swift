/// Every device family Sinew speaks, one line each, alphabetical by id.
package let deviceCatalog: [any (DeviceDriver & ~Copyable).Type] = [
  BackyardBrainsSpikerBox.self,
  BITalinoRevolution.self,
  GenericBLELines.self,
  GenericLines.self,
  MbientLabMetaMotion.self,
  MovellaDOT.self,
  NeuroidssFreeEEG32.self,
  NordicThingy52.self,
  OlimexOpenEEG.self,
  OpenBCICyton.self,
  OpenBCIGanglion.self,
  OYMotionGForce.self,
  PolarPMD.self,
  ProtoCentralADS129x.self,
  ProtoCentralHealthyPi.self,
  Shimmer3.self,
  ThalmicMyo.self,
  UpsideDownLabsChords.self,
  UpsideDownLabsNPGLite.self,
  VectorNavVN100.self,
  WitMotionBWT901BLE.self,
  WitMotionWT901.self,
  XsensMTi.self,
]

/// The family with this id.
package func deviceFamily(_ id: String) -> (any (DeviceDriver & ~Copyable).Type)? {
  deviceCatalog.first { $0.profile.id == id }
}
