import SinewDevices
import SinewLinks

extension DeviceMatch {
  /// How the sensor of the configuration is recognised.
  init(_ sensor: SensorConfiguration) {
    let profile = deviceFamily(sensor.driver)?.profile
    self.init(
      sensor.selector, family: profile?.name ?? sensor.driver,
      patterns: (profile?.usb ?? []).map {
        USBPattern(
          vendorID: $0.vendorID, productID: $0.productID, product: $0.product,
          isShared: $0.isShared)
      })
  }
}
