/// How a sensor is recognised among the terminals that are plugged in. Pure: looks at values only.
package struct DeviceMatch: Sendable, Hashable {
  /// What the owner wrote about it.
  package enum Selector: Sendable, Hashable {
    /// A path: a node, or better a link that udev makes.
    case port(String)
    /// The USB serial number.
    case serialNumber(String)
    /// The socket, udev's ID_PATH.
    case usbPath(String)
    /// Any device of the family.
    case family
  }

  /// What a look at a device says.
  package enum Verdict: Sendable, Hashable {
    case no
    /// Its ids are those of a bridge chip that others have too: only its answer can tell.
    case perhaps
    case yes
  }

  package let selector: Selector
  /// For people: `OpenBCI Cyton`.
  package let family: String
  package let patterns: [USBPattern]

  package init(_ selector: Selector, family: String, patterns: [USBPattern]) {
    self.selector = selector
    self.family = family
    self.patterns = patterns
  }

  /// Whether `device` is meant. What the owner named is meant whatever its ids are: a person may
  /// know of a bridge that no profile lists.
  package func judge(_ device: SerialDevice) -> Verdict {
    switch selector {
    case .family: judgeByIDs(device)
    default: names(device) ? .yes : .no
    }
  }

  /// True when the owner named this very device.
  package func names(_ device: SerialDevice) -> Bool {
    switch selector {
    case .port(let path): device.isCalled(path)
    case .serialNumber(let number): device.serialNumber == number
    case .usbPath(let path): device.usbPath == path
    case .family: false
    }
  }

  /// What the ids alone say.
  package func judgeByIDs(_ device: SerialDevice) -> Verdict {
    let fitting = patterns.filter { $0.fits(device) }
    if fitting.isEmpty { return .no }
    return fitting.contains { !$0.isShared } ? .yes : .perhaps
  }

  /// One sentence for when nothing that is plugged in fits.
  package var absence: String {
    switch selector {
    case .port(let path):
      LinkError.noSuchDevice(path: path).description
    case .serialNumber(let number):
      "No \(family) with the USB serial number \(number) is plugged in."
    case .usbPath(let path):
      "No \(family) is plugged in at \(path)."
    case .family:
      "No \(family) is plugged in."
    }
  }
}
