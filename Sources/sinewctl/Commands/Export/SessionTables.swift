import SinewDevices
import SinewRecording
import SinewSignal

/// The streams of a recording as tables, with what its header says lay under each channel.
struct SessionTables {
  let header: SessionHeader
  var choices = ExportChoices()

  func tables(of profiles: [StreamProfile]) -> [SampledTable] {
    var electrodes: [Int: (muscle: String, side: String?)] = [:]
    for word in (header["channels"] ?? "").split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2, let number = Int(parts[0]), let place = ExportChoices.place(parts[1]) {
        electrodes[number] = place
      }
    }
    electrodes.merge(choices.channels) { $1 }
    let place = (choices.place ?? header["place"]).flatMap { ExportChoices.place($0) }
    var number = 0
    return profiles.map { profile in
      let isMuscle = profile.kind == .emg || profile.kind == .envelope
      let channels = profile.channels.map { channel in
        var made = SampledTable.Channel(
          channel.name, channel.unit, resolution: Double(channel.resolution))
        if isMuscle { number += 1 }
        let spot = isMuscle ? electrodes[number] : profile.kind == .auxiliary ? nil : place
        made.muscle = spot?.muscle
        made.side = spot?.side
        return made
      }
      return table(profile, channels)
    }
  }

  private func table(
    _ profile: StreamProfile, _ channels: [SampledTable.Channel]
  ) -> SampledTable {
    var table = SampledTable(name: profile.name, kind: profile.kind, channels: channels)
    table.device = header["sensor"] ?? ""
    table.model = header["device"] ?? ""
    table.nominalRateHz = profile.rateHz
    let delay = profile.typicalDelayMs
    table.filters =
      "raw; none in Sinew"
      + (delay > 0 ? ", \(Figures.fixed(delay, 1)) ms of the device taken off" : "")
    return table
  }
}

/// A driver whose family is not known before the program runs: bytes in, frames out.
protocol FrameDecoder: AnyObject {
  var streams: [StreamProfile] { get }
  func decode(_ bytes: [UInt8], at arrival: MonotonicTime, _ body: (Frame) throws -> Void) throws
}

/// A decoder for a recording that began in mid-stream; nil for a family that nobody knows.
func frameDecoder(for header: SessionHeader) -> (any FrameDecoder)? {
  func open<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type) -> any FrameDecoder {
    DriverDecoder<Driver>(settings: DriverSettings(words: header["settings"] ?? ""))
  }
  guard let family = header["device"].flatMap({ deviceFamily($0) }) else { return nil }
  return open(family)
}

private final class DriverDecoder<Driver: DeviceDriver & ~Copyable>: FrameDecoder {
  private var driver: Driver
  private var batch = FrameBatch()

  init(settings: DriverSettings) { driver = Driver(settings: settings) }

  var streams: [StreamProfile] { driver.streams }

  func decode(_ bytes: [UInt8], at arrival: MonotonicTime, _ body: (Frame) throws -> Void) throws {
    var start = 0
    while start < bytes.count {
      let end = min(start + FrameBatch.readSize, bytes.count)
      batch.clear()
      driver.decode(bytes.span.extracting(start..<end), arrival: arrival, into: &batch)
      for index in 0..<batch.count { try body(batch[index]) }
      start = end
    }
  }
}
