import SinewDevices
import SinewLinks
import SinewSignal

extension Advertisement {
  /// The id of the family that advertises like this; nil for a stranger. A family of its own goes
  /// before the one that takes any board with a serial service, which others have too.
  var family: String? {
    let families = deviceCatalog.map { $0.profile }.filter {
      $0.gatt?.advertisement.matches(self) == true
    }
    return (families.first { $0.id != GenericBLELines.profile.id } ?? families.first)?.id
  }
}
