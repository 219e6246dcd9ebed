package import SinewSignal

/// What makes a pretend wearable the one it is: its services, and what it does when its
/// characteristics are written and time passes. The ATT protocol is `ATTServer`'s business.
///
/// Pure and deterministic like an `EmulatedDevice`: the same calls with the same times give the same
/// PDUs. Times are seconds on the host's clock and never go backwards.
package protocol PeripheralModel: Sendable {
  /// The name it advertises and serves.
  var name: String { get }
  /// What it tells of itself; default: nothing.
  var information: DeviceInformation { get }
  /// Battery level in percent when the emulation begins; nil where there is no battery service.
  var batteryPercent: UInt8? { get }
  /// Its own services.
  var services: [ServedService] { get }
  /// The whole table in order; default: generic access, generic attribute, device information,
  /// battery, then its own.
  var layout: [ServedService] { get }
  /// The ATT MTU its firmware offers, 23...517; default 247.
  var longestMTU: Int { get }
  /// What it advertises; default: flags alone. Its name comes in the scan response.
  var advertisement: [UInt8] { get }

  /// When it will next do something by itself; nil while it only listens.
  var nextDue: Double? { get }

  /// A central connected, or left.
  mutating func connected(at seconds: Double)
  mutating func disconnected(at seconds: Double)

  /// A characteristic was written; an error refuses the request. The table keeps its value unless the
  /// model sets it.
  mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError?

  /// Notifications or indications of a characteristic went on or off.
  mutating func subscriptionChanged(
    of characteristic: BluetoothUUID, at seconds: Double, server: inout ATTServer)

  /// Sends everything due up to `seconds` while a central is connected.
  mutating func advance(to seconds: Double, server: inout ATTServer)
}

extension PeripheralModel {
  package var information: DeviceInformation { DeviceInformation() }
  package var batteryPercent: UInt8? { 91 }
  package var longestMTU: Int { 247 }
  package var advertisement: [UInt8] { AdvertisingData.flags }
  package var scanResponse: [UInt8] { AdvertisingData.completeName(name) }

  package var layout: [ServedService] {
    [
      StandardServices.genericAccess(name: name), StandardServices.genericAttribute,
      information.service, batteryPercent.map { StandardServices.battery(percent: $0) },
    ].compactMap { $0 } + services
  }

  package mutating func connected(at seconds: Double) {}
  package mutating func disconnected(at seconds: Double) {}
  package mutating func subscriptionChanged(
    of characteristic: BluetoothUUID, at seconds: Double, server: inout ATTServer
  ) {}
}
