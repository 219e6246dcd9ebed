import Glibc
import SinewDevices
import SinewFeedback
import SinewLinks

/// A terminal on USB that may be a sensor.
struct CandidatePort {
  let device: SerialDevice

  /// Every one that is plugged in now.
  static func all() throws(LinkError) -> [CandidatePort] {
    try HotPlugMonitor().enumerate().map(CandidatePort.init(device:))
  }

  /// The one at a path, by its node or by any link to it; nil where the path is no USB terminal.
  static func at(_ path: String) -> CandidatePort? {
    let node = node(path)
    return try? all().first { $0.device.devnode == node || $0.device.isCalled(path) }
  }

  /// The device node behind a link; the path itself where there is nothing.
  static func node(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// Ids of the families that look like this on USB.
  var families: [String] {
    deviceCatalog.map { $0.profile }.filter { profile in
      profile.usb.contains {
        $0.vendorID == device.vendorID && $0.productID == device.productID
          && ($0.product == nil || $0.product == device.product)
      }
    }.map(\.id)
  }

  var words: String {
    let product = device.product ?? device.manufacturer ?? "unnamed"
    let looks =
      families.isEmpty ? "no known family" : "may be \(families.joined(separator: ", "))"
    return "\(device.devnode)  \(product)  \(looks)"
  }

  var json: JSONValue {
    var entry: JSONObject = ["port": .string(device.devnode)]
    entry["product"] = device.product.map(JSONValue.string)
    entry["serial"] = device.serialNumber.map(JSONValue.string)
    entry["usb_path"] = device.usbPath.map(JSONValue.string)
    entry["families"] = .array(families.map(JSONValue.string))
    return .object(entry)
  }
}
