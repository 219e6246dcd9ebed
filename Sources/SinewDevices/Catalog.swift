/// Every device family Sinew speaks, one line each, alphabetical by id.
package let deviceCatalog: [any (DeviceDriver & ~Copyable).Type] = [
  GenericLines.self,
  OpenBCICyton.self,
  UpsideDownLabsChords.self,
  WitMotionWT901.self,
]

/// The family with this id.
package func deviceFamily(_ id: String) -> (any (DeviceDriver & ~Copyable).Type)? {
  deviceCatalog.first { $0.profile.id == id }
}
