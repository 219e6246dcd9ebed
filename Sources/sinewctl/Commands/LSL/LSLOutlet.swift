import SinewRecording
import SinewSignal

/// One stream on the network.
@safe
final class LSLOutlet {
  private let library: LSLLibrary
  private let outlet: LSLLibrary.Pointer

  /// A stream of numbers.
  init(_ table: SampledTable, _ library: LSLLibrary) throws {
    let type =
      switch table.kind {
      case .emg, .envelope: "EMG"
      case .motion, .acceleration: "MoCap"
      case .auxiliary: "Misc"
      }
    self.library = library
    unsafe outlet = try Self.open(
      library, name: "\(table.device) \(table.name)", type: type, channels: table.channels.count,
      rate: table.nominalRateHz ?? 0, format: .float32, id: "sinew-\(table.device)-\(table.name)"
    ) { description in
      guard let channels = unsafe library.appendChild(description, "channels") else { return }
      for channel in table.channels {
        guard let entry = unsafe library.appendChild(channels, "channel") else { continue }
        let unit = channel.unit == .microvolts ? "microvolts" : channel.unit.rawValue
        var words = [("label", channel.name), ("unit", unit), ("type", type)]
        if let muscle = channel.muscle { words.append(("muscle", muscle)) }
        if let side = channel.side { words.append(("side", side)) }
        for (name, text) in words { _ = unsafe library.appendValue(entry, name, text) }
      }
      guard let filters = unsafe library.appendChild(description, "filtering") else { return }
      _ = unsafe library.appendValue(filters, "description", table.filters)
    }
  }

  /// A stream of string markers.
  init(markers name: String, _ library: LSLLibrary) throws {
    self.library = library
    unsafe outlet = try Self.open(
      library, name: name, type: "Markers", channels: 1, rate: 0, format: .string,
      id: "sinew-markers"
    ) { _ in }
  }

  deinit { unsafe library.destroyOutlet(outlet) }

  func push(_ row: [Float], at seconds: Double) {
    _ = unsafe row.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe library.pushFloats(outlet, $0, seconds, 1) }
    }
  }

  func push(_ text: String, at seconds: Double) {
    _ = unsafe text.withCString { pointer in
      unsafe withUnsafePointer(to: Optional(pointer)) {
        unsafe library.pushText(outlet, $0, seconds, 1)
      }
    }
  }

  private static func open(
    _ library: LSLLibrary, name: String, type: String, channels: Int, rate: Double,
    format: LSLLibrary.Format, id: String, describe: (LSLLibrary.Pointer) -> Void
  ) throws -> LSLLibrary.Pointer {
    guard
      let info = unsafe library.createInfo(
        name, type, CInt(channels), rate, format.rawValue, id)
    else { throw ExportProblem("liblsl makes no stream of \(name)") }
    defer { unsafe library.destroyInfo(info) }
    if let description = unsafe library.description(info) { unsafe describe(description) }
    // No fixed chunks; six minutes are kept for who comes late.
    guard let outlet = unsafe library.createOutlet(info, 0, 360) else {
      throw ExportProblem("liblsl opens no outlet for \(name)")
    }
    return unsafe outlet
  }
}
