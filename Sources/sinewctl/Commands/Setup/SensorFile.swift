import SinewDevices
import SinewFeedback
import SinewLinks
import SinewSignal

/// One sensor as a file for `conf.d`, in the daemon's words.
struct SensorFile {
  /// What lies under one EMG channel.
  struct Electrode: Equatable {
    var muscle: String
    var side: String?
  }

  var name: String
  var driver: String
  /// How the daemon knows the device again.
  var match: Match
  var baud: Int?
  var station: String?
  /// True where the station does not exist yet.
  var makesStation = false
  var lines: LineSettings?
  var channels: [Int: Electrode] = [:]
  /// Where an IMU sits.
  var place: String?
  var side: String?

  /// The selector of `match`.
  enum Match: Equatable {
    case serial(String)
    case usbPath(String)
    case port(String)

    /// The best name that the device has: its own number, else its socket, else the path.
    init(_ address: LinkAddress, _ device: SerialDevice?) {
      if let number = device?.serialNumber {
        self = .serial(number)
      } else if let path = device?.usbPath {
        self = .usbPath(path)
      } else {
        self = .port("\(address)")
      }
    }
  }

  var text: String {
    var lines = ["# Written by `sinewctl setup`; Docs/Configuration.md explains every key."]
    if makesStation, let station { lines += ["stations:", "  \(quoted(station)): {}"] }
    lines += ["sensors:", "  \(quoted(name)):", "    match: {driver: \(driver), \(selector)}"]
    if let baud { lines.append("    baud: \(baud)") }
    if let station { lines.append("    station: \(quoted(station))") }
    if let place { lines.append("    place: {segment: \(place)\(sideWord(side))}") }
    lines += settings
    if !channels.isEmpty { lines.append("    channels:") }
    for (number, electrode) in channels.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "      \(number): {muscle: \(electrode.muscle)\(sideWord(electrode.side))}")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var selector: String {
    switch match {
    case .serial(let number): "serial: \(quoted(number))"
    case .usbPath(let path): "usb_path: \(quoted(path))"
    case .port(let path): "port: \(quoted(path))"
    }
  }

  private var settings: [String] {
    guard let lines else { return [] }
    let columns = lines.columns.map { column in
      guard column.unit != .counts || column.scale != 1 else { return quoted(column.name) }
      let scale = column.scale == 1 ? "" : ", scale: \(column.scale)"
      return "{name: \(quoted(column.name)), unit: \(column.unit.rawValue)\(scale)}"
    }
    var words = [
      "    settings:", "      lines:", "        kind: \(lines.kind.rawValue)",
      "        columns: [\(columns.joined(separator: ", "))]",
    ]
    if !lines.startText.isEmpty {
      words.append("        start_text: \(quoted(lines.startText))")
    }
    return words
  }

  private func sideWord(_ side: String?) -> String { side.map { ", side: \($0)" } ?? "" }

  /// YAML takes JSON's strings, escapes and all; a plain word needs no marks.
  private func quoted(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
    // Words that YAML takes for truth or nothing.
    let isTaken = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(
      text.lowercased())
    return isPlain && !isTaken ? text : JSONValue.string(text).text
  }
}
