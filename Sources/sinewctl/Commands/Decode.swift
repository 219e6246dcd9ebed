import ArgumentParser
import FoundationEssentials
import Glibc
import SinewDevices
import SinewFeedback
import SinewSignal

struct Decode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decode a file of raw bytes and print its frames as CSV or JSON.",
    discussion: """
      One line a frame: stream,counter,value,value,...

      Example:
        sinewctl decode --device openbci-cyton bytes.bin
        sinewctl decode --device openbci-cyton --handshake from-the-banner-on.bin
      """)

  @Option(help: "A family of the device catalogue.") var device: String
  @Flag(help: "The file begins with what the device said when it was opened.")
  var handshake = false
  @Flag(help: "Print one JSON object a frame.") var json = false
  @Argument(help: "The file.") var file: String

  func run() throws {
    guard let family = deviceFamily(device) else {
      Screen.complain("sinewctl decode: unknown family '\(device)'; see sinewctl devices --catalog")
      throw ExitCode(2)
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      Screen.complain("sinewctl decode: \(file) can't be read")
      throw ExitCode(2)
    }
    decode(family, Array(data))
  }

  private func decode(_ family: any (DeviceDriver & ~Copyable).Type, _ bytes: [UInt8]) {
    func open<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type) {
      var driver = Driver(settings: DriverSettings())
      var batch = FrameBatch()
      var start = handshake ? Self.shakeHands(&driver, bytes) : 0
      while start < bytes.count {
        let end = min(start + FrameBatch.readSize, bytes.count)
        batch.clear()
        driver.decode(bytes.span.extracting(start..<end), arrival: .zero, into: &batch)
        let streams = driver.streams
        for index in 0..<batch.count { show(batch[index], streams) }
        start = end
      }
      if batch.faults.total > 0 {
        Screen.complain("\(batch.faults.total) faults, \(batch.faults.bytesLost) bytes lost")
      }
    }
    open(family)
  }

  /// Lets the driver hear the recorded answers; returns where the stream begins. A recording has
  /// no pauses, so a driver that waits a tenth of a second or less is told that all is silent.
  private static func shakeHands<Driver: DeviceDriver & ~Copyable>(
    _ driver: inout Driver, _ bytes: [UInt8]
  ) -> Int {
    var next = 0
    var step = driver.converse([UInt8]().span)
    while next <= bytes.count {
      let patience: Double
      switch step {
      case .ready: return next
      case .refuse(let why):
        Screen.complain("sinewctl decode: no handshake in the file: \(why)")
        return 0
      case .say(_, let wait): patience = wait
      case .wait(let seconds): patience = seconds
      }
      if patience <= 0.1 || next == bytes.count {
        step = driver.converse([UInt8]().span)
        if next == bytes.count { next += 1 }
      } else {
        step = driver.converse(bytes.span.extracting(next..<next + 1))
        next += 1
      }
    }
    return 0
  }

  private func show(_ frame: Frame, _ streams: [StreamProfile]) {
    guard streams.indices.contains(Int(frame.stream)) else { return }
    let stream = streams[Int(frame.stream)]
    guard !json else {
      let values = stream.channels.indices.map { JSONValue.number(Double(frame.values[$0])) }
      let entry: JSONObject = [
        "stream": .string(stream.name), "counter": .integer(Int64(frame.counter)),
        "values": .array(values),
      ]
      Screen.write(JSONValue.object(entry).text + "\n")
      return
    }
    let values = stream.channels.indices.map { "\(frame.values[$0])" }
    Screen.write("\(stream.name),\(frame.counter),\(values.joined(separator: ","))\n")
  }
}
