import SinewDevices
import SinewEngine
import SinewLinks
import SinewSignal
import Synchronization

/// A driver on what carries its bytes.
///
/// `@unchecked Sendable`: the supervisor hands it to the intake through a ring and gets it back the
/// same way; at any time one thread owns it.
final class DeviceReader<Driver: DeviceDriver & ~Copyable, Source: ByteSource & ~Copyable>:
  LinkReader, @unchecked Sendable
{
  let slot: UInt16
  private let isTapped: TapSwitch
  private var source: Source
  private var driver: Driver
  private var batch = FrameBatch()
  private let counters: DeviceCounters
  private var buffer = [UInt8](repeating: 0, count: FrameBatch.readSize)

  init(
    slot: UInt16, source: consuming Source, settings: DriverSettings, counters: DeviceCounters,
    isTapped: TapSwitch
  ) {
    self.slot = slot
    self.source = source
    self.counters = counters
    self.isTapped = isTapped
    driver = Driver(settings: settings)
  }

  var descriptor: CInt { source.descriptor }

  var streams: [StreamProfile] { driver.streams }

  func converse(_ heard: [UInt8]) -> Conversation { driver.converse(heard.span) }

  func farewell() -> [UInt8] { driver.farewell() }

  func readable(
    at arrival: MonotonicTime, frames: inout RingProducer<Frame>, tap: inout RingProducer<TapChunk>
  ) -> ReadOutcome {
    let got: Int
    switch unsafe buffer.withUnsafeMutableBytes({ unsafe source.read(into: $0) }) {
    case .bytes(let count): got = count
    case .notNow: return .nothing
    case .ended(let end): return .ended(end)
    }
    batch.clear()
    driver.decode(buffer.span.extracting(0..<got), arrival: arrival, into: &batch)
    batch.mark(device: slot)
    let isTapped = isTapped.isOn
    if isTapped { copy(got, at: arrival, to: &tap) }
    let made = batch.count
    let pushed = unsafe batch.withFrames { unsafe frames.push($0) }
    counters.bytes.wrappingAdd(UInt64(got), ordering: .relaxed)
    counters.frames.wrappingAdd(UInt64(pushed), ordering: .relaxed)
    if pushed < made { counters.dropped.wrappingAdd(UInt64(made - pushed), ordering: .relaxed) }
    counters.note(arrival: arrival)
    if batch.faults.total > 0 { counters.publish(batch.faults) }
    return .frames(pushed: pushed, isTapped: isTapped)
  }

  /// Cuts what was read into tap chunks; a full tap loses chunks and the recorder says so.
  private func copy(_ got: Int, at arrival: MonotonicTime, to tap: inout RingProducer<TapChunk>) {
    var offset = 0
    while offset < got {
      var chunk = TapChunk(arrival: arrival, device: slot)
      let size = min(TapChunk.capacity, got - offset)
      for index in 0..<size { chunk.bytes[index] = buffer[offset + index] }
      chunk.count = UInt8(truncatingIfNeeded: size)
      _ = tap.push(chunk)
      offset += size
    }
  }
}

/// A reader for a family of the catalogue.
func makeReader<Source: ByteSource & ~Copyable>(
  _ family: any (DeviceDriver & ~Copyable).Type, slot: UInt16, source: consuming Source,
  settings: DriverSettings, counters: DeviceCounters, isTapped: TapSwitch
) -> any LinkReader {
  func open<Driver: DeviceDriver & ~Copyable>(
    _ type: Driver.Type, _ source: consuming Source
  ) -> any LinkReader {
    DeviceReader<Driver, Source>(
      slot: slot, source: source, settings: settings, counters: counters, isTapped: isTapped)
  }
  return open(family, source)
}
