import Glibc
import SinewDevices
import SinewEmulators
import SinewLinks
import SinewSignal
import Testing

/// Drivers and pretend devices with nothing between them but the connector and a socket: the whole
/// way of a Bluetooth Classic sensor without the radio. Time is a number.
@Suite struct RFCOMMDeviceTests {
  private let peer = BluetoothAddress.sensor

  private struct Outcome {
    var last = Conversation.wait(seconds: 0)
    var frames = 0
    var faults: UInt64 = 0
    var end: Transfer?
  }

  /// Connects on `channel`, talks until the driver is ready, streams for `seconds`, then lets the
  /// device go away.
  private func live<Driver: DeviceDriver & ~Copyable, Device: EmulatedDevice>(
    _ driver: consuming Driver, _ device: Device, channel: UInt8, seconds: Double
  ) async throws -> Outcome {
    let radio = ScriptedTransport([channel: [nil]], ports: .success([channel]))
    let link = try await RFCOMMConnector(transport: radio).connect(to: peer, channel: nil)
    var air = Air(device: device, far: Descriptor(owning: try #require(radio.takeFarEnd())))
    var outcome = Outcome()
    talk(&driver, link.raw, &air, &outcome)
    guard outcome.last == .ready else { return outcome }
    var batch = FrameBatch()
    let end = air.now + seconds
    while air.now < end {
      air.pass(0.01)
      while case let heard = readOnce(link.raw).bytes, !heard.isEmpty {
        driver.decode(heard.span, arrival: MonotonicTime(seconds: air.now), into: &batch)
        outcome.frames += batch.count
        batch.clear()
      }
    }
    outcome.faults = batch.faults.total
    air.leave()
    outcome.end = readOnce(link.raw).transfer
    return outcome
  }

  private func talk<Driver: DeviceDriver & ~Copyable, Device: EmulatedDevice>(
    _ driver: inout Driver, _ link: CInt, _ air: inout Air<Device>, _ outcome: inout Outcome
  ) {
    var heard: [UInt8] = []
    while air.now < 30 {
      outcome.last = driver.converse(heard.span)
      switch outcome.last {
      case .ready, .refuse: return
      case .say(let bytes, let wait):
        _ = Transfer.write(link, bytes[...])
        heard = hear(for: wait, link, &air)
      case .wait(let seconds):
        heard = hear(for: seconds, link, &air)
      }
    }
  }

  private func hear<Device: EmulatedDevice>(
    for seconds: Double, _ link: CInt, _ air: inout Air<Device>
  ) -> [UInt8] {
    let end = air.now + seconds
    while air.now < end {
      air.pass(0.005)
      let heard = readOnce(link).bytes
      if !heard.isEmpty { return heard }
    }
    return []
  }

  @Test func aBITalinoOnItsUsualChannelStreams() async throws {
    let outcome = try await live(
      BITalinoRevolution(), BITalinoEmulator(source: SineSource()), channel: 1, seconds: 2)
    #expect(outcome.last == .ready)
    #expect((1950...2000).contains(outcome.frames), "\(outcome)")
    #expect(outcome.faults == 0)
    #expect(outcome.end == .ended(.closed))
  }

  @Test func aShimmerOnAnotherChannelStreams() async throws {
    let outcome = try await live(
      Shimmer3(), ShimmerEmulator(source: SineSource()), channel: 6, seconds: 2)
    #expect(outcome.last == .ready)
    // 512 packets a second, a frame of EMG and one of motion each; some came during the handshake.
    #expect((2000...2100).contains(outcome.frames), "\(outcome)")
    #expect(outcome.faults == 0)
  }

  @Test func aWitMotionThatSpeaksByItselfStreams() async throws {
    let outcome = try await live(
      WitMotionWT901(), WitMotionEmulator(.motion(rateCode: 0x09), source: SineSource()),
      channel: 1, seconds: 2)
    #expect(outcome.last == .ready)
    #expect(outcome.frames >= 190, "\(outcome)")
    #expect(outcome.faults == 0)
  }

  @Test func anotherDeviceBehindTheAddressIsRefusedWithASentence() async throws {
    let outcome = try await live(
      BITalinoRevolution(), ShimmerEmulator(source: SineSource()), channel: 1, seconds: 1)
    guard case .refuse(let sentence) = outcome.last else {
      Issue.record("\(outcome)")
      return
    }
    #expect(sentence.contains("BITalino"))
    #expect(outcome.frames == 0)
  }
}

/// A pretend device at the far end of a connection.
private struct Air<Device: EmulatedDevice>: ~Copyable {
  private var device: Device
  private var far: Descriptor?
  private(set) var now = 0.0

  init(device: Device, far: consuming Descriptor) {
    self.device = device
    self.far = consume far
  }

  /// Lets `seconds` pass, and carries what both say.
  mutating func pass(_ seconds: Double) {
    now += seconds
    guard let raw = far?.raw else { return }
    var said: [UInt8] = []
    while case let heard = readOnce(raw).bytes, !heard.isEmpty {
      said += device.receive(heard, at: now)
    }
    said += device.advance(to: now)
    if !said.isEmpty { _ = Transfer.write(raw, said[...]) }
  }

  /// The connection ends.
  mutating func leave() { far = nil }
}
